/** Pairs of listings, and what is decided about each of their fields. A field of which something was not understood never agrees. */
import { describe, expect, test } from 'vitest';
import { compareTerms } from '../../../../src-main/links/link-compare.ts';
import { termsOf } from '../../../../src-main/links/read/terms.ts';
import { LISTING_RULES_LENGTH_MAX } from '../../../../src-shared/domain/limits.ts';
import type { EvidenceField, LinkEvidence } from '../../../../src-shared/domain/link-evidence.ts';

type Said = readonly [title: string, rules?: string];

const listing = (venue: string, [title, rules = '']: Said) => ({
  ...{ id: `${venue}:a`, venue, title, category: 'World', closeTimeMs: null, rules },
  outcomes: ['Yes', 'No'] as const,
});
const compare = (first: Said, second: Said): LinkEvidence =>
  compareTerms(termsOf(listing('one', first)), termsOf(listing('two', second)));
const verdictOf = (evidence: LinkEvidence, field: EvidenceField): string =>
  evidence.fields.find((one) => one.field === field)?.verdict ?? 'none';

const DAY = 'on May 4, 2027';
const AT = 'Highest wind in Alder above 40 mph on May 4, 2027?';

describe.each<readonly [what: string, field: EvidenceField, first: Said, second: Said, verdict: string]>([
  [
    'an opposite verb',
    'polarity',
    [`Will Alder lose the vote ${DAY}?`],
    [`Will Alder win the vote ${DAY}?`],
    'contradicts',
  ],
  ['a verb of one side', 'polarity', [`Will Alder win the vote ${DAY}?`], [`Alder in the vote ${DAY}?`], 'open'],
  [
    'a verb that the rules repeat',
    'polarity',
    [`Will Alder win the vote ${DAY}?`],
    [`Alder in the vote ${DAY}?`, 'If Alder wins the vote.'],
    'agrees',
  ],
  [
    'a rejection',
    'polarity',
    [`Will the council confirm Alder ${DAY}?`],
    [`Will the council reject Alder ${DAY}?`],
    'contradicts',
  ],
  ['a doubtful negation', 'polarity', [`Will Alder avoid a vote ${DAY}?`], [`Will Alder hold a vote ${DAY}?`], 'open'],
  ['another unit', 'threshold', [AT], [AT.replace('mph', 'km/h')], 'contradicts'],
  ['no unit', 'threshold', [AT], [AT.replace(' mph', '')], 'open'],
  [
    'a change by another figure',
    'threshold',
    [`Will Alder raise rates by 25 bps ${DAY}?`],
    [`Will Alder raise rates by 0.5% ${DAY}?`],
    'contradicts',
  ],
  [
    'a change by the same figure',
    'threshold',
    [`Will Alder raise rates by 25 bps ${DAY}?`],
    [`Will Alder raise rates by 0.25% ${DAY}?`],
    'agrees',
  ],
  ['an announcement', 'event', [`Will Alder leave ${DAY}?`], [`Will Alder leave or announce it ${DAY}?`], 'open'],
  [
    'an announcement that is excluded',
    'event',
    [`Will Alder announce a dam ${DAY}?`],
    [`Will Alder build a dam ${DAY}?`, 'An announcement alone will not count.'],
    'contradicts',
  ],
  [
    'two known places',
    'place',
    [AT, 'Measured at Midway Airport.'],
    [AT, "Measured at Chicago O'Hare Airport."],
    'contradicts',
  ],
  [
    'a place that is not known',
    'place',
    [AT, 'Measured at Alder Valley Airport.'],
    [AT, 'Measured at Central Park.'],
    'open',
  ],
  ['a place of one side', 'place', [AT, 'Measured at Central Park.'], [AT], 'open'],
  [
    'a source that is not known',
    'source',
    [AT, 'According to Alder Analytics.'],
    [AT, 'According to AccuWeather.'],
    'open',
  ],
  ['a gap', 'texts', [AT, 'If {city} is above {{strike}}.'], [AT], 'open'],
  ['a text that is too long', 'texts', [AT, 'x'.repeat(LISTING_RULES_LENGTH_MAX)], [AT], 'open'],
  ['elements of rich text', 'texts', [AT, '<b>If</b> it is above 40 mph.'], [AT], 'none'],
])('%s: %s', (_what, field, first, second, verdict) => {
  test(`is ${verdict}, either way round, and caps the score where it is open`, () => {
    for (const evidence of [compare(first, second), compare(second, first)]) {
      expect(verdictOf(evidence, field)).toBe(verdict);
      if (verdict === 'open') expect(evidence.cap).toBeLessThan(100);
      expect(evidence.score).toBeLessThanOrEqual(evidence.cap);
    }
  });
});

test('a pair of which everything is understood may score 100', () => {
  expect(compare([AT], [AT])).toMatchObject({ score: 100, cap: 100, orientation: 'same' });
});
