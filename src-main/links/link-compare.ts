/**
 * Decides what speaks for and against two listings being the same contract, field by field, which way round they are, and how much is
 * certain of it.
 *
 * A field agrees only when everything of its kind on both sides was understood, and contradicts only where both sides state it and
 * the two cannot both be right. All else is open.
 */
import type { LinkEvidence } from '../../src-shared/domain/link-evidence.ts';
import { judgeBounds } from './judge/judge-bounds.ts';
import { judgeDate } from './judge/judge-date.ts';
import { judgeEvent } from './judge/judge-event.ts';
import { judgeNames } from './judge/judge-names.ts';
import { judgeOutcome } from './judge/judge-outcome.ts';
import { judgePolarity } from './judge/judge-polarity.ts';
import { judgeSubject } from './judge/judge-subject.ts';
import { judgeTexts } from './judge/judge-texts.ts';
import { Findings } from './judge/verdict.ts';
import { capOf } from './link-score.ts';
import { unreadText } from './read/reading.ts';
import type { Terms } from './read/terms.ts';

/** `overlap`: of the words ({@link overlapOf}), where it is known how rare they are. */
export function compareTerms(a: Terms, b: Terms, overlap: number = overlapOf(a, b, () => 1)): LinkEvidence {
  const found = new Findings();
  judgeSubject(a, b, overlap, found);
  judgeOutcome(a, b, found);
  judgeBounds(a, b, unreadText(a.unreadFigures, b.unreadFigures), found);
  judgePolarity(a, b, found);
  judgeEvent(a.announcement, b.announcement, found);
  judgeDate(a.date, b.date, found);
  judgeNames('place', a.places, b.places, PLACE, found);
  judgeNames('source', a.sources, b.sources, SOURCE, found);
  judgeTexts(a, b, found);
  category(a, b, found);
  const { fields } = found;
  const agreed = fields.filter(({ verdict }) => verdict === 'agrees').length;
  const cap = capOf(fields);
  const score = Math.min(cap, Math.round(100 * (0.6 * overlap + (0.4 * agreed) / Math.max(1, fields.length))));
  return { orientation: found.turned ? 'inverted' : 'same', score, cap, fields };
}

const PLACE = { apart: 'They are measured at different places.', alone: 'Only one of them names the place.' };
const SOURCE = {
  apart: 'Different sources need not agree.',
  alone: 'Only one of them names where the result is taken from.',
};

/** How much of what the shorter text tells the other tells too, 0 to 1. `weightOf`: how much a word tells. */
export function overlapOf({ core: a }: Terms, { core: b }: Terms, weightOf: (word: string) => number): number {
  let shared = 0;
  let least = 0;
  let other = 0;
  for (const word of a) {
    const weight = weightOf(word);
    least += weight;
    if (b.has(word)) shared += weight;
  }
  for (const word of b) other += weightOf(word);
  return shared / Math.max(1e-9, Math.min(least, other));
}

function category(a: Terms, b: Terms, found: Findings): void {
  if (a.category === '' && b.category === '') return;
  const areKnown = a.categoryKind !== '' && b.categoryKind !== '';
  const verdict = areKnown ? (a.categoryKind === b.categoryKind ? 'agrees' : 'contradicts') : 'open';
  found.add('category', [verdict, ''], a.category, b.category);
}
