/** A subject that is one property: whatever is drawn, it holds. Counts what it ran. */
import fc from 'fast-check';
import { type Subject, seedOf } from '../subject.ts';

const RUNS_PER_LOOK = 50;
/** After a failure shrinking stops here, with the smallest example so far. */
const SHRINK_MS_MAX = 10_000;
const EXAMPLE_CHARS_MAX = 4_000;

export type PropertySubject<Value> = {
  readonly name: string;
  /** Each event costs as much as so many decoded frames; a run has so many fewer of them. */
  readonly weight: number;
  readonly values: fc.Arbitrary<Value>;
  /** Throws what is wrong; counts what was exercised. */
  check(value: Value, count: (what: string) => void): void | Promise<void>;
  /** Shows a value in a finding. */
  show?(value: Value): unknown;
};

export function propertySubject<Value>({ name, weight, values, check, show }: PropertySubject<Value>): Subject {
  return {
    name,
    weight,
    async run(seed, events) {
      const counts: Record<string, number> = { inputs: 0 };
      const count = (what: string): void => {
        counts[what] = (counts[what] ?? 0) + 1;
      };
      const property = fc.asyncProperty(values, async (value) => {
        count('inputs');
        await check(value, count);
      });
      for (let look = 0; counts.inputs! < events; look++) {
        const numRuns = Math.min(RUNS_PER_LOOK, events - counts.inputs!);
        const options = { seed: seedOf(seed, look), numRuns, interruptAfterTimeLimit: SHRINK_MS_MAX };
        const { failed, errorInstance, counterexample } = await fc.check(property, options);
        if (!failed) continue;
        const error = errorInstance instanceof Error ? errorInstance.message : 'the run was interrupted';
        const shown = counterexample && JSON.stringify(show ? show(counterexample[0]) : counterexample[0]);
        const text = `${error}, after ${shown?.slice(0, EXAMPLE_CHARS_MAX)}`;
        return { events: counts.inputs!, finding: { subject: name, seed, text }, counts };
      }
      return { events: counts.inputs!, finding: null, counts };
    },
  };
}
