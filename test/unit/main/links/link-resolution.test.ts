/** Whether the venues of a link settled it alike. */
import { expect, test } from 'vitest';
import { disagreementOf } from '../../../../src-main/links/link-resolution.ts';
import type { Link, Orientation } from '../../../../src-shared/domain/link.ts';
import type { Resolution } from '../../../../src-shared/domain/listing.ts';
import type { Millis } from '../../../../src-shared/domain/time.ts';

const link = (orientation: Orientation): Link => ({
  id: 'a',
  title: 'a',
  status: 'confirmed',
  members: [
    { listing: 'one:a', orientation: 'same' },
    { listing: 'two:b', orientation },
  ],
});

test.each([
  ['same', 'yes', 'yes', false],
  ['same', 'yes', 'no', true],
  ['inverted', 'yes', 'no', false],
  ['inverted', 'yes', 'yes', true],
  ['same', 'yes', 'other', true],
  ['inverted', 'other', 'other', false],
  ['same', 'yes', null, false],
] as const)('%s, %s and %s: disagree %s', (orientation, first, second, disagrees) => {
  const results: Readonly<Record<string, Resolution | null>> = { 'one:a': first, 'two:b': second };
  const found = disagreementOf(link(orientation), (id) => ({ resolution: results[id] ?? null }), 7 as Millis);
  expect(found !== null).toBe(disagrees);
  if (found)
    expect(found).toEqual({
      seenMs: 7,
      results: [
        { listing: 'one:a', resolution: first },
        { listing: 'two:b', resolution: second },
      ],
    });
});
