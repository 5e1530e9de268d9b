/** Fuzzes one venue's decoder: the byte scanner against JSON.parse. */
import fc from 'fast-check';
import type { Decoder, SymbolTable, Venue } from '../../../src-shared/venues/venue.ts';
import { type Subject, seedOf } from '../subject.ts';
import { makeFrame, planOf } from './frame-plan.ts';
import { frameShapes } from './frame-shapes.ts';
import { TwoWays } from './two-ways.ts';

/** Runs between two looks at the count. */
const RUNS_PER_LOOK = 250;
/** Runs take far less; after a failure shrinking stops here, with the smallest example so far. */
const SHRINK_MS_MAX = 30_000;

/** `createDecoder`: the venue's own, or a broken one that the fuzz must find. */
export function frameSubject(
  venue: Venue,
  createDecoder: (symbols: SymbolTable) => Decoder = (symbols) => venue.createDecoder(symbols),
): Subject {
  const shapes = frameShapes(venue);
  const plans = planOf(shapes);
  const name = `${venue.id} frames`;
  return {
    name,
    run(seed, events) {
      const ways = new TwoWays(() => createDecoder(shapes.table));
      const { counts } = ways;
      for (let look = 0; counts.frames < events; look++) {
        const property = fc.property(plans, (plan) => {
          const difference = ways.differ(plan.map((one) => makeFrame(one, shapes)));
          if (difference !== null) throw new Error(difference);
        });
        const result = fc.check(property, {
          seed: seedOf(seed, look),
          numRuns: RUNS_PER_LOOK,
          interruptAfterTimeLimit: SHRINK_MS_MAX,
        });
        if (result.failed) {
          const text = result.errorInstance instanceof Error ? result.errorInstance.message : 'the run was interrupted';
          return { events: counts.frames, finding: { subject: name, seed, text }, counts: { ...counts } };
        }
      }
      return { events: counts.frames, finding: null, counts: { ...counts } };
    },
  };
}
