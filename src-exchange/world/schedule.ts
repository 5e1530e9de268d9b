/**
 * Decides what happens at which event number. Counted in events, never in time, so that a run can be repeated.
 */
interface Appointment {
  readonly dueEvent: number;
  readonly run: () => void;
}

export class Schedule {
  /** Latest first, so that the next one is at the end. */
  readonly #waiting: Appointment[] = [];
  /** The event number of the next appointment; Infinity when there is none. */
  nextEvent = Number.POSITIVE_INFINITY;

  /** Runs an action when the event number is reached; equal numbers run in the order they were made. */
  at(dueEvent: number, run: () => void): void {
    const entry: Appointment = { dueEvent, run };
    let index = this.#waiting.length;
    while (index > 0 && this.#waiting[index - 1]!.dueEvent <= dueEvent) index -= 1;
    this.#waiting.splice(index, 0, entry);
    this.nextEvent = this.#waiting[this.#waiting.length - 1]!.dueEvent;
  }

  /** Runs everything that is due. */
  runUntil(event: number): void {
    while (this.nextEvent <= event) {
      const entry = this.#waiting.pop();
      this.nextEvent = this.#waiting[this.#waiting.length - 1]?.dueEvent ?? Number.POSITIVE_INFINITY;
      entry?.run();
    }
  }
}
