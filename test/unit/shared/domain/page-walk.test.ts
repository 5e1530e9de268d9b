import { describe, expect, it } from 'vitest';
import { PageWalk } from '../../../../src-shared/domain/page-walk.ts';

const END = 'the walk through its markets ended before all were seen.';

describe('a walk through pages', () => {
  it('goes from cursor to cursor to the page that names none', () => {
    const walk = new PageWalk('One', 9);
    expect(walk.cursor).toBe('');
    expect([walk.accept(['a', 'b'], 'p2'), walk.cursor]).toEqual(['', 'p2']);
    // A market that changed meanwhile may come again, and pages may be empty.
    expect([walk.accept(['b', 'c'], 'p3'), walk.cursor]).toEqual(['', 'p3']);
    expect([walk.accept([], 'p4'), walk.accept([], 'p5')]).toEqual(['', '']);
    expect([walk.accept(['c'], ''), walk.cursor]).toEqual(['', null]);
  });

  it('ends, in words, with a cursor that it had before', () => {
    const walk = new PageWalk('One', 9);
    walk.accept(['a'], 'p2');
    walk.accept(['b'], 'p3');
    expect([walk.accept(['c'], 'p2'), walk.cursor]).toEqual([`One sent a page cursor twice; ${END}`, null]);
  });

  it('ends, in words, with a page that it had before, whatever its cursor', () => {
    const walk = new PageWalk('One', 9);
    walk.accept(['a', 'b'], 'p2');
    expect([walk.accept(['a', 'b'], 'p2+'), walk.cursor]).toEqual([
      `One sent the same page of markets twice; ${END}`,
      null,
    ]);
  });

  it('ends, in words, with more pages than there can be', () => {
    const walk = new PageWalk('One', 3);
    for (let page = 1; page <= 3; page++) expect(walk.accept([`${page}`], `p${page + 1}`)).toBe('');
    expect(walk.accept(['4'], 'p5')).toBe(`One has more than 3 pages of markets; ${END}`);
  });
});
