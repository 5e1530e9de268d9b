/**
 * Holds the answer of main to one request. The last answer stays while the request is repeated and when that fails; the failure
 * is reported beside it until an answer arrives.
 *
 * The request is repeated when the connection is back, so a failure does not outlive its cause.
 */
import { useEffect, useState, useSyncExternalStore } from 'react';
import { connectionStore } from '../ports/connection-store.ts';

export type Answer<Value> = {
  /** Null before the first answer. */
  readonly value: Value | null;
  /** Why the last request failed, a sentence; '' otherwise. */
  readonly problem: string;
};

export class MainRequest<Value> {
  private answer: Answer<Value> = { value: null, problem: '' };
  private ask: (() => Promise<Value>) | null = null;
  private attempt = 0;
  private readonly listeners = new Set<() => void>();

  snapshot = (): Answer<Value> => this.answer;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Sends this request, now and whenever the connection is back, until the returned function is called. */
  start(ask: () => Promise<Value>): () => void {
    this.ask = ask;
    this.retry();
    const stop = connectionStore.subscribe((now, before) => {
      if (now.revivals !== before.revivals) this.retry();
    });
    return () => {
      stop();
      this.ask = null;
      this.attempt++;
    };
  }

  retry = (): void => {
    const { ask } = this;
    if (ask === null) return;
    const attempt = ++this.attempt;
    // Only the newest attempt counts: an older one may fail after it was answered.
    const take = (answer: Answer<Value>): void => {
      if (this.attempt !== attempt) return;
      this.answer = answer;
      for (const listener of this.listeners) listener();
    };
    ask().then(
      (value) => take({ value, problem: '' }),
      (error: Error) => take({ value: this.answer.value, problem: error.message }),
    );
  };
}

/** Sends a request to main and returns its answer. Another function is another request; null sends none. */
export function useMainRequest<Value>(
  ask: (() => Promise<Value>) | null,
): Answer<Value> & { readonly retry: () => void } {
  const [request] = useState(() => new MainRequest<Value>());
  useEffect(() => (ask === null ? undefined : request.start(ask)), [request, ask]);
  return { ...useSyncExternalStore(request.subscribe, request.snapshot, request.snapshot), retry: request.retry };
}
