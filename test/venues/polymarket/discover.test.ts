import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src-shared/domain/notice.ts';
import { uniformGrid } from '../../../src-shared/domain/price-grid.ts';
import { createDiscovery, marketsRequest, readMarkets } from '../../../src-shared/venues/polymarket/discover.ts';
import { polymarket } from '../../../src-shared/venues/polymarket/index.ts';
import { discoveryBodies, marketsBodies } from '../venue-fixtures.ts';

const { listings, problems } = readMarkets(marketsBodies(polymarket)[0]!);
const bySlug = (slug: string) => listings.find(({ url }) => url.endsWith(slug)) ?? expect.unreachable(slug);
const first = (marketsBodies(polymarket)[0]! as { readonly markets: readonly { readonly [key: string]: Json }[] })
  .markets[0]!;
const listingOf = (change: { readonly [key: string]: Json }) => readMarkets([{ ...first, ...change }]).listings[0]!;

describe('the walk through Polymarket', () => {
  it('asks for open markets, a hundred a page, and goes on with exactly after_cursor', () => {
    const discovery = createDiscovery();
    const [one, two] = discoveryBodies(polymarket);
    expect(discovery.next()).toMatchObject({ endpoint: 'gamma', method: 'GET', path: '/markets/keyset' });
    expect(discovery.next()!.query).toEqual(
      expect.arrayContaining([
        ['closed', 'false'],
        ['limit', '100'],
      ]),
    );
    expect(discovery.next()!.query.map(([name]) => name)).not.toContain('after_cursor');
    discovery.accept(one!);
    expect(discovery.next()!.query).toContainEqual(['after_cursor', 'cursor-of-page-2']);
    discovery.accept(two!);
    expect(discovery.next()).toBeNull();
  });

  it('lists what can be traded now: not what is closed, stopped, or being resolved', () => {
    const discovery = createDiscovery();
    const found = discoveryBodies(polymarket).flatMap((body) => discovery.accept(body).listings);
    expect(found.map(({ title }) => title)).toEqual([
      'Will the lighthouse be repainted before July 2027?',
      'Will Ada Quill win the harbour election?',
      'Northport Gulls vs. Easton Rams - Northport Gulls',
    ]);
  });

  it('says that a cursor came twice, and ends', () => {
    const discovery = createDiscovery();
    const page = { markets: [], next_cursor: 'same' };
    expect(discovery.accept(page).broken).toBeUndefined();
    expect(discovery.accept(page).broken).toBe(
      'Polymarket sent a page cursor twice; the walk through its markets ended before all were seen.',
    );
    expect(discovery.next()).toBeNull();
  });

  it('loses no page to a name that holds half a character', () => {
    const [page] = discoveryBodies(polymarket) as readonly {
      readonly markets: readonly { readonly [key: string]: Json }[];
    }[];
    const odd = { ...page!.markets[0]!, slug: 'x\ud800', events: [] };
    expect(readMarkets({ markets: [odd, page!.markets[0]!] }).listings.length).toBe(2);
  });

  it('asks for markets by condition id, and for those that have ended only when told', () => {
    expect(marketsRequest(['0xa', '0xb']).query).toEqual(
      expect.arrayContaining([
        ['condition_ids', '0xa'],
        ['condition_ids', '0xb'],
        ['closed', 'false'],
      ]),
    );
    expect(marketsRequest(['0xa'], true).query).toContainEqual(['closed', 'true']);
  });
});

describe('a Polymarket listing', () => {
  it('holds what the market says', () => {
    const listing = bySlug('event-of-ada-quill-harbour');
    expect(listing).toMatchObject({
      eventId: '7002',
      title: 'Will Ada Quill win the harbour election?',
      outcomes: ['Yes', 'No'],
      status: 'open',
      resolution: null,
      priceGrid: uniformGrid(1_000),
      minOrderSizeMicros: 5_000_000,
      category: 'Culture',
      tags: ['All', 'Culture'],
      closeTimeMs: Date.UTC(2027, 5, 30, 12),
      volume24h: 1_234,
      url: 'https://polymarket.com/event/event-of-ada-quill-harbour',
    });
    expect(listing.rules).toContain('Resolution source: https://example.org/results');
    expect(listing.venueData).toEqual({ conditionId: listing.marketId, minOrderSize: '5', negRisk: 'true' });
    expect(listing.symbols).toHaveLength(3);
    expect(listing.symbols[2]).toBe(listing.marketId);
    for (const token of listing.symbols.slice(0, 2)) expect(token).toMatch(/^\d{77,}$/);
  });

  it('keeps teams as outcomes, and ticks of a quarter of a cent', () => {
    expect(bySlug('northport-easton')).toMatchObject({
      outcomes: ['Northport Gulls', 'Easton Rams'],
      priceGrid: uniformGrid(2_500),
    });
  });

  it.each([
    ['bridge-opened', 'resolved', 'yes'],
    ['lost', 'resolved', 'no'],
    ['tied', 'resolved', 'other'],
    ['proposed', 'closed', null],
    ['stopped', 'paused', null],
  ])('%s is %s', (slug, status, resolution) => {
    expect(bySlug(slug)).toMatchObject({ status, resolution });
  });

  it.each(['proposed', 'disputed'])('takes orders on while a result is %s, and says so', (umaResolutionStatus) => {
    expect(listingOf({ umaResolutionStatus })).toMatchObject({ status: 'open', result: umaResolutionStatus });
    expect(listingOf({ umaResolutionStatus, acceptingOrders: false })).toMatchObject({
      status: 'closed',
      result: umaResolutionStatus,
    });
    expect(listingOf({ umaResolutionStatus: '' })).not.toHaveProperty('result');
    const walk = createDiscovery();
    expect(walk.accept({ markets: [{ ...first, umaResolutionStatus }] }).listings).toHaveLength(1);
  });

  it.each([
    ['Will it rain?', ['No', 'Yes'], 'Will it rain? - No'],
    ['Will it rain?', ['Yes', 'No'], 'Will it rain?'],
    ['Ether up or down?', ['Up', 'Down'], 'Ether up or down? - Up'],
    ['Northport vs Easton', ['Easton', 'Northport'], 'Northport vs Easton - Easton'],
  ])('of the question "%s" with the outcomes %s names the outcome of its prices', (question, outcomes, title) => {
    expect(listingOf({ question, outcomes: JSON.stringify(outcomes) }).title).toBe(title);
  });

  it('has a title of its own among the markets of its event', () => {
    const other = { ...first, conditionId: '0xother', groupItemTitle: 'Over 3.5' };
    const titles = readMarkets([first, other]).listings.map(({ title }) => title);
    expect(titles[1]).toBe(`${titles[0]} (Over 3.5)`);
  });

  it('is closed, not resolved, while the result of a closed market is open', () => {
    expect(listingOf({ closed: true, outcomePrices: '["0.98", "0.02"]' })).toMatchObject({
      status: 'closed',
      resolution: null,
    });
  });

  it('assumes the finest tick, with a sentence, where none is named', () => {
    expect(bySlug('fees-without-rate').priceGrid).toEqual(uniformGrid(100));
    expect(problems.some((problem) => problem.includes('names no usable tick size'))).toBe(true);
  });

  it('reads position ids of markets of protocol v2, and refuses ids that are no whole numbers', () => {
    expect(listingOf({ version: 'v2', clobTokenIds: null, positionIds: ['81', '82'] }).symbols.slice(0, 2)).toEqual([
      '81',
      '82',
    ]);
    for (const clobTokenIds of ['[1, 2]', '["1"]', '["1", "x"]', 'none', null]) {
      expect(readMarkets([{ ...first, clobTokenIds }]).problems).toHaveLength(1);
    }
  });

  it('has no close time where the end date is missing or unreadable', () => {
    for (const endDate of [null, 'soon', 7]) expect(listingOf({ endDate }).closeTimeMs).toBeNull();
  });

  it('leaves out what the checksum needs when the market does not say it', () => {
    const { venueData, minOrderSizeMicros } = listingOf({ orderMinSize: null, negRisk: null });
    expect(Object.keys(venueData)).toEqual(['conditionId']);
    expect(minOrderSizeMicros).toBeNull();
  });
});

describe('the fee of a Polymarket listing', () => {
  it('is the rate of its own schedule, rounded up to five decimals', () => {
    expect(bySlug('lighthouse-repainted').fees).toMatchObject({ rateMicros: 50_000, exponent: 1, roundUpToMicros: 10 });
    expect(listingOf({ feeSchedule: { rate: 0.072, exponent: 1 } }).fees).toMatchObject({ rateMicros: 72_000 });
    expect(listingOf({ feeSchedule: { rate: 0.25, exponent: 2 } }).fees).toMatchObject({
      rateMicros: 250_000,
      exponent: 2,
    });
  });

  it('is nothing where fees are off, and where a market has neither flag nor schedule', () => {
    expect(bySlug('northport-easton').fees).toMatchObject({ rateMicros: 0 });
    expect(listingOf({ feesEnabled: null, feeSchedule: null }).fees).toMatchObject({ rateMicros: 0 });
  });

  it('is the highest documented rate, with a sentence, where fees are on without a rate', () => {
    for (const feeSchedule of [null, {}, { rate: 'much' }, { rate: -1 }] as readonly Json[]) {
      const { listings: guarded, problems: said } = readMarkets([{ ...first, feeSchedule }]);
      expect(guarded[0]!.fees).toMatchObject({ rateMicros: 72_000 });
      expect(said).toHaveLength(1);
    }
  });

  it('rounds a broken exponent to the higher fee', () => {
    expect(listingOf({ feeSchedule: { rate: 0.05, exponent: 1.9 } }).fees).toMatchObject({ exponent: 1 });
    expect(listingOf({ feeSchedule: { rate: 0.05, exponent: 'two' } }).fees).toMatchObject({ exponent: 1 });
  });
});
