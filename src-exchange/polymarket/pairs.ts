/** Writes facts as Polymarket writes its markets: questions, slugs with UTC days, long descriptions (manner of 2026). */
import type { PairContext } from '../markets/listed-venue.ts';
import type { Facts } from '../markets/pair-facts.ts';
import { fillPair, type PairTexts } from '../markets/pair-texts.ts';
import { slugOf } from '../model/calendar.ts';
import type { ListingPlan } from '../model/contract-plan.ts';
import texts from './pair-texts.json' with { type: 'json' };
import { type Draft, type PolymarketText, planOf } from './text.ts';

type Filled = Draft & { readonly outcome?: string; readonly otherOutcome?: string };

const NEGATIVE_RISK_TOPICS = ['rate-decision', 'election', 'chart'];

/** A listing of the facts; the index keeps slugs apart. Never inverted here: the first outcome is what is asked. */
export function listPair(facts: Facts, context: PairContext): ListingPlan<PolymarketText> {
  const filled = fillPair<Filled>(texts as PairTexts, facts, { ...context, inverted: false });
  const { outcome, otherOutcome, ...draft } = filled;
  const slug = `${slugOf(draft.slug ?? draft.question)}-${context.index}`;
  const negRisk = NEGATIVE_RISK_TOPICS.includes(facts.topic);
  return planOf({
    ...draft,
    ...(outcome && otherOutcome && { outcomes: [outcome, otherOutcome] as const }),
    negRisk,
    slug,
  });
}
