/**
 * Walks two books level by level: what buying the first outcome on one and selling it on the other earns after both fees.
 *
 * Exact, and nothing is allocated per call: the result is written into the caller's object. An inverted book is the same book with
 * its sides exchanged: a side's key is already the other side's price, which is what the outcome traded there costs.
 *
 * Where the buyer's fee is paid in contracts, so many more are bought that what is received covers what is sold. What the rounding of
 * the order's fee still leaves uncovered is charged at a dollar a contract, the most it can cost. Where the profit is charged on both
 * sides, only the larger fee counts: one of the two outcomes comes true.
 */
import { followsStream } from '../../src-shared/domain/book-phase.ts';
import { boughtFor, FeeMeter, receivedOf } from '../../src-shared/domain/fee-meter.ts';
import { type FeeSchedule, NO_FEE } from '../../src-shared/domain/fees.ts';
import { ONE_MICROS } from '../../src-shared/domain/micros.ts';
import { ProductSum } from '../../src-shared/domain/product-sum.ts';
import type { Spread } from '../../src-shared/domain/spread.ts';
import type { Book } from '../book/book.ts';
import type { BookSide } from '../book/book-side.ts';

/** A member of a link as it is walked. */
export class SpreadLeg {
  readonly book: Book;
  readonly inverted: boolean;
  /** Null: the fee is not known. */
  readonly buyFee: FeeMeter | null;
  readonly sellFee: FeeMeter | null;

  constructor(book: Book, inverted: boolean, fees: FeeSchedule | null) {
    this.book = book;
    this.inverted = inverted;
    this.buyFee = fees && new FeeMeter(fees, 'buy');
    this.sellFee = fees && new FeeMeter(fees, 'sell');
  }

  /** Whether its levels may be walked: those of a book that is behind may, and what comes of it is marked. */
  get isFollowed(): boolean {
    return followsStream(this.book.sync.phase);
  }

  get isBehind(): boolean {
    return this.book.sync.phase === 'behind';
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
  if (!buy.isFollowed || !sell.isFollowed || offers.count === 0 || wishes.count === 0) return;
  const buyMicros = ONE_MICROS - offers.bestKey;
  const sellMicros = wishes.bestKey;
  out.buyMicros = buyMicros;
  out.sellMicros = sellMicros;
  out.touchSizeMicros = Math.min(offers.bestSize, wishes.bestSize);
  const { buyFee } = buy;
  const { sellFee } = sell;
  out.areFeesKnown = buyFee !== null && sellFee !== null;
  if (buyFee === null || sellFee === null) return;
  walk.begin(buyFee, sellFee);
  walk.take(buyMicros, offers.bestSize, sellMicros, wishes.bestSize);
  walk.settle();
  if (walk.sold > 0) {
    out.touchSizeMicros = walk.sold;
    out.touchFeesMicros = walk.buyFeeMicros + walk.sellFeeMicros;
    out.touchEdgeMicros = perContract(walk.profitMicros, walk.sold);
  }
  if (sellMicros <= buyMicros || !FeeMeter.isWorth(buyFee, buyMicros, sellFee, sellMicros)) return;
  for (let max = LEVELS_FIRST; !walkLevels(buy, buyFee, sell, sellFee, max); max *= LEVELS_MORE);
  if (walk.settle() > 0) write(out);
}

/** False when the best `max` levels were walked to their end and there are more. */
function walkLevels(buy: SpreadLeg, buyFee: FeeMeter, sell: SpreadLeg, sellFee: FeeMeter, max: number): boolean {
  asks.load(buy.asks, max);
  bids.load(sell.bids, max);
  walk.begin(buyFee, sellFee);
  let ask = 0;
  let bid = 0;
  while (ask < asks.count && bid < bids.count) {
    const buyMicros = ONE_MICROS - asks.keys[ask]!;
    const sellMicros = bids.keys[bid]!;
    if (!FeeMeter.isWorth(buyFee, buyMicros, sellFee, sellMicros)) break;
    const isAskUsedUp = walk.take(buyMicros, asks.sizes[ask]!, sellMicros, bids.sizes[bid]!);
    asks.sizes[ask]! -= walk.lastBought;
    bids.sizes[bid]! -= walk.lastSold;
    if (isAskUsedUp) ask++;
    if (bids.sizes[bid] === 0) bid++;
  }
  return !((ask === asks.count && asks.count < buy.asks.count) || (bid === bids.count && bids.count < sell.bids.count));
}

/** The two orders of a walk, and their accounts. */
class Walk {
  bought = 0;
  sold = 0;
  lastBought = 0;
  lastSold = 0;
  buyFeeMicros = 0;
  sellFeeMicros = 0;
  feeContractsMicros = 0;
  paidMicros = 0;
  receivedMicros = 0;
  profitMicros = 0;
  private buyFee = NO_METER;
  private sellFee = NO_METER;

  begin(buyFee: FeeMeter, sellFee: FeeMeter): void {
    this.buyFee = buyFee;
    this.sellFee = sellFee;
    this.bought = 0;
    this.sold = 0;
    cost.clear();
    proceeds.clear();
    buyFee.clear();
    sellFee.clear();
  }

  /** Buys and sells as much as an ask and a bid of these sizes allow; true when nothing more can be had of the ask. */
  take(buyMicros: number, askSize: number, sellMicros: number, bidSize: number): boolean {
    const kept = this.buyFee.keptMicros(buyMicros);
    const received = kept === ONE_MICROS ? askSize : receivedOf(askSize, kept);
    const sold = Math.min(received, bidSize);
    const isAskUsedUp = sold === received;
    let bought = sold;
    if (kept !== ONE_MICROS) bought = sold === 0 ? 0 : isAskUsedUp ? askSize : boughtFor(sold, kept);
    this.lastBought = bought;
    this.lastSold = sold;
    this.bought += bought;
    this.sold += sold;
    cost.add(bought, buyMicros);
    proceeds.add(sold, sellMicros);
    this.buyFee.add(buyMicros, bought);
    this.sellFee.add(sellMicros, sold);
    return isAskUsedUp;
  }

  /** Reckons what was taken; returns the profit. */
  settle(): number {
    const { buyFee, sellFee, bought, sold } = this;
    const buyTotal = buyFee.total();
    const sellTotal = sellFee.total();
    const areBothWinnings = buyFee.payment === 'winnings' && sellFee.payment === 'winnings';
    this.feeContractsMicros = buyFee.payment === 'contracts' ? buyTotal : 0;
    this.buyFeeMicros = buyFee.payment === 'contracts' || (areBothWinnings && sellTotal > buyTotal) ? 0 : buyTotal;
    this.sellFeeMicros = areBothWinnings && sellTotal <= buyTotal ? 0 : sellTotal;
    this.paidMicros = cost.millionsUp();
    this.receivedMicros = proceeds.millionsDown();
    const uncovered = Math.max(0, sold - (bought - this.feeContractsMicros));
    this.profitMicros = this.receivedMicros - this.paidMicros - uncovered - this.buyFeeMicros - this.sellFeeMicros;
    return this.profitMicros;
  }
}

function write(out: Spread): void {
  const { sold, profitMicros, paidMicros, receivedMicros, buyFeeMicros, sellFeeMicros } = walk;
  out.sizeMicros = sold;
  out.costMicros = paidMicros;
  out.proceedsMicros = receivedMicros;
  out.buyFeeMicros = buyFeeMicros;
  out.sellFeeMicros = sellFeeMicros;
  out.feeContractsMicros = walk.feeContractsMicros;
  out.buyAverageMicros = cost.dividedUp(walk.bought);
  out.sellAverageMicros = proceeds.dividedDown(sold);
  out.profitMicros = profitMicros;
  out.edgeMicros = perContract(profitMicros, sold);
  out.cashMicros = paidMicros + (sold - receivedMicros) + buyFeeMicros + sellFeeMicros;
  out.returnMicros = perContract(profitMicros, out.cashMicros);
}

const NO_METER = new FeeMeter(NO_FEE, 'buy');
const walk = new Walk();

/** Millionths of a dollar for each contract (or dollar) of `of`, rounded down. */
function perContract(micros: number, of: number): number {
  share.clear();
  share.add(micros, ONE_MICROS);
  return share.dividedDown(of);
}

function clear(out: Spread): void {
  out.buyMicros = -1;
  out.sellMicros = -1;
  out.areFeesKnown = true;
  out.touchSizeMicros = 0;
  out.touchFeesMicros = 0;
  out.touchEdgeMicros = 0;
  out.sizeMicros = 0;
  out.costMicros = 0;
  out.proceedsMicros = 0;
  out.buyFeeMicros = 0;
  out.sellFeeMicros = 0;
  out.feeContractsMicros = 0;
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
