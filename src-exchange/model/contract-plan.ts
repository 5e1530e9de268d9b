/**
 * Decides what a contract of the exchange is: one question, listed on any number of venues, each in its own words.
 *
 * A plan is data. Prices are integers of one millionth; volatility is in millionths of a dollar per square root of a
 * second at a price of one half.
 */

export type VenueId = string;

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

/** How a contract's books look and how often they move. */
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

/** A contract apart from the venues that list it. */
export interface ContractTerms {
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
  readonly style: BookStyle;
  /** No list of links names it: the app has to find the link. */
  readonly isSecret?: boolean;
}

/** A contract as one venue lists it. */
export interface ListingPlan<Text = unknown> {
  /** What is asked, as the venue puts it. */
  readonly title: string;
  /** The venue's texts for it; only the venue reads them. */
  readonly text: Text;
  /** True when this venue's YES is the contract's NO. */
  readonly inverted: boolean;
}

export type ListingPlans = Readonly<Record<string, ListingPlan>>;

export interface ContractPlan extends ContractTerms {
  /** Where it is listed. */
  readonly venues: Readonly<Record<VenueId, ListingPlan>>;
}

/** The dates of one run, for texts. */
export interface Dates {
  readonly startMs: number;
  /** When the contract with this key closes. */
  readonly due: (key: string) => number;
}

export function datesOf(contracts: readonly ContractTerms[], startMs: number): Dates {
  const closes = new Map(contracts.map(({ key, closesMs }) => [key, closesMs]));
  const due = (key: string): number => {
    const closesMs = closes.get(key);
    if (closesMs === undefined) throw new Error(`there is no contract ${key}`);
    return closesMs;
  };
  return { startMs, due };
}
