/**
 * What can be earned by buying the first outcome on one book and selling it on another, after both takers' fees.
 *
 * Exact: sums are BigInt, a fee is rounded up as its schedule says, what is left is rounded down. An inverted book is the same book
 * with its sides exchanged: a side's key is already the other side's price.
 */
import { type FeeSchedule, type Fill, takerFeeMicros } from '../../src-shared/domain/fees.ts';
import { ONE_MICROS, type PriceMicros, type SizeMicros } from '../../src-shared/domain/micros.ts';
import type { Book } from '../book/book.ts';
import type { BookSide } from '../book/book-side.ts';

export type Leg = { readonly book: Book; readonly inverted: boolean; readonly fees: FeeSchedule };

/** An edge as it stands. Prices in terms of the link's first outcome; -1: there is none. */
export type Edge = {
  buyPrice: number;
  sellPrice: number;
  /** Contracts at both touches. */
  size: number;
  /** Both fees for that size, in millionths of a dollar. */
  fees: number;
  /** A contract's profit for that size, after fees, rounded down. */
  netEdge: number;
  /** Walking both books level by level while a contract still earns more than its unrounded fees: contracts, and the whole profit. */
  walkSize: number;
  walkProfit: number;
};

const ONE = BigInt(ONE_MICROS);
/** A fee is compared per million contracts, so that its rounding to a millionth of a dollar does not decide. */
const MILLION_CONTRACTS = (ONE_MICROS * ONE_MICROS) as SizeMicros;

const asksOf = ({ book, inverted }: Leg): BookSide => (inverted ? book.bids : book.asks);
const bidsOf = ({ book, inverted }: Leg): BookSide => (inverted ? book.asks : book.bids);

/** Nothing to buy or nothing to sell, or a book that is not live. */
export function noEdge(): Edge {
  return { buyPrice: -1, sellPrice: -1, size: 0, fees: 0, netEdge: 0, walkSize: 0, walkProfit: 0 };
}

export function edgeOf(buy: Leg, sell: Leg): Edge {
  const asks = asksOf(buy);
  const bids = bidsOf(sell);
  if (buy.book.sync.phase !== 'synced' || sell.book.sync.phase !== 'synced') return noEdge();
  if (asks.count === 0 || bids.count === 0) return noEdge();
  const buyPrice = ONE_MICROS - asks.bestKey;
  const sellPrice = bids.bestKey;
  const size = Math.min(asks.bestSize, bids.bestSize);
  const fees = takerFeeMicros(buy.fees, [fill(buyPrice, size)]) + takerFeeMicros(sell.fees, [fill(sellPrice, size)]);
  const profit = BigInt(size) * BigInt(sellPrice - buyPrice) - BigInt(fees) * ONE;
  const edge: Edge = {
    buyPrice,
    sellPrice,
    size,
    fees,
    netEdge: Number(floorDivide(profit, BigInt(size))),
    walkSize: 0,
    walkProfit: 0,
  };
  if (sellPrice > buyPrice) walk(buy, sell, edge);
  return edge;
}

function walk(buy: Leg, sell: Leg, edge: Edge): void {
  const asks = levelsOf(asksOf(buy));
  const bids = levelsOf(bidsOf(sell));
  const bought: Fill[] = [];
  const sold: Fill[] = [];
  let gross = 0n;
  let ask = 0;
  let bid = 0;
  while (ask < asks.count && bid < bids.count) {
    const buyPrice = ONE_MICROS - asks.keys[ask]!;
    const sellPrice = bids.keys[bid]!;
    const earned = (sellPrice - buyPrice) * ONE_MICROS;
    if (earned <= unroundedFee(buy.fees, buyPrice) + unroundedFee(sell.fees, sellPrice)) break;
    const size = Math.min(asks.sizes[ask]!, bids.sizes[bid]!);
    bought.push(fill(buyPrice, size));
    sold.push(fill(sellPrice, size));
    gross += BigInt(size) * BigInt(sellPrice - buyPrice);
    edge.walkSize += size;
    asks.sizes[ask]! -= size;
    bids.sizes[bid]! -= size;
    if (asks.sizes[ask] === 0) ask++;
    if (bids.sizes[bid] === 0) bid++;
  }
  const fees = takerFeeMicros(buy.fees, bought) + takerFeeMicros(sell.fees, sold);
  edge.walkProfit = Number(floorDivide(gross, ONE)) - fees;
}

function levelsOf(side: BookSide): { keys: Float64Array; sizes: Float64Array; count: number } {
  const keys = new Float64Array(side.count);
  const sizes = new Float64Array(side.count);
  return { keys, sizes, count: side.copyBest(keys, sizes, side.count) };
}

/** The fee of a million contracts at a price, in millionths of a dollar, without the schedule's own rounding. */
function unroundedFee(schedule: FeeSchedule, priceMicros: number): number {
  return takerFeeMicros({ ...schedule, roundUpToMicros: 1 }, [fill(priceMicros, MILLION_CONTRACTS)]);
}

function fill(priceMicros: number, sizeMicros: number): Fill {
  return { priceMicros: priceMicros as PriceMicros, sizeMicros: sizeMicros as SizeMicros };
}

function floorDivide(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  return value < 0n && quotient * by !== value ? quotient - 1n : quotient;
}
