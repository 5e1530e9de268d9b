/** Decides what Polymarket's own words of a listing are. */
import { slugOf } from '../model/calendar.ts';
import type { ListingPlan } from '../model/contract-plan.ts';

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

export type Draft = Pick<PolymarketText, 'question' | 'description'> & Partial<PolymarketText>;
/** Drafts by the contract's key. */
export type Drafts = Readonly<Record<string, Draft>>;

/** A listing; what a draft leaves out is the usual: Yes/No, an event of its own, a one-cent tick. */
export function planOf(draft: Draft): ListingPlan<PolymarketText> {
  const text: PolymarketText = {
    slug: slugOf(draft.question),
    outcomes: ['Yes', 'No'],
    eventTitle: draft.question,
    groupItemTitle: '',
    negRisk: false,
    tickMicros: 10_000,
    ...draft,
  };
  return { title: text.question, text, inverted: false };
}

/** The words of a plan that `planOf` made. */
export function textOf({ text }: Pick<ListingPlan, 'text'>): PolymarketText {
  return text as PolymarketText;
}
