/**
 * What main answered to a pane's question. The last answer stays while it is asked again and when that fails; a failure is a sentence
 * beside it, until an answer comes.
 *
 * A question is asked again by itself when the connection is back: what failed meanwhile must not stay failed.
 */
import { useEffect, useState, useSyncExternalStore } from 'react';
import { connectionStore } from '../ports/connection-store.ts';

export type Answer<Value> = {
  /** Null before the first answer. */
  readonly value: Value | null;
  /** Why the last question failed, a sentence, or ''. */
  readonly problem: string;
};

export class KeptAnswer<Value> {
  private answer: Answer<Value> = { value: null, problem: '' };
  private ask: (() => Promise<Value>) | null = null;
  private turn = 0;
  private readonly listeners = new Set<() => void>();

  snapshot = (): Answer<Value> => this.answer;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Asks this, now and with every revival, until the returned function is called; only then something else. */
  want(ask: () => Promise<Value>): () => void {
    this.ask = ask;
    this.again();
    const stop = connectionStore.subscribe((now, before) => {
      if (now.revivals !== before.revivals) this.again();
    });
    return () => {
      stop();
      this.ask = null;
      this.turn++;
    };
  }

  again = (): void => {
    const { ask } = this;
    if (ask === null) return;
    const turn = ++this.turn;
    // Only the newest question counts: an older one may fail when that is answered.
    const take = (answer: Answer<Value>): void => {
      if (this.turn !== turn) return;
      this.answer = answer;
      for (const listener of this.listeners) listener();
    };
    ask().then(
      (value) => take({ value, problem: '' }),
      (error: Error) => take({ value: this.answer.value, problem: error.message }),
    );
  };
}

/** The answer to a question; another function is another question, null asks nothing. */
export function useAnswer<Value>(ask: (() => Promise<Value>) | null): Answer<Value> & { readonly again: () => void } {
  const [kept] = useState(() => new KeptAnswer<Value>());
  useEffect(() => (ask === null ? undefined : kept.want(ask)), [kept, ask]);
  return { ...useSyncExternalStore(kept.subscribe, kept.snapshot, kept.snapshot), again: kept.again };
}
