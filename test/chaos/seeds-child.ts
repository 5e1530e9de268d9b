/**
 * A process that runs seeds one after another and says one line of JSON for each: its arguments are the seeds and, optionally, the
 * only kinds of faults there are.
 */
import type { FaultKind } from '../../src-exchange/wire/fault-kinds.ts';
import { Leftovers } from './leftovers.ts';
import { runSeed } from './run-seed.ts';

/** Sockets that were closed on both sides are gone a moment later. */
const CLOSING_MS = 300;

const [seeds = '', kinds = ''] = process.argv.slice(2);
const chosen = kinds === '' ? undefined : (kinds.split(',') as FaultKind[]);
const leftovers = new Leftovers();
for (const seed of seeds.split(',')) {
  const result = await runSeed(Number(seed), chosen);
  await new Promise((resolve) => setTimeout(resolve, CLOSING_MS));
  process.stdout.write(`${JSON.stringify({ ...result, leaks: leftovers.look() })}\n`);
}
