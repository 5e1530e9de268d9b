/** The table of English: each row does what the example beside it says. */
import { expect, test } from 'vitest';
import { compareTerms } from '../../../../../src-main/links/link-compare.ts';
import { announcementOf } from '../../../../../src-main/links/read/announcement.ts';
import { askedWay } from '../../../../../src-main/links/read/asked-way.ts';
import { boundsIn } from '../../../../../src-main/links/read/bound.ts';
import { datesIn } from '../../../../../src-main/links/read/date.ts';
import { ENGLISH } from '../../../../../src-main/links/read/english.ts';
import { placesIn } from '../../../../../src-main/links/read/place.ts';
import { sourcesIn } from '../../../../../src-main/links/read/source.ts';
import { termsOf } from '../../../../../src-main/links/read/terms.ts';

const listing = (venue: string, title: string, rules = '') => ({
  ...{ id: `${venue}:a`, venue, title, category: '', closeTimeMs: null, rules },
  outcomes: ['Yes', 'No'] as const,
});
const wayOf = (title: string) => askedWay(title.toLowerCase(), '', '', false, false);

test.each(ENGLISH.zones.map((row) => [row.words[0]!, row.case] as const))('zone %s', (_name, [text, iso]) => {
  const [span] = datesIn(text!, null).values;
  expect([span?.unread, new Date(span?.fromMs ?? 0).toISOString()]).toEqual(['', new Date(iso!).toISOString()]);
});

test.each(ENGLISH.zones.flatMap(({ words, case: [text] }) => words.slice(1).map((word) => [word, words[0]!, text!])))(
  'zone %s is read as %s is',
  (word, first, text) => {
    const other = text.replace(
      new RegExp(`m ${first.replace('/', '.')}(?= on)`, 'i'),
      `m ${word === 'west' ? 'WEST' : word}`,
    );
    const start = (from: string) => datesIn(from, null).values[0]?.fromMs;
    if (other !== text) expect(start(other)).toBe(start(text));
  },
);

test.each(ENGLISH.units.map((row) => [row.unit, row.case] as const))('unit %s', (unit, [first, second]) => {
  const [one, other] = [boundsIn(first!).bounds[0], boundsIn(second!).bounds[0]];
  expect(one).toEqual(other);
  expect(one?.unit).toBe({ bps: '%', '¢': '$' }[unit] ?? unit);
});

test.each(ENGLISH.opposites.map(({ case: [first, second] }) => [first!, second!]))('%s / %s', (first, second) => {
  const { fields } = compareTerms(termsOf(listing('one', first)), termsOf(listing('two', second)));
  expect(fields.find(({ field }) => field === 'polarity')?.verdict).toBe('contradicts');
});

test.each(ENGLISH.negations.map((row) => row.case))('%s', (text) => {
  expect(wayOf(text)).toMatchObject({ negated: true, unread: [] });
});

test.each(ENGLISH.unsureNegations.map((row) => row.case))('%s', (text) => {
  expect(wayOf(text).unread).toHaveLength(1);
});

test.each(ENGLISH.announcements.map((row) => row.case))('%s', (text) => {
  expect(announcementOf(text.toLowerCase(), '').is).not.toBe('unsaid');
});

test.each(ENGLISH.places.map((row) => row.case))('%s', (text) => {
  expect(placesIn(text)).toEqual({ values: [], unread: ['Alder Valley Airport'] });
});

test.each(ENGLISH.sourcePhrases.map((row) => row.case))('%s', (text) => {
  expect(sourcesIn(text, [])).toEqual({ values: [], unread: ['Alder Analytics'] });
});

test.each(ENGLISH.timesUnread.map((row) => row.case))('%s', (text) => {
  const { values, unread } = datesIn(text, null);
  expect([...unread, ...values.map((span) => span.unread)].filter(Boolean)).toHaveLength(1);
});
