/** What the market browser remembers and asks for. */
import { describe, expect, it } from 'vitest';
import {
  isFiltering,
  type MarketFilter,
  NO_FILTER,
  queryOf,
  readFilter,
  sortedBy,
} from '../../../../src-renderer/panes/markets/market-filter.ts';

describe('the market filter', () => {
  it('is read from what was remembered, and leaves out what it does not understand', () => {
    expect(readFilter({})).toEqual(NO_FILTER);
    const chosen = { venue: 'one', tier: '4', state: 'expired', volumeMin: 100, sort: 'closes', descending: false };
    expect(readFilter(chosen)).toEqual({ ...NO_FILTER, ...chosen });
    expect(readFilter({ tier: '9', state: 'gone', sort: 'colour', text: 7, volumeMin: 'x' })).toEqual(NO_FILTER);
  });

  it('asks main for one page of what was chosen', () => {
    const filter: MarketFilter = {
      ...NO_FILTER,
      text: ' fed ',
      venue: 'one',
      tier: '0',
      state: 'pending',
      tag: 'Rates',
    };
    expect(queryOf(filter, 200, 100)).toMatchObject({
      text: 'fed',
      venues: ['one'],
      categories: [],
      tags: ['Rates'],
      tiers: [0],
      states: ['pending'],
      offset: 200,
      limit: 100,
    });
  });

  it('knows whether anything is left out; an order leaves out nothing', () => {
    expect(isFiltering(NO_FILTER)).toBe(false);
    expect(isFiltering({ ...NO_FILTER, sort: 'volume', descending: false })).toBe(false);
    expect(isFiltering({ ...NO_FILTER, text: 'x' })).toBe(true);
    expect(isFiltering({ ...NO_FILTER, volumeMin: 1 })).toBe(true);
  });

  it('sorts a column its own way first, then the other, then by rank again', () => {
    const steps = (sort: 'closes' | 'volume'): readonly unknown[] => {
      let filter = NO_FILTER;
      return [1, 2, 3].map(() => {
        filter = { ...filter, ...sortedBy(filter, sort) };
        return [filter.sort, filter.descending];
      });
    };
    expect(steps('closes')).toEqual([
      ['closes', false],
      ['closes', true],
      ['rank', true],
    ]);
    expect(steps('volume')).toEqual([
      ['volume', true],
      ['volume', false],
      ['rank', true],
    ]);
  });
});
