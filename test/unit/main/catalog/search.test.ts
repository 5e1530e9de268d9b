/** Finding markets by words. */
import { describe, expect, it } from 'vitest';
import { Catalog } from '../../../../src-main/catalog/catalog.ts';
import { LinkBook } from '../../../../src-main/catalog/link-book.ts';
import { searchCatalog } from '../../../../src-main/catalog/search.ts';
import type { Link } from '../../../../src-shared/domain/link.ts';
import type { Listing } from '../../../../src-shared/domain/listing.ts';
import { listing } from '../feed/listings.ts';

const link: Link = {
  id: 'link:fed',
  title: 'Fed cuts in June',
  status: 'confirmed',
  members: [
    { listing: 'one:fed', orientation: 'same' },
    { listing: 'two:FED-JUN', orientation: 'inverted' },
  ],
};

const markets: readonly Listing[] = [
  listing('one', 'fed', {
    title: 'Will the Fed cut rates in June?',
    volume24h: 10,
    category: 'Economy',
    tags: ['Rates'],
  }),
  listing('one', 'jobs', { title: 'Fed chair named in June', volume24h: 5 }),
  listing('two', 'FED-JUN', { title: 'Rate cut by the Fed', volume24h: 1 }),
  listing('two', 'RAIN', { title: 'Rain in London', volume24h: 900, outcomes: ['Rain', 'Dry'] }),
  listing('two', 'SNOW', { title: 'Snow in London', volume24h: 950, status: 'closed' }),
];

const catalog = new Catalog();
catalog.put(markets);
const links = new LinkBook([link]);

const search = (text: string, venues: readonly string[] = [], limit = 50): readonly string[] =>
  searchCatalog(catalog, links, { text, venues, limit }).map((hit) => hit.listing.id);

describe('search', () => {
  it('wants every word, in any order and case, anywhere in the title', () => {
    expect(search('JUNE fed')).toEqual(['one:fed', 'one:jobs']);
    expect(search('fed london')).toEqual([]);
  });

  it('looks at outcomes, category, tags and ids too', () => {
    expect(search('dry')).toEqual(['two:RAIN']);
    expect(search('economy')).toEqual(['one:fed']);
    expect(search('rates')).toEqual(['one:fed']);
    expect(search('fed-jun')).toEqual(['two:FED-JUN']);
  });

  it('puts a title that starts with the text first, then linked markets, then open ones by volume', () => {
    expect(search('fed')).toEqual(['one:jobs', 'one:fed', 'two:FED-JUN']);
    expect(search('london')).toEqual(['two:RAIN', 'two:SNOW']);
    expect(search('  fed   chair ')).toEqual(['one:jobs']);
  });

  it('lists everything for no text, and never more than the limit', () => {
    expect(search('')).toEqual(['one:fed', 'two:FED-JUN', 'two:RAIN', 'one:jobs', 'two:SNOW']);
    expect(search('   ', [], 2)).toEqual(['one:fed', 'two:FED-JUN']);
  });

  it('looks at some venues only when it is told so', () => {
    expect(search('fed', ['two'])).toEqual(['two:FED-JUN']);
    expect(search('fed', ['three'])).toEqual([]);
  });

  it('tells a linked market with its link', () => {
    const hits = searchCatalog(catalog, links, { text: 'fed', venues: [], limit: 50 });
    expect(hits.map((hit) => hit.link?.id ?? null)).toEqual([null, 'link:fed', 'link:fed']);
  });

  it('finds a market by its new facts once they changed', () => {
    const changing = new Catalog();
    changing.put([listing('one', 'a', { title: 'Old name' })]);
    const find = (text: string): number => searchCatalog(changing, links, { text, venues: [], limit: 5 }).length;
    expect(find('old')).toBe(1);
    changing.put([listing('one', 'a', { title: 'New name' })]);
    expect([find('old'), find('new')]).toEqual([0, 1]);
  });
});
