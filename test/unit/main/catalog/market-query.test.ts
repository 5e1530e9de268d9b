/** Finding markets by words, and by what they are. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { searchHits } from '../../../../src-main/app/answers/market-answers.ts';
import { Catalog } from '../../../../src-main/catalog/catalog.ts';
import { FOLLOWED, LINKED } from '../../../../src-main/catalog/market-columns.ts';
import { firstListings, searchQuery } from '../../../../src-main/catalog/market-pages.ts';
import { matchMarkets } from '../../../../src-main/catalog/market-query.ts';
import { LinkTable } from '../../../../src-main/links/link-table.ts';
import type { MarketQuery } from '../../../../src-shared/contract/window-main.ts';
import type { Link } from '../../../../src-shared/domain/link.ts';
import type { Listing } from '../../../../src-shared/domain/listing.ts';
import type { Millis } from '../../../../src-shared/domain/time.ts';
import { listing } from '../../listings.ts';

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

const NOW_MS = 1_775_000_000_000;
const HOUR_MS = 3_600_000;
const catalog = withMarkets(markets);
const links = new LinkTable([link]);

function withMarkets(listings: readonly Listing[]): Catalog {
  const made = Catalog.open(null, NOW_MS);
  made.put(listings, { nowMs: NOW_MS, walk: 1 });
  made.columns.mark(
    LINKED,
    link.members.map((member) => made.rowOf(member.listing)).filter((row) => row >= 0),
  );
  return made;
}

const search = (text: string, venues: readonly string[] = [], limit = 50): readonly string[] =>
  firstListings(catalog, searchQuery({ text, venues, limit }), NOW_MS).map(({ id }) => id);

const query = (change: Partial<MarketQuery>): MarketQuery => ({
  ...searchQuery({ text: '', venues: [], limit: 50 }),
  ...change,
});

describe('search', () => {
  it('wants every word, in any order and case, anywhere in the title', () => {
    expect(search('JUNE fed')).toEqual(['one:fed', 'one:jobs']);
    expect(search('fed london')).toEqual([]);
  });

  it('looks at outcomes, category, tags and ids too', () => {
    expect(search('dry')).toEqual(['two:RAIN']);
    expect(search('economy')).toEqual(['one:fed']);
    expect(search('rates')).toEqual(['one:fed']);
    expect(search('fed-jun')[0]).toBe('two:FED-JUN');
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

  it('tells a linked market with its link, and how many links of a market are suggested', () => {
    const hits = searchHits(firstListings(catalog, query({ text: 'fed' }), NOW_MS), links, (id) =>
      id === 'one:jobs' ? 2 : 0,
    );
    expect(hits.map((hit) => hit.link?.id ?? null)).toEqual([null, 'link:fed', 'link:fed']);
    expect(hits.map((hit) => hit.suggested)).toEqual([2, 0, 0]);
  });

  it('finds a market by its new facts once they changed', () => {
    const changing = withMarkets([listing('one', 'a', { title: 'Old name' })]);
    const find = (text: string): number => firstListings(changing, query({ text }), NOW_MS).length;
    expect(find('old')).toBe(1);
    changing.put([listing('one', 'a', { title: 'New name' })], { nowMs: NOW_MS, walk: 2 });
    expect([find('old'), find('new')]).toEqual([0, 1]);
  });

  it('forgives a letter that is wrong, missing, added or swapped, and two in long words', () => {
    for (const text of ['lodnon', 'londn', 'longon', 'loondon', 'ondon']) {
      expect(search(text), text).toEqual(['two:RAIN', 'two:SNOW']);
    }
    const long = withMarkets([listing('one', 'u', { title: 'Unemployment rate' })]);
    expect(firstListings(long, query({ text: 'unemplyomnet' }), NOW_MS).map(({ id }) => id)).toEqual(['one:u']);
    // A short word and a number mean what they say.
    expect(search('fde')).toEqual([]);
  });

  it('takes the word that is being typed for a beginning, mistyped ones too, and puts whole words first', () => {
    expect(search('lond')).toEqual(['two:RAIN', 'two:SNOW']);
    expect(search('lodno')).toEqual(['two:RAIN', 'two:SNOW']);
    const both = withMarkets([
      listing('one', 'a', { title: 'Trains to Leeds', volume24h: 99 }),
      listing('one', 'b', { title: 'In rain', volume24h: 50 }),
      listing('one', 'c', { title: 'In rainbows', volume24h: 70 }),
    ]);
    expect(firstListings(both, query({ text: 'rain' }), NOW_MS).map(({ id }) => id)).toEqual(['one:b', 'one:c']);
  });

  it('does not mind accents, commas in numbers and apostrophes', () => {
    const odd = withMarkets([listing('one', 'a', { title: "São Paulo's temperature above 1,104,000 on May 4" })]);
    for (const text of ['sao', 'SÃO', 'paulos', '1104000', '1,104,000']) {
      expect(firstListings(odd, query({ text }), NOW_MS).length, text).toBe(1);
    }
  });
});

describe('the market browser', () => {
  const at = (hours: number): Partial<Listing> => ({ closeTimeMs: (NOW_MS + hours * HOUR_MS) as Millis });
  const browsed = withMarkets([
    listing('one', 'soon', { ...at(0.5), category: 'Sports', tags: ['Golf'], volume24h: 5 }),
    listing('one', 'day', { ...at(20), category: 'Sports', tags: ['Golf', 'Open'], volume24h: 70 }),
    listing('two', 'week', { ...at(200), category: 'Weather', tags: ['Rain'], volume24h: 30 }),
    listing('two', 'over', { ...at(-2), category: 'Weather', tags: ['Rain'], volume24h: 1 }),
    listing('two', 'done', { ...at(-5), status: 'resolved', resolution: 'yes', category: 'Weather' }),
    listing('two', 'never', { category: 'Other', volume24h: 2 }),
  ]);
  browsed.columns.mark(FOLLOWED, [browsed.rowOf('one:day')]);
  const ids = (change: Partial<MarketQuery>): readonly string[] =>
    [...matchMarkets(browsed, query(change), NOW_MS).rows].map((row) => browsed.listingAt(row)!.marketId);

  it('filters by venue, category, tag, tier, state, time to the end and volume, and by all of them together', () => {
    expect(ids({ venues: ['one'], sort: 'volume' })).toEqual(['day', 'soon']);
    expect(ids({ categories: ['Sports', 'Other'], sort: 'volume' })).toEqual(['day', 'soon', 'never']);
    expect(ids({ tags: ['Open', 'Rain'], sort: 'volume' })).toEqual(['day', 'week', 'over']);
    expect(ids({ tiers: [1], sort: 'volume' })).toEqual(['day']);
    expect(ids({ tiers: [0], sort: 'volume' })).toEqual(['week', 'never']);
    expect(ids({ states: ['subscribed'] })).toEqual(['day']);
    expect(ids({ states: ['expired'] })).toEqual(['over']);
    expect(ids({ states: ['resolved'] })).toEqual(['done']);
    expect(ids({ closesWithinMs: 24 * HOUR_MS, sort: 'closes', descending: false })).toEqual(['soon', 'day']);
    expect(ids({ volumeMin: 30, sort: 'volume' })).toEqual(['day', 'week']);
    expect(ids({ text: 'market', venues: ['two'], categories: ['Weather'], states: ['pending'] })).toEqual(['week']);
  });

  it('sorts by volume and by closing time, either way, and puts last what never closes', () => {
    expect(ids({ sort: 'volume', descending: true })).toEqual(['day', 'week', 'soon', 'never', 'over', 'done']);
    expect(ids({ sort: 'closes', descending: false })).toEqual(['done', 'over', 'soon', 'day', 'week', 'never']);
    expect(ids({ sort: 'closes', descending: true })).toEqual(['week', 'day', 'soon', 'over', 'done', 'never']);
  });

  it('counts the categories and tags that could be chosen besides', () => {
    const { total, categories, tags } = matchMarkets(browsed, query({ categories: ['Sports'] }), NOW_MS);
    expect(total).toBe(2);
    expect(categories).toEqual([
      ['Weather', 3],
      ['Sports', 2],
      ['Other', 1],
    ]);
    expect(tags).toEqual([
      ['Golf', 2],
      ['Open', 1],
    ]);
  });

  it('gives the same rows whether all or only the first are wanted', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(5), { maxLength: 60 }), fc.integer({ min: 1, max: 20 }), (volumes, limit) => {
        const many = withMarkets(volumes.map((volume24h, row) => listing('one', String(row), { volume24h })));
        const all = matchMarkets(many, query({}), NOW_MS).rows;
        expect([...matchMarkets(many, query({}), NOW_MS, limit).rows]).toEqual([...all].slice(0, limit));
      }),
    );
  });
});
