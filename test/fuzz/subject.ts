/** What is fuzzed: draws events from a seed, compares, and says what it found. */

export type Finding = {
  readonly subject: string;
  readonly seed: number;
  /** The smallest example that fast-check came to, and the difference. */
  readonly text: string;
};

export type Outcome = {
  /** Frames read both ways, changes applied and compared, or inputs taken. */
  readonly events: number;
  readonly finding: Finding | null;
  /** How often what was exercised, so that a run that exercised nothing shows. */
  readonly counts: Readonly<Record<string, number>>;
};

export type Subject = {
  readonly name: string;
  /** An event costs as much as so many frames: a run has so many times fewer of them. Default 1. */
  readonly weight?: number;
  /** Runs at least so many events, or until a difference. */
  run(seed: number, events: number): Outcome | Promise<Outcome>;
};

/** The seed of a part of a run: the parts of two runs have nothing in common. */
export function seedOf(seed: number, part: number): number {
  return (Math.imul(seed, 0x9e3779b1) + part) | 0;
}
