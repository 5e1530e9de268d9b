/** Ten plans of faults against the whole app; `npm run chaos` runs as many as one likes. */
import { availableParallelism } from 'node:os';
import { expect, it } from 'vitest';
import { failureText, hasFailed, summarize } from './report.ts';
import { runSeeds } from './seeds.ts';

const SEEDS = Array.from({ length: 10 }, (_, index) => index + 1);
const MINUTE_MS = 60_000;

it(
  'shows no book as synced that is not the exchange’s, heals, and loses no frame, whatever breaks',
  async () => {
    const { results, crashed } = await runSeeds({ seeds: SEEDS, processes: Math.min(2, availableParallelism()) });
    expect(results.filter(hasFailed).map(failureText)).toEqual([]);
    expect(crashed).toEqual([]);
    // A judge that saw nothing would find nothing.
    const { booksJudged, booksPassed, framesReceived, faults } = summarize(results, crashed);
    expect(booksJudged).toBeGreaterThan(SEEDS.length * 100);
    expect(booksPassed).toBeGreaterThan(SEEDS.length * 5);
    expect(framesReceived).toBeGreaterThan(SEEDS.length * 500);
    expect(Object.values(faults).filter((count) => count > 0).length).toBeGreaterThan(SEEDS.length);
  },
  10 * MINUTE_MS,
);
