/** Keeps the health of one component: its state and since when, how often it was restarted, and its last error. */
import type { PartFacts, PartState } from '../../src-shared/domain/part-health.ts';

export class ComponentRecord implements PartFacts {
  state: PartState;
  sinceMs: number;
  restarts = 0;
  lastError = '';
  lastErrorMs: number | null = null;
  private isRestartRequested = false;

  constructor(state: PartState = 'starting') {
    this.state = state;
    this.sinceMs = Date.now();
  }

  /** Enters the state; a state that lasts keeps its beginning. */
  enter(state: PartState): void {
    if (state === this.state) return;
    this.state = state;
    this.sinceMs = Date.now();
  }

  /** Notes an error, a sentence or the rest of one, and the state that it led to. */
  failed(text: string, state: PartState = this.state): void {
    this.lastError = sentence(text);
    this.lastErrorMs = Date.now();
    this.enter(state);
  }

  /** A restart was requested by the user: the next exit is not an error. */
  requestRestart(): void {
    this.isRestartRequested = true;
  }

  /** It ended in order and is started again at once. */
  restarted(): void {
    this.enter('restarting');
    this.restarts++;
  }

  /** It ended; `isRestarting`: it is started again after a pause. Returns true when the user had requested it. */
  ended(reason: string, isRestarting: boolean): boolean {
    const isRequested = this.isRestartRequested;
    const state = isRestarting ? 'restarting' : 'stopped';
    this.isRestartRequested = false;
    if (isRequested) this.enter(state);
    else this.failed(reason, state);
    if (isRestarting) this.restarts++;
    return isRequested;
  }
}

function sentence(text: string): string {
  const whole = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(whole) ? whole : `${whole}.`;
}
