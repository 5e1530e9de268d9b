/** What a part writes down of its own life: its state, since when, how often it was started again, and its last trouble. */
import type { PartFacts, PartState } from '../../src-shared/domain/part-health.ts';

export class PartRecord implements PartFacts {
  state: PartState;
  sinceMs: number;
  restarts = 0;
  lastError = '';
  lastErrorMs: number | null = null;

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

  /** It died. `pauseMs`: it is started again after so long; null: it is not. */
  died(reason: string, pauseMs: number | null): void {
    this.trouble(reason, pauseMs === null ? 'stopped' : 'restarting');
    if (pauseMs !== null) this.restarts++;
  }
}

function sentence(text: string): string {
  const whole = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(whole) ? whole : `${whole}.`;
}
