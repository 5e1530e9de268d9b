/**
 * Decides when events happen: so many messages a second, by the clock, in bounded turns.
 *
 * Each turn works off what time has made due, at most PACING_SLICE_MS at once, then lets sockets and requests have
 * their turn. Debt beyond PACING_DEBT_MS is forgiven and counted.
 */
import { PACING_DEBT_MS, PACING_SLICE_MS, RATE_MAX } from '../model/limits.ts';

export interface PacedWork {
  /** One event; returns the messages it made (0 or more). */
  step(): number;
  /** Hands what was made to the sockets. */
  flush(): void;
}

/** Events between two looks at the clock inside a turn. */
const STEPS_PER_LOOK = 16;
const REST_MAX_MS = 50;

export class Pacer {
  readonly #work: PacedWork;
  #ratePerSecond: number;
  readonly #millisMax: number;
  #dueMessages = 0;
  #lastMs = 0;
  #ranMs = 0;
  #timer: NodeJS.Timeout | undefined;
  #immediate: NodeJS.Immediate | undefined;
  #running = false;
  /** Messages that were due and forgiven because the machine could not keep up. */
  forgiven = 0;

  /** @param millisMax how long it runs in all; Infinity for ever. Throws when the rate is out of range. */
  constructor(work: PacedWork, ratePerSecond: number, millisMax: number) {
    this.#work = work;
    this.#ratePerSecond = checkedRate(ratePerSecond);
    this.#millisMax = millisMax;
  }

  get isRunning(): boolean {
    return this.#running;
  }

  /** Changes the rate from now on. */
  setRate(ratePerSecond: number): void {
    this.#ratePerSecond = checkedRate(ratePerSecond);
  }

  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#lastMs = performance.now();
    this.#turn();
  }

  /** Nothing happens after this returns; what was made is flushed. */
  stop(): void {
    this.#running = false;
    clearTimeout(this.#timer);
    clearImmediate(this.#immediate);
    this.#work.flush();
  }

  #turn(): void {
    if (!this.#running) return;
    const nowMs = performance.now();
    this.#accrue(nowMs);
    const endMs = nowMs + PACING_SLICE_MS;
    let steps = 0;
    while (this.#dueMessages >= 1) {
      this.#dueMessages -= this.#work.step();
      steps += 1;
      if (steps % STEPS_PER_LOOK === 0 && performance.now() >= endMs) break;
    }
    this.#work.flush();
    if (this.#ranMs >= this.#millisMax) {
      this.#running = false;
      return;
    }
    if (this.#dueMessages >= 1) {
      this.#immediate = setImmediate(() => this.#turn());
      return;
    }
    const restMs = Math.ceil(((1 - this.#dueMessages) * 1000) / this.#ratePerSecond);
    this.#timer = setTimeout(() => this.#turn(), Math.min(REST_MAX_MS, Math.max(1, restMs)));
  }

  #accrue(nowMs: number): void {
    const elapsedMs = Math.min(nowMs - this.#lastMs, this.#millisMax - this.#ranMs);
    this.#lastMs = nowMs;
    this.#ranMs += elapsedMs;
    this.#dueMessages += (elapsedMs * this.#ratePerSecond) / 1000;
    const debtMax = Math.max(1, (PACING_DEBT_MS * this.#ratePerSecond) / 1000);
    if (this.#dueMessages <= debtMax) return;
    this.forgiven += Math.floor(this.#dueMessages - debtMax);
    this.#dueMessages = debtMax;
  }
}

function checkedRate(ratePerSecond: number): number {
  if (!(ratePerSecond >= 1 && ratePerSecond <= RATE_MAX)) {
    throw new RangeError(`the rate must be 1 to ${RATE_MAX} messages a second, not ${ratePerSecond}`);
  }
  return ratePerSecond;
}
