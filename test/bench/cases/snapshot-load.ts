/**
 * Snapshot load: what a whole book of 100 levels a side costs from its bytes to a synced book, against JSON.parse of it.
 *
 * The form of each venue (as Polymarket sends it after a trade, all day; the headline), and where it has one the form sent on
 * subscribing only (`first`: a list, with a SHA-1 checksum that is verified, read by JSON.parse as all that is rare).
 * 40 markets in turns, each frame read once. A figure counts only when every book is synced and equals a naive fold.
 */
import { FrameStore } from '../frames/frame-store.ts';
import { type MadeMarket, type MadeMarkets, VenueClock } from '../frames/made-market.ts';
import { MADE_VENUES } from '../frames/made-venues.ts';
import { NaiveBooks } from '../frames/naive-book.ts';
import { seededRandom } from '../frames/random.ts';
import { answer, caseArguments, Slices, sink, type Values } from '../suite/measure.ts';
import { OwnBooks } from '../suite/own-books.ts';

const SEED = 20_261_122;
const MARKETS = 40;
const LEVELS = 100;
/** Changes a market makes between two of its snapshots. */
const CHANGES = 5;
const SLICE_FRAMES = 20;
const WARM_SLICES = 100;

type Lane = {
  /** A venue's id, or `first`. */
  readonly form: string;
  readonly made: MadeMarkets;
  readonly markets: readonly MadeMarket[];
  readonly texts: readonly string[];
};

const { variant, quick } = caseArguments();
const slices = WARM_SLICES + (quick ? 75 : 200);
const lanes: readonly Lane[] = MADE_VENUES.flatMap((made) => [
  makeLane(made, made.id, (market) => market.snapshot()),
  ...(made.firstForm ? [makeLane(made, 'first', (market) => `[${made.firstForm!(market)}]`)] : []),
]);

if (variant === 'ours') answer(measureOurs());
else if (variant === 'json-parse') answer(measureJsonParse());
else throw new Error(`unknown variant ${variant}`);

function makeLane(made: MadeMarkets, form: string, write: (market: MadeMarket) => string): Lane {
  const random = seededRandom(SEED + MADE_VENUES.indexOf(made) * 2 + (form === 'first' ? 1 : 0));
  const clock = new VenueClock(random, Date.now());
  const markets = Array.from({ length: MARKETS }, () => made.create(random, clock, LEVELS));
  const texts = makeTexts((at) => {
    const market = markets[at % MARKETS]!;
    for (let i = 0; i < CHANGES; i++) market.model.step();
    if (!made.hasNumbers) clock.advance();
    return write(market);
  });
  return { form, made, markets, texts };
}

function makeTexts(make: (at: number) => string): readonly string[] {
  return Array.from({ length: slices * SLICE_FRAMES }, (_, at) => make(at));
}

/** Runs all slices, the forms in turns. The work of a slice is prepared just before it. */
function runSlices(work: (lane: Lane, texts: readonly string[]) => () => void): ReadonlyMap<string, number> {
  const times = new Map(lanes.map(({ form }) => [form, new Slices()]));
  for (let slice = 0; slice < slices; slice++) {
    for (const lane of lanes) {
      const run = work(lane, lane.texts.slice(slice * SLICE_FRAMES, (slice + 1) * SLICE_FRAMES));
      if (slice < WARM_SLICES) run();
      else times.get(lane.form)!.time(SLICE_FRAMES, run);
    }
  }
  return new Map([...times].map(([form, time]) => [form, time.median]));
}

function measureOurs(): Values {
  const books = new OwnBooks();
  lanes.forEach(({ markets }, at) => {
    books.add(markets, at + 1);
  });
  const times = runSlices((lane, texts) => {
    const store = new FrameStore(lanes.indexOf(lane) + 1);
    for (const text of texts) store.add(text);
    store.flush();
    const decoder = books.decoder(lane.made.id);
    return () => {
      for (const batch of store.batches) books.take(decoder, batch);
    };
  });
  for (const { markets, texts, form, made } of lanes) {
    const reference = new NaiveBooks(made.fold);
    for (const text of texts.slice(-MARKETS)) reference.take(form === 'first' ? text.slice(1, -1) : text);
    books.verify(markets, reference);
  }
  return valuesOf('ns', times);
}

function measureJsonParse(): Values {
  const times = runSlices((_lane, texts) => {
    // Made of bytes, as a socket's text is.
    const ready = texts.map((text) => Buffer.from(text).toString('latin1'));
    return () => {
      for (let i = 0; i < ready.length; i++) sink.value += (JSON.parse(ready[i]!) as object) === null ? 1 : 0;
    };
  });
  return valuesOf('jsonParseNs', times);
}

function valuesOf(unit: string, times: ReadonlyMap<string, number>): Values {
  return Object.fromEntries([...times].map(([form, nanos]) => [`snapshot.load.${form}.${unit}`, nanos]));
}
