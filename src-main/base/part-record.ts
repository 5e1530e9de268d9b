/** What a part writes down of its own life: its state, since when, how often it was started again, and its last trouble. */
import type { PartFacts, PartState } from '../../src-shared/domain/part-health.ts';

export class PartRecord implements PartFacts {
  state: PartState;
  sinceMs: number;
  restarts = 0;
  lastError = '';
  lastErrorMs: number | null = null;
  private isAsked = false;

  constructor(state: PartState = 'starting') {
    this.state = state;
    this.sinceMs = Date.now();
  }

  /** It is in this state now; a state that lasts keeps its beginning. */
  enter(state: PartState): void {
    if (state === this.state) return;
    this.state = state;
    this.sinceMs = Date.now();
  }

  /** Something went wrong, a sentence or the rest of one; and the state that it led to. */
  trouble(text: string, state: PartState = this.state): void {
    this.lastError = sentence(text);
    this.lastErrorMs = Date.now();
    this.enter(state);
  }

  /** A person wants a new start: the end that follows is no trouble. */
  ask(): void {
    this.isAsked = true;
  }

  /** It ended in order and begins again at once. */
  again(): void {
    this.enter('restarting');
    this.restarts++;
  }

  /** It ended. `pauseMs`: it is started again after so long; null: it is not. True when a person asked for it. */
  died(reason: string, pauseMs: number | null): boolean {
    const { isAsked } = this;
    const state = pauseMs === null ? 'stopped' : 'restarting';
    this.isAsked = false;
    if (isAsked) this.enter(state);
    else this.trouble(reason, state);
    if (pauseMs !== null) this.restarts++;
    return isAsked;
  }
}

function sentence(text: string): string {
  const whole = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(whole) ? whole : `${whole}.`;
}
