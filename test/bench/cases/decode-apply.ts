/**
 * Decode and apply: what one change frame costs from its bytes to the book, against JSON.parse of the same frame.
 *
 * 40 markets a venue in the venue's exact wire form (Polymarket: about 602 bytes a change, Kalshi: about 260).
 * Ours reads bytes out of the product's batches; JSON.parse gets ready-made strings, so decoding UTF-8 is not in its figure (it is
 * in `fromBytesNs`). Each frame is read once, in order. One process reads all venues in turns, as a shard does, in slices so short
 * that most are not interrupted: the garbage that JSON.parse leaves is collected in slices that the median passes over. The variant
 * `shard` is the product's whole Shard.onFrame, with its clocks and histograms. A figure counts only when no book ever left
 * `synced` and all equal a naive fold of the same frames.
 */
import { FrameBatchReader } from '../../../src-shared/contract/frame-batch.ts';
import { VENUES } from '../../../src-shared/venues/index.ts';
import { FrameWindow } from '../../../src-worker/decode/frame-window.ts';
import { Shard } from '../../../src-worker/shard/shard.ts';
import { FrameStore } from '../frames/frame-store.ts';
import { type MadeMarket, type MadeMarkets, VenueClock } from '../frames/made-market.ts';
import { MADE_VENUES } from '../frames/made-venues.ts';
import { levelsText, NaiveBooks } from '../frames/naive-book.ts';
import { seededRandom } from '../frames/random.ts';
import { answer, caseArguments, mustEqual, Slices, sink, type Values } from '../suite/measure.ts';
import { OwnBooks } from '../suite/own-books.ts';

const SEED = 20_261_120;
const MARKETS = 40;
const SLICE_FRAMES = 500;
const WARM_SLICES = 60;
const BATCH_FRAMES = 100;

type Lane = {
  readonly venue: string;
  readonly made: MadeMarkets;
  readonly markets: readonly MadeMarket[];
  readonly store: FrameStore;
};

const { variant, quick } = caseArguments();
const slices = WARM_SLICES + (quick ? 60 : 200);
const lanes = MADE_VENUES.map((made, at) => makeLane(made, at + 1));

if (variant === 'ours') answer(measureOurs());
else if (variant === 'shard') answer(measureShard());
else if (variant === 'json-parse') answer(measureJsonParse());
else throw new Error(`unknown variant ${variant}`);

function makeLane(made: MadeMarkets, connection: number): Lane {
  const random = seededRandom(SEED + connection);
  const clock = new VenueClock(random, Date.now());
  const markets = Array.from({ length: MARKETS }, () => made.create(random, clock, made.usualLevels));
  const store = new FrameStore(connection);
  for (const market of markets) store.add(market.snapshot());
  store.flush();
  const frames = slices * SLICE_FRAMES;
  for (let i = 0; i < frames; i++) store.add(markets[Math.floor(random() * MARKETS)]!.next());
  store.flush();
  return { venue: made.id, made, markets, store };
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
  for (const lane of lanes) books.verify(lane.markets, foldOf(lane));
  return {
    ...byVenue('decodeApply', 'ns', times),
    ...Object.fromEntries(lanes.map((lane) => [`decodeApply.${lane.venue}.frameBytes`, bytesAFrame(lane)])),
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
    lag: () => ask('lag'),
    takenOver: (connection) => ask(`a handover to ${connection}`),
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
    shard.subscribe(connection, { transport: 'stream', isOpen: true, reason: 'none' }, listings, Date.now());
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
  for (const lane of lanes) {
    const reference = foldOf(lane);
    for (const { instrument } of lane.markets) {
      const dump = dumps.get(instrument.id)!;
      mustEqual(dump.phase, 'synced', `the phase of ${instrument.id}`);
      mustEqual(levelsText(dump.bids, dump.asks), reference.text(instrument.symbols[0]!), instrument.id);
    }
  }
  return byVenue('shard', 'ns', times);
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
  return { ...byVenue('jsonParse', 'ns', strings), ...byVenue('jsonParse', 'fromBytesNs', bytes) };
}

function byVenue(what: string, unit: string, nanos: ReadonlyMap<string, number>): Values {
  return Object.fromEntries([...nanos].map(([venue, value]) => [`${what}.${venue}.${unit}`, value]));
}

function foldOf({ made, store }: Lane): NaiveBooks {
  const books = new NaiveBooks(made.fold);
  for (const text of store.texts) books.take(text);
  return books;
}

function bytesAFrame({ store }: Lane): number {
  const frames = store.texts.slice(MARKETS);
  return frames.reduce((sum, { length }) => sum + length, 0) / frames.length;
}
