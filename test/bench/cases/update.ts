/**
 * Update: what one level's new size costs a book of about 100 levels a side, in each of our forms and in other programs.
 *
 * The same made-up stream for all, in each one's own input, made just before it is timed so that it is warm and not part of the
 * figure: integers of one millionth for ours and sorted-btree, [price, size] for ccxt, a message of one level for tardis-dev. Ours
 * is the product's BookSide, which chooses its form itself and tracks its best level: `dense` on a regular grid, `compact` on an
 * irregular one. Besides, for comparison: `dense-levels` is the dense form alone, `tree` the tree form alone, `book` the whole
 * Book with its checks. Nobody is asked for its best level. A figure counts only when all levels equal a Map's.
 */
import BTreeModule from 'sorted-btree';
import { ONE_MICROS } from '../../../src-shared/domain/micros.ts';
import { uniformGrid } from '../../../src-shared/domain/price-grid.ts';
import { ASK, BID } from '../../../src-shared/domain/wire/event-buffer.ts';
import { Book } from '../../../src-worker/book/book.ts';
import { BookSide } from '../../../src-worker/book/book-side.ts';
import { DenseLevels } from '../../../src-worker/book/dense-levels.ts';
import type { Levels } from '../../../src-worker/book/levels.ts';
import { TreeLevels } from '../../../src-worker/book/tree-levels.ts';
import { BUY, MarketModel } from '../frames/market-model.ts';
import { levelsText } from '../frames/naive-book.ts';
import { seededRandom } from '../frames/random.ts';
import { answer, caseArguments, mustEqual, Slices } from '../suite/measure.ts';
import { loadCcxt, loadTardis, type TardisChange } from '../suite/peers.ts';

const SEED = 20_261_121;
const TICKS = 1_000;
const TICK_MICROS = ONE_MICROS / TICKS;
const MICROS_PER_HUNDREDTH = 10_000;
const LEVELS = 100;
const SLICE_UPDATES = 2_000;
const WARM_SLICES = 150;
const UPDATES_PER_MS = 50;

/** One program's book: takes the update of an index, and gives its levels at the end. */
type Taker = {
  /** Makes the input of these updates, untimed. */
  prepare?(from: number, to: number): void;
  take(from: number, to: number): void;
  levels(): readonly [bids: Pairs, asks: Pairs];
};
type Pairs = readonly (readonly [priceMicros: number, sizeMicros: number])[];

const { variant, quick } = caseArguments();
const slices = WARM_SLICES + (quick ? 100 : 400);
const updates = LEVELS * 2 + slices * SLICE_UPDATES;
const { sides, prices, sizes } = makeUpdates();

const takers: Readonly<Record<string, () => Taker | Promise<Taker>>> = {
  dense: () => ownSides(TICK_MICROS, 'dense'),
  compact: () => ownSides(0, 'compact'),
  'dense-levels': () => ownLevels(() => new DenseLevels(TICK_MICROS, ONE_MICROS)),
  tree: () => ownLevels(() => new TreeLevels()),
  book: ownBook,
  'sorted-btree': sortedTree,
  ccxt,
  tardis,
};

const taker = await takers[variant]?.();
if (!taker) throw new Error(`unknown variant ${variant}`);
taker.prepare?.(0, LEVELS * 2);
taker.take(0, LEVELS * 2);
const time = new Slices();
for (let slice = 0; slice < slices; slice++) {
  const from = LEVELS * 2 + slice * SLICE_UPDATES;
  taker.prepare?.(from, from + SLICE_UPDATES);
  const run = (): void => taker.take(from, from + SLICE_UPDATES);
  if (slice < WARM_SLICES) run();
  else time.time(SLICE_UPDATES, run);
}
mustEqual(levelsText(...taker.levels()), levelsText(...naiveLevels()), `the book of ${variant}`);
answer({ [`update.${variant}.ns`]: time.median });

/** The snapshot's levels first, then the changes. */
function makeUpdates(): { sides: Uint8Array; prices: Int32Array; sizes: Float64Array } {
  const made = {
    sides: new Uint8Array(updates),
    prices: new Int32Array(updates),
    sizes: new Float64Array(updates),
  };
  const model = new MarketModel(seededRandom(SEED), TICKS, LEVELS);
  let at = 0;
  const add = (side: number, tick: number, hundredths: number): void => {
    made.sides[at] = side;
    made.prices[at] = tick * TICK_MICROS;
    made.sizes[at] = hundredths * MICROS_PER_HUNDREDTH;
    at++;
  };
  for (let tick = 0; tick <= TICKS; tick++) {
    if (model.bids[tick]! > 0) add(BID, tick, model.bids[tick]!);
    if (model.asks[tick]! > 0) add(ASK, tick, model.asks[tick]!);
  }
  while (at < updates) {
    model.step();
    add(model.side === BUY ? BID : ASK, model.tick, model.size);
  }
  return made;
}

/** Keys grow towards the best: that is how a book asks its sides. */
function ownSides(stepMicros: number, form: string): Taker {
  const bids = new BookSide();
  const asks = new BookSide();
  bids.setStep(stepMicros);
  asks.setStep(stepMicros);
  return {
    take(from, to) {
      for (let i = from; i < to; i++) {
        if (sides[i] === BID) bids.set(prices[i]!, sizes[i]!);
        else asks.set(ONE_MICROS - prices[i]!, sizes[i]!);
      }
    },
    levels() {
      mustEqual(`${bids.form} ${asks.form}`, `${form} ${form}`, 'the forms of the sides');
      return [pairsOf(bids), mirrored(pairsOf(asks))];
    },
  };
}

function ownLevels<Form extends Levels>(create: () => Form): Taker {
  const bids = create();
  const asks = create();
  return {
    take(from, to) {
      for (let i = from; i < to; i++) {
        if (sides[i] === BID) bids.set(prices[i]!, sizes[i]!);
        else asks.set(ONE_MICROS - prices[i]!, sizes[i]!);
      }
    },
    levels: () => [pairsOf(bids), mirrored(pairsOf(asks))],
  };
}

function ownBook(): Taker {
  const book = new Book();
  book.setGrid(uniformGrid(TICK_MICROS));
  book.connected(0);
  book.beginSnapshot();
  book.endSnapshot(1, 1);
  return {
    take(from, to) {
      for (let i = from; i < to; i++) {
        // Time moves on every few updates, as a stream's does: each burst is judged.
        const timeMs = 1 + i / UPDATES_PER_MS;
        book.setLevel(sides[i] === BID ? BID : ASK, prices[i]!, sizes[i]!, Math.floor(timeMs), timeMs);
      }
    },
    levels() {
      mustEqual(book.sync.phase, 'synced', `the book's phase (${book.sync.reason})`);
      return [pairsOf(book.bids), mirrored(pairsOf(book.asks))];
    },
  };
}

function sortedTree(): Taker {
  const BTree = BTreeModule.default;
  const ascending = (a: number, b: number): number => a - b;
  const bids = new BTree<number, number>(undefined, ascending);
  const asks = new BTree<number, number>(undefined, ascending);
  return {
    take(from, to) {
      for (let i = from; i < to; i++) {
        const tree = sides[i] === BID ? bids : asks;
        if (sizes[i] === 0) tree.delete(prices[i]!);
        else tree.set(prices[i]!, sizes[i]!);
      }
    },
    levels: () => [bids.toArray().reverse(), asks.toArray()],
  };
}

async function ccxt(): Promise<Taker> {
  const { Bids, Asks } = await loadCcxt();
  const [bids, asks] = [new Bids(), new Asks()];
  const deltas: [price: number, size: number][] = [];
  const pairs = (side: typeof bids): Pairs => Array.from(side, ([price, size]) => [toMicros(price), toMicros(size)]);
  return {
    prepare(from, to) {
      for (let i = from; i < to; i++) deltas[i - from] = [prices[i]! / ONE_MICROS, sizes[i]! / ONE_MICROS];
    },
    take(from, to) {
      for (let i = from; i < to; i++) {
        if (sides[i] === BID) bids.storeArray(deltas[i - from]!);
        else asks.storeArray(deltas[i - from]!);
      }
    },
    levels: () => [pairs(bids), pairs(asks)],
  };
}

async function tardis(): Promise<Taker> {
  const { OrderBook } = await loadTardis();
  const book = new OrderBook();
  book.update({ isSnapshot: true, bids: [], asks: [] });
  const changes: TardisChange[] = [];
  const pairs = (levels: ReturnType<typeof book.bids>): Pairs =>
    Array.from(levels, ({ price, amount }) => [toMicros(price), toMicros(amount)]);
  return {
    prepare(from, to) {
      for (let i = from; i < to; i++) {
        const level = { price: prices[i]! / ONE_MICROS, amount: sizes[i]! / ONE_MICROS };
        const isBid = sides[i] === BID;
        changes[i - from] = { isSnapshot: false, bids: isBid ? [level] : [], asks: isBid ? [] : [level] };
      }
    },
    take(from, to) {
      for (let i = from; i < to; i++) book.update(changes[i - from]!);
    },
    levels: () => [pairs(book.bids()), pairs(book.asks())],
  };
}

function toMicros(value: number): number {
  return Math.round(value * ONE_MICROS);
}

function pairsOf(side: Pick<Levels, 'count' | 'copyBest'>): Pairs {
  const keys = new Float64Array(side.count);
  const values = new Float64Array(side.count);
  side.copyBest(keys, values, side.count);
  return Array.from(keys, (key, rank) => [key, values[rank]!]);
}

function mirrored(pairs: Pairs): Pairs {
  return pairs.map(([key, size]) => [ONE_MICROS - key, size]);
}

function naiveLevels(): readonly [bids: Pairs, asks: Pairs] {
  const maps = [new Map<number, number>(), new Map<number, number>()] as const;
  for (let i = 0; i < updates; i++) {
    const map = maps[sides[i] === BID ? 0 : 1];
    if (sizes[i] === 0) map.delete(prices[i]!);
    else map.set(prices[i]!, sizes[i]!);
  }
  return [[...maps[0]].sort((a, b) => b[0] - a[0]), [...maps[1]].sort((a, b) => a[0] - b[0])];
}
