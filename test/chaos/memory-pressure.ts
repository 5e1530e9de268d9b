/** A machine short of memory, as a program feels it: much of it held, and collections that stop its threads again and again. */

const HELD_BYTES = 16 << 20;
/** So many short-lived objects every so often: each round fills the young generation. */
const GARBAGE_OBJECTS = 20_000;
const GARBAGE_EVERY_MS = 20;

export class MemoryPressure {
  private held: Uint8Array[] = [];
  private timer: NodeJS.Timeout | null = null;

  /** Holds so many times 16 MiB, every page of it touched, and makes garbage until the end. */
  begin(amount: number): void {
    for (let i = 0; i < amount; i++) this.held.push(new Uint8Array(HELD_BYTES).fill(i + 1));
    this.timer ??= setInterval(makeGarbage, GARBAGE_EVERY_MS);
  }

  end(): void {
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
    this.held = [];
  }
}

/** Sorted, so that no compiler finds out that nobody wants it. */
function makeGarbage(): void {
  Array.from({ length: GARBAGE_OBJECTS }, (_, at) => ({ at: (at * 7_919) % GARBAGE_OBJECTS })).sort(
    (a, b) => a.at - b.at,
  );
}
