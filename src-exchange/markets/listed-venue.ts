/**
 * What a venue declares about the markets that it lists: which contracts, with which texts, under which ids.
 */
import type { ContractTerms, Dates, ListingPlan, ListingPlans, VenueId } from '../model/contract-plan.ts';
import type { ListingIdentity } from '../model/listing.ts';
import type { Random } from '../model/random.ts';
import type { TradingRules } from '../model/trading-rules.ts';
import type { Facts } from './pair-facts.ts';
import type { QuietEvent, QuietQuestion } from './quiet-events.ts';

/** One generation of the short-lived market. */
export interface ShortLife {
  readonly generation: number;
  /** Dollars a Bitcoin. */
  readonly strike: number;
  readonly closesMs: number;
}

export interface PairContext {
  readonly startMs: number;
  readonly random: Random;
  /** Counts the pairs; keeps ids apart. */
  readonly index: number;
  /** Ask the opposite: the market's YES is the contract's NO. */
  readonly inverted: boolean;
}

/** One of the many markets whose books never change. */
export interface QuietMarket {
  readonly index: number;
  readonly seed: number;
  readonly event: QuietEvent;
  /** Number of its strike within the event, from 0, and what it is. */
  readonly strikeIndex: number;
  readonly strike: number;
}

/** How a venue lists quiet markets. Their ids carry their number, so that none is kept in memory. */
export interface QuietForms {
  /** In turns over the venue's events. */
  readonly questions: readonly QuietQuestion[];
  /** Ordinal of the first: such that the venue's lists show the markets that trade before all these. */
  readonly firstOrdinal: number;
  identify(market: QuietMarket): ListingIdentity;
  list(market: QuietMarket): ListingPlan;
  /** The number that an id or a symbol carries; -1: none. */
  numberOf(id: string): number;
}

export interface ListedVenue {
  readonly id: VenueId;
  readonly rules: TradingRules;
  /** Its listings of the standing contracts, by the contract's key; those it leaves out are not listed here. */
  list(dates: Dates, contracts: readonly ContractTerms[]): ListingPlans;
  /** Without it the short-lived market, the only one that is resolved without a fault, is not listed here. */
  listShortLived?(life: ShortLife): ListingPlan;
  /** Its listing of facts that another venue lists too, or almost. Without it the venue has no part in pairs. */
  listPair?(facts: Facts, context: PairContext): ListingPlan;
  /** The ids of a listing, made from the contract's key and the seed alone. */
  identify(plan: ListingPlan, key: string, seed: number): ListingIdentity;
  /** Without it the venue lists no quiet markets. */
  readonly quiet?: QuietForms;
}
