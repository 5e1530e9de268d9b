/**
 * The app in a process that runs out of file handles, loses its connections just then, and gets handles again. Says what it came to.
 * To be started with a low limit of open files.
 */
import { closeSync, openSync } from 'node:fs';
import { devNull } from 'node:os';
import { PLAYED_VENUES } from '../../src-exchange/venues.ts';
import { errorText } from '../../src-main/base/error-text.ts';
import { listingId } from '../../src-shared/domain/listing.ts';
import { makeSubject } from './subject.ts';

const SEED = 5;
const HANDLES_MAX = 100_000;
const WITHOUT_MS = 3_000;
const LOOK_EVERY_MS = 100;
const GREED_EVERY_MS = 5;
const HEALED_WITHIN_MS = 30_000;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const rejections: string[] = [];
process.on('unhandledRejection', (reason) => rejections.push(errorText(reason)));

const subject = await makeSubject({ seed: SEED, shards: 0, records: false });
const { app, exchange, tap } = subject;
await exchange.resume();
await app.start();
const before = await untilSynced();

const taken = [...takeAllHandles()];
// What a closed socket gives back is taken too.
const greed = setInterval(() => taken.push(...takeAllHandles()), GREED_EVERY_MS);
for (const [index, { id }] of PLAYED_VENUES.entries()) await exchange.disconnect(id, { reset: index % 2 === 1 });
const refusal = await app.recording.start([]).then(
  () => '',
  (error: unknown) => errorText(error),
);
let syncedWithout = Number.POSITIVE_INFINITY;
for (let waited = 0; waited < WITHOUT_MS; waited += LOOK_EVERY_MS) {
  await pause(LOOK_EVERY_MS);
  const books = await app.dumpBooks().catch(() => []);
  syncedWithout = Math.min(syncedWithout, books.filter(({ phase }) => phase === 'synced').length);
}
clearInterval(greed);
for (const handle of taken) closeSync(handle);
const after = await untilSynced();
const recorded = await app.recording.start([]).then(
  async ({ ended }) => {
    await app.recording.stop();
    return (await ended).why;
  },
  (error: unknown) => errorText(error),
);
process.stdout.write(
  `${JSON.stringify({ before, after, taken: taken.length, syncedWithout, refusal, recorded, rejections })}\n`,
);
await subject.stop();

/** The number of books once all that are open are synced; -1 when they are not in time. */
async function untilSynced(): Promise<number> {
  const deadlineMs = performance.now() + HEALED_WITHIN_MS;
  while (performance.now() < deadlineMs) {
    tap.records.length = 0;
    const open = (await exchange.truth()).filter(({ resolved }) => !resolved);
    const books = new Map((await app.dumpBooks().catch(() => [])).map((book) => [book.listing, book.phase]));
    if (open.every(({ venue, marketId }) => books.get(listingId(venue, marketId)) === 'synced')) return open.length;
    await pause(LOOK_EVERY_MS);
  }
  return -1;
}

function takeAllHandles(): readonly number[] {
  const handles: number[] = [];
  while (handles.length < HANDLES_MAX) {
    try {
      handles.push(openSync(devNull, 'r'));
    } catch {
      return handles;
    }
  }
  return handles;
}
