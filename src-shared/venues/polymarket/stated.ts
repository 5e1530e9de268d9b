/** Reads what Polymarket states of a contract in fields and slugs: the outcome within its event, the day in the slug. */
import type { StatedDay, StatedTerms } from '../../domain/stated-terms.ts';
import { type GammaMarket, textOr } from './wire.ts';

/** A late game's slug carries the UTC day or the American one before it: both are seen (2026-06), so neither zone is stated. */
const DAY_IN_SLUG = /(?:^|-)(20\d\d-[01]\d-[0-3]\d)(?=-|$)/;

/** What a market states; `event`: the title of its event. */
export function statedTerms(market: GammaMarket, event: string): StatedTerms {
  const source = textOr(market.resolutionSource);
  return {
    outcome: textOr(market.groupItemTitle),
    event: event === textOr(market.question) ? '' : event,
    comparison: null,
    floor: '',
    cap: '',
    sources: source === '' ? [] : [source],
    day: dayOf(textOr(market.slug)),
  };
}

function dayOf(slug: string): StatedDay | null {
  const text = DAY_IN_SLUG.exec(slug)?.[1];
  return text === undefined ? null : { text, zone: null };
}
