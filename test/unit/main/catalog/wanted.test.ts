/** Which books are followed. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Catalog } from '../../../../src-main/catalog/catalog.ts';
import { LinkBook } from '../../../../src-main/catalog/link-book.ts';
import { type WantedInput, wantedListings } from '../../../../src-main/catalog/wanted.ts';
import type { Link } from '../../../../src-shared/domain/link.ts';
import type { Listing, ListingStatus } from '../../../../src-shared/domain/listing.ts';
import type { Millis } from '../../../../src-shared/domain/time.ts';
import { listing } from '../feed/listings.ts';

const link: Link = {
  id: 'link:1',
  title: 'Linked',
  status: 'confirmed',
  members: [
    { listing: 'one:linked', orientation: 'same' },
    { listing: 'two:linked', orientation: 'same' },
  ],
};

function wanted(
  markets: readonly Listing[],
  input: Partial<Omit<WantedInput, 'catalog'>> = {},
): { ids: readonly string[]; leftOut: number } {
  const catalog = new Catalog();
  catalog.put(markets);
  const { listings, leftOut } = wantedListings({
    catalog,
    links: new LinkBook([link]),
    shown: [],
    watchlist: [],
    max: 100,
    ...input,
  });
  return { ids: listings.map(({ id }) => id), leftOut };
}

const markets = [
  listing('one', 'quiet', { volume24h: 1 }),
  listing('one', 'busy', { volume24h: 90 }),
  listing('one', 'linked'),
  listing('two', 'linked'),
  listing('two', 'soon', { volume24h: 5, closeTimeMs: 1_000 as Millis }),
  listing('two', 'later', { volume24h: 5, closeTimeMs: 2_000 as Millis }),
  listing('two', 'never', { volume24h: 5 }),
];

describe('wanted listings', () => {
  it('are what windows show, the watchlist, links, then the rest by volume and closing time', () => {
    expect(wanted(markets, { shown: ['two:later'], watchlist: ['one:quiet'] })).toEqual({
      ids: ['two:later', 'one:quiet', 'one:linked', 'two:linked', 'one:busy', 'two:soon', 'two:never'],
      leftOut: 0,
    });
  });

  it('take a link that is shown for its members', () => {
    expect(wanted(markets, { shown: ['link:1'], max: 2 }).ids).toEqual(['one:linked', 'two:linked']);
  });

  it('say how many open markets are left out by the limit', () => {
    expect(wanted(markets, { max: 4 })).toEqual({
      ids: ['one:linked', 'two:linked', 'one:busy', 'two:soon'],
      leftOut: 3,
    });
  });

  it('hold closed and paused markets only when somebody looks at them, and resolved ones never', () => {
    const ended = (['closed', 'paused', 'resolved'] as const).map((status) => listing('one', status, { status }));
    expect(wanted(ended).ids).toEqual([]);
    expect(wanted(ended, { watchlist: ['one:closed', 'one:paused', 'one:resolved'] }).ids).toEqual([
      'one:closed',
      'one:paused',
    ]);
  });

  it('pass over ids that nobody knows, and ids named twice', () => {
    expect(wanted(markets, { shown: ['one:busy', 'gone', 'one:busy'], watchlist: ['one:busy'], max: 1 }).ids).toEqual([
      'one:busy',
    ]);
  });

  it('never hold more than the limit, nor a listing twice, and leave out only what is open', () => {
    const status = fc.constantFrom<ListingStatus>('open', 'paused', 'closed', 'resolved');
    const market = fc.record({ volume24h: fc.nat(5), status });
    const ids = fc.array(
      fc.nat(12).map((at) => `one:${at}`),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(fc.array(market, { maxLength: 12 }), ids, ids, fc.nat(14), (facts, shown, watchlist, max) => {
        const all = facts.map((fact, at) => listing('one', String(at), fact));
        const result = wanted(all, { shown, watchlist, max });
        expect(new Set(result.ids).size).toBe(result.ids.length);
        expect(result.ids.length).toBeLessThanOrEqual(max);
        const open = all.filter((one) => one.status === 'open' && !result.ids.includes(one.id));
        expect(result.leftOut).toBe(open.length);
      }),
    );
  });
});
