/**
 * Decides what a contract of the exchange is: one question, listed on one venue or on both, each in its own words.
 *
 * A plan is data. Prices are integers of one millionth; volatility is in millionths of a dollar per square root of a
 * second at a price of one half.
 */
import { slugOf } from './calendar.ts';
import type { KalshiStructure } from './price-grid.ts';

export type Category =
  | 'Crypto'
  | 'Culture'
  | 'Economics'
  | 'Elections'
  | 'Finance'
  | 'Geopolitics'
  | 'Politics'
  | 'Sports'
  | 'Tech'
  | 'Weather';

/** How a listing's book looks and how often it moves. */
export interface BookStyle {
  /** Levels a side the market returns to. */
  readonly levels: number;
  /** A usual order, in whole contracts. */
  readonly lot: number;
  /** Usual distance between best bid and best ask, in ticks. */
  readonly spreadTicks: number;
  /** Share of all events relative to the other listings. */
  readonly activity: number;
}

export const BUSY: BookStyle = { levels: 60, lot: 400, spreadTicks: 1, activity: 5 };
export const DEEP: BookStyle = { levels: 90, lot: 4_000, spreadTicks: 1, activity: 4 };
export const USUAL: BookStyle = { levels: 35, lot: 150, spreadTicks: 2, activity: 2 };
export const THIN: BookStyle = { levels: 6, lot: 40, spreadTicks: 4, activity: 0.7 };

export interface PolymarketText {
  readonly question: string;
  readonly slug: string;
  readonly description: string;
  /** The outcome names; the first is what the book is about. */
  readonly outcomes: readonly [string, string];
  readonly eventTitle: string;
  readonly groupItemTitle: string;
  readonly negRisk: boolean;
  readonly tickMicros: number;
}

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
  readonly structure: KalshiStructure;
  readonly strikeType: 'greater' | 'greater_or_equal' | 'less' | 'between' | 'custom' | 'structured';
  readonly floorStrike?: number;
  readonly capStrike?: number;
  readonly source: string;
  readonly feeMultiplier: number;
}

export interface ListingPlan<Text> {
  readonly text: Text;
  readonly style: BookStyle;
  /** True when this venue's YES is the contract's NO. */
  readonly inverted: boolean;
}

export interface ContractPlan {
  /** Names the contract for good: its ids come from it. */
  readonly key: string;
  readonly category: Category;
  /** A narrower word than the category, where there is one. */
  readonly tag?: string;
  /** The fair price at the start. */
  readonly fairMicros: number;
  readonly volatility: number;
  readonly closesMs: number;
  /** Where the fair price wanders to, and over how many lives of the short-lived market. */
  readonly drift?: { readonly toMicros: number; readonly lives: number };
  /** Listed on both venues, and told to nobody: somebody has to find it. */
  readonly isSecret?: boolean;
  readonly polymarket?: ListingPlan<PolymarketText>;
  readonly kalshi?: ListingPlan<KalshiText>;
}

type PolymarketDraft = Pick<PolymarketText, 'question' | 'description'> & Partial<PolymarketText>;

/** A Polymarket listing; what is not said is the usual (Yes/No, own event, one-cent tick). */
export function onPolymarket(draft: PolymarketDraft, style: BookStyle, inverted = false): ListingPlan<PolymarketText> {
  const text: PolymarketText = {
    slug: slugOf(draft.question),
    outcomes: ['Yes', 'No'],
    eventTitle: draft.question,
    groupItemTitle: '',
    negRisk: false,
    tickMicros: 10_000,
    ...draft,
  };
  return { text, style, inverted };
}

type KalshiDraft = Pick<
  KalshiText,
  'seriesTicker' | 'seriesTitle' | 'eventTicker' | 'ticker' | 'title' | 'yesSubTitle' | 'rulesPrimary' | 'source'
> &
  Partial<KalshiText>;

/** A Kalshi listing; what is not said is the usual (cents, fee multiplier 1, a custom strike). */
export function onKalshi(draft: KalshiDraft, style: BookStyle, inverted = false): ListingPlan<KalshiText> {
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
  return { text, style, inverted };
}
