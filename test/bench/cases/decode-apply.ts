/**
 * Decode and apply: what one change frame costs from its bytes to the book, against JSON.parse of the same frame.
 *
 * 40 markets a venue in the venue's exact wire form: Polymarket changes with both tokens (about 602 bytes), Kalshi deltas (about 260).
 * Ours reads bytes out of the product's batches; JSON.parse gets ready-made strings, so decoding UTF-8 is not in its figure (it is
 * in `fromBytesNs`). Each frame is read once, in order. One process reads both venues in turns, as a shard does, in slices so short
 * that most are not interrupted: the garbage that JSON.parse leaves is collected in slices that the median passes over. The variant
 * `shard` is the product's whole Shard.onFrame, with its clocks and histograms. A figure counts only when no book ever left
 * `synced` and all equal a naive fold of the same frames.
 */
import { FrameBatchReader } from '../../../src-shared/contract/frame-batch.ts';
import { VENUES } from '../../../src-shared/venues/index.ts';
import { FrameWindow } from '../../../src-worker/decode/frame-window.ts';
import { Shard } from '../../../src-worker/shard/shard.ts';
import { FrameStore } from '../frames/frame-store.ts';
import { KALSHI, KalshiMarket } from '../frames/kalshi-market.ts';
import { type MadeMarket, VenueClock } from '../frames/made-market.ts';
import { levelsText, NaiveBooks } from '../frames/naive-book.ts';
import { POLYMARKET, PolymarketMarket } from '../frames/polymarket-market.ts';
import { seededRandom } from '../frames/random.ts';
import { answer, caseArguments, mustEqual, Slices, sink, type Values } from '../suite/measure.ts';
import { OwnBooks } from '../suite/own-books.ts';

const SEED = 20_261_120;
const MARKETS = 40;
const LEVELS = { polymarket: 100, kalshi: 45 } as const;
const SLICE_FRAMES = 500;
const WARM_SLICES = 60;
const BATCH_FRAMES = 100;

type Lane = { readonly venue: string; readonly markets: readonly MadeMarket[]; readonly store: FrameStore };

const { variant, quick } = caseArguments();
const slices = WARM_SLICES + (quick ? 60 : 200);
const lanes = [makeLane(POLYMARKET, 1), makeLane(KALSHI, 2)];

if (variant === 'ours') answer(measureOurs());
else if (variant === 'shard') answer(measureShard());
else if (variant === 'json-parse') answer(measureJsonParse());
else throw new Error(`unknown variant ${variant}`);

function makeLane(venue: typeof POLYMARKET | typeof KALSHI, connection: number): Lane {
  const random = seededRandom(SEED + connection);
  const clock = new VenueClock(random, Date.now());
  const make = (): MadeMarket =>
    venue === POLYMARKET
      ? new PolymarketMarket(random, clock, LEVELS.polymarket)
      : new KalshiMarket(random, clock, LEVELS.kalshi);
  const markets = Array.from({ length: MARKETS }, make);
  const store = new FrameStore(connection);
  for (const market of markets) store.add(market.snapshot());
  store.flush();
  const frames = slices * SLICE_FRAMES;
  for (let i = 0; i < frames; i++) store.add(markets[Math.floor(random() * MARKETS)]!.next());
  store.flush();
  return { venue, markets, store };
}

/** The batches of a slice; the batch before the first holds the snapshots. */
function sliceOf({ store }: Lane, slice: number): readonly Uint8Array[] {
  const perSlice = SLICE_FRAMES / BATCH_FRAMES;
  return store.batches.slice(1 + slice * perSlice, 1 + (slice + 1) * perSlice);
}

/** Runs all slices, the venues in turns, and times those after the warm-up. */
function runSlices(work: (lane: Lane, slice: number) => () => void): ReadonlyMap<string, number> {
  const times = new Map(lanes.map(({ venue }) => [venue, new Slices()]));
  for (let slice = 0; slice < slices; slice++) {
    for (const lane of lanes) {
      const run = work(lane, slice);
      if (slice < WARM_SLICES) run();
      else times.get(lane.venue)!.time(SLICE_FRAMES, run);
    }
  }
  return new Map([...times].map(([venue, time]) => [venue, time.median]));
}

function measureOurs(): Values {
  const books = new OwnBooks();
  for (const { markets, store, venue } of lanes) {
    books.add(markets, lanes.findIndex((lane) => lane.venue === venue) + 1);
    books.take(books.decoder(venue), store.batches[0]!);
  }
  const times = runSlices((lane, slice) => {
    const batches = sliceOf(lane, slice);
    const decoder = books.decoder(lane.venue);
    return () => {
      for (let i = 0; i < batches.length; i++) books.take(decoder, batches[i]!);
    };
  });
  for (const { markets, store } of lanes) books.verify(markets, foldOf(store));
  return {
    'decodeApply.polymarket.ns': times.get(POLYMARKET)!,
    'decodeApply.kalshi.ns': times.get(KALSHI)!,
    'decodeApply.polymarket.frameBytes': bytesAFrame(lanes[0]!),
    'decodeApply.kalshi.frameBytes': bytesAFrame(lanes[1]!),
  };
}

function measureShard(): Values {
  const ask = (what: string): never => {
    throw new Error(`the shard asks for something: ${what}`);
  };
  const shard = new Shard(VENUES, 0, {
    control: () => ask('control'),
    lifecycle: () => ask('lifecycle'),
    resync: (_connection, listing, reason) => ask(`resync of ${listing} (${reason})`),
    lost: (_connection, reason) => ask(`lost (${reason})`),
    took: (connection) => ask(`a handover to ${connection}`),
    replace: (_connection, reason) => ask(`replace (${reason})`),
    alert: () => ask('alert'),
    log: (_level, code, _book, text) => ask(`${code} ${text}`),
  });
  lanes.forEach(({ venue, markets }, at) => {
    const connection = at + 1;
    const listings = markets.map(({ instrument }) => instrument.id);
    shard.setInstruments(
      markets.map(({ instrument }) => instrument),
      [],
    );
    shard.setConnection(connection, venue, 'opened', 'none', Date.now());
    shard.cover(connection, { transport: 'stream', isOpen: true, reason: 'none' }, listings, [], Date.now());
  });
  const reader = new FrameBatchReader();
  const frame = new FrameWindow();
  const take = (batch: Uint8Array): void => {
    reader.open(batch);
    frame.open(batch);
    while (reader.next()) {
      frame.move(reader.start, reader.end);
      shard.onFrame(reader.connection, reader.channel, false, reader.receivedMicros, reader.receivedNanos, frame);
    }
  };
  for (const { store } of lanes) take(store.batches[0]!);
  const times = runSlices((lane, slice) => {
    const batches = sliceOf(lane, slice);
    return () => {
      for (let i = 0; i < batches.length; i++) take(batches[i]!);
    };
  });
  const dumps = new Map(shard.dump([]).map((dump) => [dump.listing, dump]));
  for (const { markets, store } of lanes) {
    const reference = foldOf(store);
    for (const { instrument } of markets) {
      const dump = dumps.get(instrument.id)!;
      mustEqual(dump.phase, 'synced', `the phase of ${instrument.id}`);
      mustEqual(levelsText(dump.bids, dump.asks), reference.text(instrument.symbols[0]!), instrument.id);
    }
  }
  return { 'shard.polymarket.ns': times.get(POLYMARKET)!, 'shard.kalshi.ns': times.get(KALSHI)! };
}

function measureJsonParse(): Values {
  const textsOf = ({ store }: Lane, slice: number): readonly string[] => {
    const first = MARKETS + slice * SLICE_FRAMES;
    return store.texts.slice(first, first + SLICE_FRAMES);
  };
  const strings = runSlices((lane, slice) => {
    const texts = textsOf(lane, slice);
    return () => {
      for (let i = 0; i < texts.length; i++) sink.value += (JSON.parse(texts[i]!) as object) === null ? 1 : 0;
    };
  });
  const bytes = runSlices((lane, slice) => {
    const buffers = textsOf(lane, slice).map((text) => Buffer.from(text));
    return () => {
      for (let i = 0; i < buffers.length; i++) {
        sink.value += (JSON.parse(buffers[i]!.toString()) as object) === null ? 1 : 0;
      }
    };
  });
  return {
    'jsonParse.polymarket.ns': strings.get(POLYMARKET)!,
    'jsonParse.kalshi.ns': strings.get(KALSHI)!,
    'jsonParse.polymarket.fromBytesNs': bytes.get(POLYMARKET)!,
    'jsonParse.kalshi.fromBytesNs': bytes.get(KALSHI)!,
  };
}

function foldOf({ texts }: FrameStore): NaiveBooks {
  const books = new NaiveBooks();
  for (const text of texts) books.take(text);
  return books;
}

function bytesAFrame({ store }: Lane): number {
  const frames = store.texts.slice(MARKETS);
  return frames.reduce((sum, { length }) => sum + length, 0) / frames.length;
}
