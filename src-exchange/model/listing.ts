/**
 * Decides what one market on one venue is while it lives: its words, its grid, its true book, its running figures.
 *
 * The book is in terms of the venue's own YES (first) outcome. Figures in millionths.
 */
import type { BookStyle, ContractPlan, KalshiText, PolymarketText } from './contract-plan.ts';
import { conditionIdOf, tokenIdOf } from './identity.ts';
import type { PriceGrid } from './price-grid.ts';
import { structuredGrid, uniformGrid } from './price-grid.ts';
import { TrueBook } from './true-book.ts';

export type VenueName = 'polymarket' | 'kalshi';

const ONE = 1_000_000;
/** Fair prices stay this far from 0 and 1 so that a book always has somewhere to be. */
const EDGE_MICROS = 3_000;

/** A question with a fair price, shared by its listings. */
export class Contract {
  readonly plan: ContractPlan;
  fairMicros: number;
  /** Where the fair price is drawn to. */
  anchorMicros: number;
  /** How strongly, as a share of the distance per second. */
  pullPerSecond = 0.02;
  readonly listings: Listing[] = [];

  constructor(plan: ContractPlan) {
    this.plan = plan;
    this.fairMicros = plan.fairMicros;
    this.anchorMicros = plan.fairMicros;
  }
}

interface ListingIdentity {
  readonly venue: VenueName;
  readonly marketId: string;
  /** Polymarket's two token ids; Kalshi's ticker alone. */
  readonly symbols: readonly string[];
  readonly style: BookStyle;
  readonly inverted: boolean;
  readonly grid: PriceGrid;
  /** Size step: 1 on Polymarket, a hundredth of a contract on Kalshi. */
  readonly sizeStepMicros: number;
}

export class Listing {
  readonly venue: VenueName;
  readonly contract: Contract;
  readonly ordinal: number;
  readonly marketId: string;
  readonly symbols: readonly string[];
  readonly style: BookStyle;
  readonly inverted: boolean;
  readonly sizeStepMicros: number;
  readonly createdMs: number;
  readonly book = new TrueBook();
  grid: PriceGrid;
  /** What this venue's crowd thinks apart from the fair price; moves slowly. */
  offsetMicros = 0;
  /** A passing dislocation. */
  shockMicros = 0;
  /** While true the makers of that side stay away. */
  bidsWithdrawn = false;
  asksWithdrawn = false;
  state: 'active' | 'resolved' = 'active';
  /** The outcome that won, in this venue's terms; empty while open. */
  result: '' | 'yes' | 'no' = '';
  resolvedMs = 0;
  lastTradeMicros: number;
  lastTradeSizeMicros = 0;
  volumeMicros = 0;
  /** Traded value in millionths of a dollar. */
  turnoverMicros = 0;
  /** Volume in contracts before the run, so that listings differ. */
  readonly earlierVolume: number;

  constructor(
    contract: Contract,
    identity: ListingIdentity,
    ordinal: number,
    createdMs: number,
    earlierVolume: number,
  ) {
    this.contract = contract;
    this.venue = identity.venue;
    this.ordinal = ordinal;
    this.marketId = identity.marketId;
    this.symbols = identity.symbols;
    this.style = identity.style;
    this.inverted = identity.inverted;
    this.sizeStepMicros = identity.sizeStepMicros;
    this.grid = identity.grid;
    this.createdMs = createdMs;
    this.earlierVolume = earlierVolume;
    this.lastTradeMicros = this.grid.priceAt(Math.max(0, this.grid.floorIndex(this.fairMicros())));
    contract.listings.push(this);
  }

  /** What a YES of this venue is worth here and now, kept off the edges. */
  fairMicros(): number {
    const base = this.inverted ? ONE - this.contract.fairMicros : this.contract.fairMicros;
    const fair = Math.round(base + this.offsetMicros + this.shockMicros);
    return Math.min(ONE - EDGE_MICROS, Math.max(EDGE_MICROS, fair));
  }

  /** True when the price is so near 0 or 1 that little can happen. */
  plainlyDecided(): boolean {
    const fair = this.fairMicros();
    return fair < 120_000 || fair > 880_000;
  }

  /** The Polymarket words; asserts the venue. */
  polymarketText(): PolymarketText {
    const plan = this.contract.plan.polymarket;
    if (this.venue !== 'polymarket' || plan === undefined) throw new Error(`${this.marketId} is not on Polymarket`);
    return plan.text;
  }

  /** The Kalshi words; asserts the venue. */
  kalshiText(): KalshiText {
    const plan = this.contract.plan.kalshi;
    if (this.venue !== 'kalshi' || plan === undefined) throw new Error(`${this.marketId} is not on Kalshi`);
    return plan.text;
  }
}

/** The identity of a contract's listing on a venue; undefined when it is not listed there. */
export function listingIdentity(plan: ContractPlan, venue: VenueName, seed: number): ListingIdentity | undefined {
  if (venue === 'polymarket') {
    if (plan.polymarket === undefined) return undefined;
    const { text, style, inverted } = plan.polymarket;
    const symbols = [tokenIdOf(seed, plan.key, 0), tokenIdOf(seed, plan.key, 1)];
    const grid = uniformGrid(text.tickMicros);
    return { venue, marketId: conditionIdOf(seed, plan.key), symbols, style, inverted, grid, sizeStepMicros: 1 };
  }
  if (plan.kalshi === undefined) return undefined;
  const { text, style, inverted } = plan.kalshi;
  const grid = structuredGrid(text.structure);
  return { venue, marketId: text.ticker, symbols: [text.ticker], style, inverted, grid, sizeStepMicros: 10_000 };
}
