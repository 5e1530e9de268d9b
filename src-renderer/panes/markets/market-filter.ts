/** The filter of the market browser: as saved with the layout, and as the request to main. */
import {
  MARKET_SORTS,
  MARKET_STATES,
  type MarketQuery,
  type MarketSort,
  type MarketState,
} from '../../../src-shared/contract/window-main.ts';
import { TIERS, type Tier } from '../../../src-shared/domain/tier.ts';
import type { PaneMemory } from '../pane.ts';

/** '' takes all; a tier is its number as text. */
export type MarketFilter = {
  readonly text: string;
  readonly venue: string;
  readonly category: string;
  readonly tag: string;
  readonly tier: string;
  readonly state: string;
  readonly volumeMin: number;
  readonly sort: MarketSort;
  readonly descending: boolean;
};

export const NO_FILTER: MarketFilter = {
  text: '',
  venue: '',
  category: '',
  tag: '',
  tier: '',
  state: '',
  volumeMin: 0,
  sort: 'rank',
  descending: true,
};

/** Reads what was remembered; what is not understood is left out. */
export function readFilter(memory: PaneMemory): MarketFilter {
  const text = (key: keyof MarketFilter): string => {
    const value = memory[key];
    return typeof value === 'string' ? value : '';
  };
  const sort = MARKET_SORTS.find((known) => known === memory.sort) ?? NO_FILTER.sort;
  return {
    text: text('text'),
    venue: text('venue'),
    category: text('category'),
    tag: text('tag'),
    tier: TIERS.some((tier) => String(tier) === memory.tier) ? text('tier') : '',
    state: MARKET_STATES.some((state) => state === memory.state) ? text('state') : '',
    volumeMin: typeof memory.volumeMin === 'number' ? memory.volumeMin : 0,
    sort,
    descending: memory.descending !== false,
  };
}

/** Whether anything is left out. */
export function isFiltering(filter: MarketFilter): boolean {
  const { sort: _sort, descending: _descending, ...kept } = filter;
  const { sort: _other, descending: _another, ...none } = NO_FILTER;
  return JSON.stringify(kept) !== JSON.stringify(none);
}

/** A click on a column's head: its own first direction, then the other, then the best first again. */
export function sortedBy(filter: MarketFilter, sort: Exclude<MarketSort, 'rank'>): Partial<MarketFilter> {
  const first = sort === 'volume';
  if (filter.sort !== sort) return { sort, descending: first };
  return filter.descending === first ? { sort, descending: !first } : { sort: 'rank', descending: true };
}

export function queryOf(filter: MarketFilter, offset: number, limit: number): MarketQuery {
  const one = <Item extends string>(value: Item | ''): readonly Item[] => (value === '' ? [] : [value]);
  return {
    text: filter.text.trim(),
    venues: one(filter.venue),
    categories: one(filter.category),
    tags: one(filter.tag),
    tiers: filter.tier === '' ? [] : [Number(filter.tier) as Tier],
    states: one(filter.state as MarketState | ''),
    closesWithinMs: null,
    volumeMin: filter.volumeMin,
    sort: filter.sort,
    descending: filter.descending,
    offset,
    limit,
  };
}
