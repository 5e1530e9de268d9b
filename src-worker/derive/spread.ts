/**
 * Walks two books level by level: what buying the first outcome on one and selling it on the other earns after both fees.
 *
 * Exact, and nothing is allocated per call: the result is written into the caller's object. An inverted book is the same book with
 * its sides exchanged: a side's key is already the other side's price, and p(1-p) is the same for both outcomes.
 */
import { FeeMeter, type FeeSchedule } from '../../src-shared/domain/fees.ts';
import { ONE_MICROS } from '../../src-shared/domain/micros.ts';
import { ProductSum } from '../../src-shared/domain/product-sum.ts';
import type { Spread } from '../../src-shared/domain/spread.ts';
import type { Book } from '../book/book.ts';
import type { BookSide } from '../book/book-side.ts';

/** A member of a link as it is walked. */
export class SpreadLeg {
  readonly book: Book;
  readonly inverted: boolean;
  readonly fee: FeeMeter;

  constructor(book: Book, inverted: boolean, fees: FeeSchedule) {
    this.book = book;
    this.inverted = inverted;
    this.fee = new FeeMeter(fees);
  }

  get isLive(): boolean {
    return this.book.sync.phase === 'synced';
  }

  get asks(): BookSide {
    return this.inverted ? this.book.bids : this.book.asks;
  }

  get bids(): BookSide {
    return this.inverted ? this.book.asks : this.book.bids;
  }
}

/** Levels looked at first: a walk seldom goes deeper, and copying a whole book would cost more than walking it. */
const LEVELS_FIRST = 32;
const LEVELS_MORE = 4;

/** The best levels of one side, in a buffer that grows. */
class Levels {
  keys = new Float64Array(LEVELS_FIRST);
  sizes = new Float64Array(LEVELS_FIRST);
  count = 0;

  load(side: BookSide, max: number): void {
    if (max > this.keys.length) {
      this.keys = new Float64Array(max);
      this.sizes = new Float64Array(max);
    }
    this.count = side.copyBest(this.keys, this.sizes, max);
  }
}

const asks = new Levels();
const bids = new Levels();
const cost = new ProductSum();
const proceeds = new ProductSum();
const share = new ProductSum();

/** Writes what can be earned into `out`. */
export function walkSpread(buy: SpreadLeg, sell: SpreadLeg, out: Spread): void {
  const { asks: offers } = buy;
  const { bids: wishes } = sell;
  clear(out);
  if (!buy.isLive || !sell.isLive || offers.count === 0 || wishes.count === 0) return;
  const buyMicros = ONE_MICROS - offers.bestKey;
  const sellMicros = wishes.bestKey;
  out.buyMicros = buyMicros;
  out.sellMicros = sellMicros;
  touch(buy, sell, Math.min(offers.bestSize, wishes.bestSize), out);
  if (sellMicros <= buyMicros || !FeeMeter.isWorth(sellMicros - buyMicros, buy.fee, buyMicros, sell.fee, sellMicros))
    return;
  for (let max = LEVELS_FIRST; !walk(buy, sell, max, out); max *= LEVELS_MORE);
}

function touch(buy: SpreadLeg, sell: SpreadLeg, sizeMicros: number, out: Spread): void {
  const { buyMicros, sellMicros } = out;
  cost.clear();
  proceeds.clear();
  cost.add(sizeMicros, buyMicros);
  proceeds.add(sizeMicros, sellMicros);
  buy.fee.clear();
  sell.fee.clear();
  buy.fee.add(buyMicros, sizeMicros);
  sell.fee.add(sellMicros, sizeMicros);
  const fees = buy.fee.total() + sell.fee.total();
  out.touchSizeMicros = sizeMicros;
  out.touchFeesMicros = fees;
  out.touchEdgeMicros = perContract(proceeds.millionsDown() - cost.millionsUp() - fees, sizeMicros);
}

/** False when the best `max` levels were walked to their end and there are more. */
function walk(buy: SpreadLeg, sell: SpreadLeg, max: number, out: Spread): boolean {
  asks.load(buy.asks, max);
  bids.load(sell.bids, max);
  cost.clear();
  proceeds.clear();
  buy.fee.clear();
  sell.fee.clear();
  let total = 0;
  let ask = 0;
  let bid = 0;
  while (ask < asks.count && bid < bids.count) {
    const buyMicros = ONE_MICROS - asks.keys[ask]!;
    const sellMicros = bids.keys[bid]!;
    if (!FeeMeter.isWorth(sellMicros - buyMicros, buy.fee, buyMicros, sell.fee, sellMicros)) break;
    const size = Math.min(asks.sizes[ask]!, bids.sizes[bid]!);
    cost.add(size, buyMicros);
    proceeds.add(size, sellMicros);
    buy.fee.add(buyMicros, size);
    sell.fee.add(sellMicros, size);
    total += size;
    asks.sizes[ask]! -= size;
    bids.sizes[bid]! -= size;
    if (asks.sizes[ask] === 0) ask++;
    if (bids.sizes[bid] === 0) bid++;
  }
  const isCut =
    (ask === asks.count && asks.count < buy.asks.count) || (bid === bids.count && bids.count < sell.bids.count);
  if (isCut) return false;
  const buyFee = buy.fee.total();
  const sellFee = sell.fee.total();
  const paid = cost.millionsUp();
  const received = proceeds.millionsDown();
  const profit = received - paid - buyFee - sellFee;
  if (profit <= 0) return true;
  out.sizeMicros = total;
  out.costMicros = paid;
  out.proceedsMicros = received;
  out.buyFeeMicros = buyFee;
  out.sellFeeMicros = sellFee;
  out.buyAverageMicros = cost.dividedUp(total);
  out.sellAverageMicros = proceeds.dividedDown(total);
  out.profitMicros = profit;
  out.edgeMicros = perContract(profit, total);
  out.cashMicros = paid + (total - received) + buyFee + sellFee;
  out.returnMicros = perContract(profit, out.cashMicros);
  return true;
}

/** Millionths of a dollar for each contract (or dollar) of `of`, rounded down. */
function perContract(micros: number, of: number): number {
  share.clear();
  share.add(micros, ONE_MICROS);
  return share.dividedDown(of);
}

function clear(out: Spread): void {
  out.buyMicros = -1;
  out.sellMicros = -1;
  out.touchSizeMicros = 0;
  out.touchFeesMicros = 0;
  out.touchEdgeMicros = 0;
  out.sizeMicros = 0;
  out.costMicros = 0;
  out.proceedsMicros = 0;
  out.buyFeeMicros = 0;
  out.sellFeeMicros = 0;
  out.buyAverageMicros = 0;
  out.sellAverageMicros = 0;
  out.profitMicros = 0;
  out.edgeMicros = 0;
  out.cashMicros = 0;
  out.returnMicros = 0;
}

/** True when both say the same to whoever looks; the size at the touch alone is no change of what can be earned. */
export function sameSpread(a: Spread, b: Spread): boolean {
  return (
    a.buyMicros === b.buyMicros &&
    a.sellMicros === b.sellMicros &&
    a.touchEdgeMicros === b.touchEdgeMicros &&
    a.sizeMicros === b.sizeMicros &&
    a.profitMicros === b.profitMicros &&
    a.cashMicros === b.cashMicros
  );
}
