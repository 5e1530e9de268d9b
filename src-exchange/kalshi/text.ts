/** Decides what Kalshi's own words of a listing are. */
import type { ListingPlan } from '../model/contract-plan.ts';
import type { ListingIdentity } from '../model/listing.ts';
import { type PriceStructure, structuredGrid } from './price-structure.ts';

export interface KalshiText {
  readonly seriesTicker: string;
  readonly seriesTitle: string;
  readonly eventTicker: string;
  readonly eventTitle: string;
  readonly eventSubTitle: string;
  readonly ticker: string;
  readonly title: string;
  readonly yesSubTitle: string;
  readonly noSubTitle: string;
  readonly rulesPrimary: string;
  readonly rulesSecondary: string;
  readonly structure: PriceStructure;
  readonly strikeType: 'greater' | 'greater_or_equal' | 'less' | 'between' | 'custom' | 'structured';
  readonly floorStrike?: number;
  readonly capStrike?: number;
  readonly source: string;
  readonly feeMultiplier: number;
}

export type Draft = Pick<
  KalshiText,
  'seriesTicker' | 'seriesTitle' | 'eventTicker' | 'ticker' | 'title' | 'yesSubTitle' | 'rulesPrimary' | 'source'
> &
  Partial<KalshiText> & { readonly inverted?: boolean };
/** Drafts by the contract's key. */
export type Drafts = Readonly<Record<string, Draft>>;

/** A listing; what a draft leaves out is the usual: cents, fee multiplier 1, a custom strike. */
export function planOf({ inverted = false, ...draft }: Draft): ListingPlan<KalshiText> {
  const text: KalshiText = {
    eventTitle: draft.title,
    eventSubTitle: '',
    noSubTitle: draft.yesSubTitle,
    rulesSecondary: '',
    structure: 'linear_cent',
    strikeType: 'custom',
    feeMultiplier: 1,
    ...draft,
  };
  return { title: text.title, text, inverted };
}

/** The words of a plan that `planOf` made. */
export function textOf({ text }: Pick<ListingPlan, 'text'>): KalshiText {
  return text as KalshiText;
}

/** A market is its ticker. */
export function identify(plan: ListingPlan): ListingIdentity {
  const { ticker, structure } = textOf(plan);
  return { marketId: ticker, symbols: [ticker], grid: structuredGrid(structure) };
}
