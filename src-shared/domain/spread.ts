/**
 * What can be earned between two members of a link: the first outcome is bought on one and sold on the other (or, the same thing,
 * the second outcome is bought there), after both takers' fees.
 *
 * Money is in millionths of a dollar, prices and sizes in millionths, all in terms of the link: an inverted member is inverted.
 * Each account is rounded apart and against the user: what is paid up, what is received down, so the figures add up as they stand.
 */
import type { BookPhase, BookReason } from './book-phase.ts';
import type { LinkStatus } from './link.ts';
import type { ListingId } from './listing.ts';
import { ProductSum } from './product-sum.ts';

export type Spread = {
  /** Best price to buy at and to sell at; -1: there is none, or a book is not live, and every other figure is 0. */
  buyMicros: number;
  sellMicros: number;
  /** False: a venue did not state its fee, so no fee, edge or size below is known, and all are 0. */
  areFeesKnown: boolean;
  /** Contracts at both touches, both fees for so many, and what one of them earns then; negative: a loss. */
  touchSizeMicros: number;
  touchFeesMicros: number;
  touchEdgeMicros: number;
  /**
   * Contracts, walked level by level through both books as long as the next one earns more than its fees before rounding; 0 when
   * there is none, or when the rounding of the fees leaves nothing of it. Everything below is for this size.
   */
  sizeMicros: number;
  /** Paid for what is bought, received for what is sold. */
  costMicros: number;
  proceedsMicros: number;
  /** Rounded up as each venue's schedule says, on the whole order. */
  buyFeeMicros: number;
  sellFeeMicros: number;
  /** The buyer's fee where it is paid in contracts: so many more were bought, and paid for, than are received. */
  feeContractsMicros: number;
  buyAverageMicros: number;
  sellAverageMicros: number;
  /** Proceeds less cost less fees; above 0 wherever there is a size. */
  profitMicros: number;
  /** Profit of one contract, rounded down. */
  edgeMicros: number;
  /** What is tied up until the market resolves: the cost here, the cost of the other outcome there, both fees. */
  cashMicros: number;
  /** Profit in millionths of that cash, rounded down. */
  returnMicros: number;
};

/** One direction of a link, as it is sent to whoever watches. */
export type SpreadRow = Spread & {
  readonly link: string;
  /** Only a confirmed link's spread is an opportunity. */
  readonly status: LinkStatus;
  /** Where it is bought and where it is sold; '' while fewer than two books are kept. */
  readonly buy: ListingId;
  readonly sell: ListingId;
  /** Part of a fee is assumed, because a venue does not state it: the figures are shown, marked, and are no opportunity. */
  readonly areFeesAssumed: boolean;
  /** One of the two books is behind: the figures are those of a moment ago, are shown, marked, and are no opportunity. */
  readonly isBehind: boolean;
  /** Since when it earns without a break, our clock, ms since the epoch; 0: it does not, or only by an assumed fee or a book that is behind. */
  readonly openSinceMs: number;
  /** When we last heard of the older of the two books, less what that was late by; 0: never. */
  readonly oldestMs: number;
  /** When the later of the two markets closes; null: one of them does not say. */
  readonly closesMs: number | null;
  /** The link's members that are not live and therefore left out. */
  readonly leftOut: readonly LeftOut[];
};

export type LeftOut = { readonly listing: ListingId; readonly phase: BookPhase; readonly reason: BookReason };

/** Nothing to buy or nothing to sell. */
export function noSpread(): Spread {
  return {
    buyMicros: -1,
    sellMicros: -1,
    areFeesKnown: true,
    touchSizeMicros: 0,
    touchFeesMicros: 0,
    touchEdgeMicros: 0,
    sizeMicros: 0,
    costMicros: 0,
    proceedsMicros: 0,
    buyFeeMicros: 0,
    sellFeeMicros: 0,
    feeContractsMicros: 0,
    buyAverageMicros: 0,
    sellAverageMicros: 0,
    profitMicros: 0,
    edgeMicros: 0,
    cashMicros: 0,
    returnMicros: 0,
  };
}

/** The edge that a row is sorted and judged by: of the walk where there is one, else of the touch; -Infinity without prices or fees. */
export function edgeMicrosOf(spread: Spread): number {
  if (spread.sizeMicros > 0) return spread.edgeMicros;
  return spread.buyMicros < 0 || spread.sellMicros < 0 || !spread.areFeesKnown
    ? Number.NEGATIVE_INFINITY
    : spread.touchEdgeMicros;
}

const YEAR_MS = 365 * 86_400_000;
/** Cash comes back no sooner than this after the close, so a market that is closing now does not promise infinity. */
const LEAST_TIED_UP_MS = 3_600_000;

/** The return in millionths if the same could be earned again and again for a year; null when it is not known when the cash is back. */
export function returnAYearMicros({ returnMicros, closesMs }: SpreadRow, nowMs: number): number | null {
  if (closesMs === null) return null;
  const sum = new ProductSum();
  sum.add(YEAR_MS, returnMicros);
  return sum.dividedDown(Math.max(LEAST_TIED_UP_MS, Math.round(closesMs - nowMs)));
}
