/** What small parts decide. */
import { describe, expect, it } from 'vitest';
import { bookState, bookStateText } from '../../../../src-renderer/widgets/book-state.ts';
import { searchRows } from '../../../../src-renderer/widgets/search-rows.ts';
import { sparkPath } from '../../../../src-renderer/widgets/spark-path.ts';
import type { Link } from '../../../../src-shared/domain/link.ts';
import { listingOf } from '../listings.ts';

describe('sparkline', () => {
  const size = { width: 100, height: 20, points: 5, spanMin: 1 };

  it('draws nothing for fewer than two values', () => {
    expect(sparkPath({ ...size, values: [1, Number.NaN] })).toBe('');
  });

  it('ends at the right edge and keeps the scale of time', () => {
    expect(sparkPath({ ...size, values: [0, 10] })).toBe('M75.0 19.0L100.0 1.0');
  });

  it('breaks where there was no value', () => {
    expect(sparkPath({ ...size, values: [0, 10, Number.NaN, 10, 0] }).match(/M/g)).toHaveLength(2);
  });

  it('does not blow a small move up to the full height', () => {
    const path = sparkPath({ ...size, spanMin: 100, values: [50, 51] });
    expect(path).toBe('M75.0 10.1L100.0 9.9');
  });
});

describe('search rows', () => {
  const link = (status: Link['status']): Link => ({
    id: 'link-1',
    title: 'One contract',
    status,
    members: [
      { listing: 'x:1', orientation: 'same' },
      { listing: 'y:1', orientation: 'same' },
    ],
  });
  const hits = (status: Link['status']) => [
    { listing: listingOf('x:1'), link: link(status), suggested: 0 },
    { listing: listingOf('y:1'), link: link(status), suggested: 0 },
    { listing: listingOf('x:2'), link: null, suggested: 1 },
  ];

  it('names a link once, before its listings', () => {
    expect(searchRows(hits('confirmed')).map((row) => row.id)).toEqual(['link-1', 'x:1', 'y:1', 'x:2']);
  });

  it.each(['rejected', 'suggested'] as const)('passes over a link that is %s', (status) => {
    expect(searchRows(hits(status)).map((row) => row.id)).toEqual(['x:1', 'y:1', 'x:2']);
  });
});

describe('book state', () => {
  it('calls a synced book that is asked for polled, and no other', () => {
    expect(bookState('synced', 'poll')).toBe('polled');
    expect(bookState('synced', 'stream')).toBe('synced');
    expect(bookState('stale', 'poll')).toBe('stale');
  });

  it('says venue, state and reason', () => {
    expect(bookStateText('Exchange X', 'recovering', 'sequence-gap')).toMatch(/^Exchange X: recovering\. .*snapshot/);
  });
});
