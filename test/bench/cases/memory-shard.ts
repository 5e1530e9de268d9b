/**
 * Memory of a quiet book: what 200,000 books of 20 levels a side cost in one shard, each.
 *
 * Everything that the shard keeps for a book counts: the instrument with its symbols (a Polymarket token has 77 digits), the index
 * that finds them, the book, its levels. Half of the books are Polymarket's, half Kalshi's; they come in the frames that
 * subscribing brings. Measured after collecting all garbage, and only when every book is synced with all its levels.
 */
import { CHANNEL } from '../../../src-shared/contract/frame-batch.ts';
import { VENUES } from '../../../src-shared/venues/index.ts';
import { FrameWindow } from '../../../src-worker/decode/frame-window.ts';
import { Shard } from '../../../src-worker/route/shard.ts';
import { usedBytes } from '../suite/collect.ts';
import { answer, caseArguments, mustEqual } from '../suite/measure.ts';
import { quietChunks } from '../suite/quiet-markets.ts';

const LEVELS_A_BOOK = 40;
/** Books that are looked at level by level; a dump of all would be most of the memory. */
const LOOKED_AT = 1_000;

const { quick } = caseArguments();
const books = quick ? 20_000 : 200_000;
const shard = new Shard(VENUES, 0, {
  control: () => complain('control'),
  lifecycle: () => complain('lifecycle'),
  resync: (_connection, listing, reason) => complain(`resync of ${listing} (${reason})`),
  replace: (_connection, reason) => complain(`replace (${reason})`),
  log: (_level, code, _book, text) => complain(`${code} ${text}`),
});
const frame = new FrameWindow();

// The first chunks warm the process up, so that compiled code and tables are in both readings.
const [warm, counted] = [2, books / 500];
let before = 0;
let registered = 0;
let chunks = 0;
const listings: string[] = [];
for (const { connection, instruments, snapshots } of quietChunks(books + warm * 500)) {
  if (chunks++ === warm) before = usedBytes();
  const venue = instruments[0]!.venue;
  // Instruments and listings come to the engine as copies of main's.
  const own = structuredClone(instruments);
  shard.setInstruments(own, []);
  shard.setConnection(connection, venue, 'opened', 'none', Date.now());
  const ids = own.map(({ id }) => id);
  shard.cover(connection, { transport: 'stream', open: true, reason: 'none' }, ids, [], Date.now());
  if (listings.length < LOOKED_AT) listings.push(...ids);
  for (const bytes of snapshots()) {
    const nowMicros = Date.now() * 1_000;
    shard.onFrame(connection, CHANNEL.text, false, nowMicros, Number(process.hrtime.bigint()), frame.hold(bytes));
  }
  registered += own.length;
}
mustEqual(chunks, warm + counted, 'the number of chunks');
frame.hold(new Uint8Array(0));
const after = usedBytes();
const { health, decodeErrors } = shard.report(Date.now());
mustEqual(decodeErrors, 0, 'decode errors');
mustEqual(health.synced, registered, 'synced books');
const levels = shard.dump(listings).reduce((sum, { bids, asks }) => sum + bids.length + asks.length, 0);
mustEqual(levels, listings.length * LEVELS_A_BOOK, `levels of ${listings.length} books`);
answer({ 'memory.bytesPerQuietBook': (after - before) / books });

function complain(what: string): never {
  throw new Error(`the shard asks for something: ${what}`);
}
