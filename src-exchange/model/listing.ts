/**
 * Decides what one market on one venue is while it lives: its words, its grid, its true book, its running figures.
 *
 * The book is in terms of the venue's own YES (first) outcome. Figures in millionths.
 */
import type { BookStyle, ContractPlan, ListingPlan, VenueId } from './contract-plan.ts';
import type { PriceGrid } from './price-grid.ts';
import type { TradingRules } from './trading-rules.ts';
import { TrueBook } from './true-book.ts';

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

/** What a venue calls a listing, and where its prices lie. */
export interface ListingIdentity {
  readonly marketId: string;
  /** Its names on the wire; the first is the book's. */
  readonly symbols: readonly string[];
  readonly grid: PriceGrid;
}

interface ListingOptions {
  readonly venue: VenueId;
  readonly rules: TradingRules;
  readonly plan: ListingPlan;
  readonly identity: ListingIdentity;
  readonly ordinal: number;
  readonly createdMs: number;
  readonly earlierVolume: number;
}

export class Listing {
  readonly venue: VenueId;
  readonly rules: TradingRules;
  /** What is asked, as the venue puts it. */
  readonly title: string;
  /** The venue's texts for it. */
  readonly text: unknown;
  readonly contract: Contract;
  readonly ordinal: number;
  readonly marketId: string;
  readonly symbols: readonly string[];
  readonly style: BookStyle;
  readonly inverted: boolean;
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

  constructor(contract: Contract, options: ListingOptions) {
    const { plan, identity } = options;
    this.contract = contract;
    this.venue = options.venue;
    this.rules = options.rules;
    this.title = plan.title;
    this.text = plan.text;
    this.ordinal = options.ordinal;
    this.marketId = identity.marketId;
    this.symbols = identity.symbols;
    this.style = contract.plan.style;
    this.inverted = plan.inverted;
    this.grid = identity.grid;
    this.createdMs = options.createdMs;
    this.earlierVolume = options.earlierVolume;
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
}
