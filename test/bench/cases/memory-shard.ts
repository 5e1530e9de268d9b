/**
 * Memory of a quiet book: what 200,000 books of 20 levels a side cost in one shard, each.
 *
 * Everything that the shard keeps for a book counts: the instrument with its symbols (a Polymarket token has 77 digits), the index
 * that finds them, the book, its levels. Half of the books are Polymarket's, half Kalshi's; they come in the frames that
 * subscribing brings. Measured after collecting all garbage, and only when every book is synced with all its levels;
 * `bytesPerRegisteredBook` is the part that is there before any snapshot.
 */
import { CHANNEL } from '../../../src-shared/contract/frame-batch.ts';
import { VENUES } from '../../../src-shared/venues/index.ts';
import { FrameWindow } from '../../../src-worker/decode/frame-window.ts';
import { Shard } from '../../../src-worker/shard/shard.ts';
import { usedBytes } from '../suite/collect.ts';
import { answer, caseArguments, mustEqual } from '../suite/measure.ts';
import { type QuietChunk, quietChunks } from '../suite/quiet-markets.ts';

const LEVELS_A_BOOK = 40;
/** Books that are looked at level by level; a dump of all would be most of the memory. */
const LOOKED_AT = 1_000;

const { quick } = caseArguments();
const books = quick ? 20_000 : 200_000;
const shard = new Shard(VENUES, 0, {
  control: () => complain('control'),
  lifecycle: () => complain('lifecycle'),
  resync: (_connection, listing, reason) => complain(`resync of ${listing} (${reason})`),
  lost: (_connection, reason) => complain(`lost (${reason})`),
  lag: () => complain('lag'),
  takenOver: (connection) => complain(`a handover to ${connection}`),
  replace: (_connection, reason) => complain(`replace (${reason})`),
  alert: () => complain('alert'),
  log: (_level, code, _book, text) => complain(`${code} ${text}`),
});
const frame = new FrameWindow();

// The first books warm the process up, so that compiled code and tables are in every reading.
const WARM_BOOKS = 1_000;
const listings: string[] = [];
each(WARM_BOOKS, register);
each(WARM_BOOKS, load);
const before = usedBytes();
each(books, register);
const registered = usedBytes();
each(books, load);
const loaded = usedBytes();

const { health, decodeErrors } = shard.report(Date.now());
mustEqual(decodeErrors, 0, 'decode errors');
mustEqual(health.books, books, 'books');
mustEqual(health.synced, books, 'synced books');
const levels = shard.dump(listings).reduce((sum, { bids, asks }) => sum + bids.length + asks.length, 0);
mustEqual(levels, listings.length * LEVELS_A_BOOK, `levels of ${listings.length} books`);
answer({
  'memory.bytesPerQuietBook': (loaded - before) / (books - WARM_BOOKS),
  'memory.bytesPerRegisteredBook': (registered - before) / (books - WARM_BOOKS),
});

/** Every walk begins with the same books: those that are there already change nothing. */
function each(count: number, visit: (chunk: QuietChunk) => void): void {
  for (const chunk of quietChunks(count)) visit(chunk);
}

function register({ connection, instruments }: QuietChunk): void {
  // Instruments come to the engine as copies of main's.
  const own = structuredClone(instruments);
  const ids = own.map(({ id }) => id);
  const nowMs = Date.now();
  shard.setInstruments(own, []);
  shard.setConnection(connection, own[0]!.venue, 'opened', 'none', nowMs);
  shard.subscribe(connection, { transport: 'stream', isOpen: true, reason: 'none' }, ids, nowMs);
  if (listings.length < LOOKED_AT) listings.push(...ids);
}

function load({ connection, snapshots }: QuietChunk): void {
  for (const bytes of snapshots()) {
    const nowMicros = Date.now() * 1_000;
    shard.onFrame(connection, CHANNEL.text, false, nowMicros, Number(process.hrtime.bigint()), frame.hold(bytes));
  }
  frame.hold(new Uint8Array(0));
}

function complain(what: string): never {
  throw new Error(`the shard asks for something: ${what}`);
}
