/** The catalogue's state and a query of the market browser, as they cross. */
import type { CatalogState, MarketQuery } from '../../src-shared/contract/window-main.ts';

/** A wall clock time in ms. */
const AT_MS = 1_775_000_000_000;

export const catalog: CatalogState = {
  listings: 1,
  revision: 3,
  byVenue: [
    {
      venue: 'one',
      listings: 1,
      complete: true,
      refreshedMs: AT_MS,
      walk: { met: 1, expected: null },
      trouble: '',
      note: '',
    },
    {
      venue: 'two',
      listings: 0,
      complete: false,
      refreshedMs: null,
      walk: null,
      trouble: 'Two did not answer.',
      note: '',
    },
  ],
};

export const marketsAsk: MarketQuery = {
  text: 'fed',
  venues: ['one'],
  categories: ['Economy'],
  tags: [],
  tiers: [0, 4],
  states: ['pending'],
  closesWithinMs: null,
  volumeMin: 0.5,
  sort: 'closes',
  descending: false,
  offset: 100,
  limit: 100,
};
