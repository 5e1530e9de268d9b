import { describe, expect, it } from 'vitest';
import { decidedMsOf } from '../../../src-shared/domain/listing.ts';
import type { Json } from '../../../src-shared/domain/notice.ts';
import { type PriceGrid, uniformGrid } from '../../../src-shared/domain/price-grid.ts';
import { createDiscovery, marketsRequest, readMarkets } from '../../../src-shared/venues/kalshi/discover.ts';
import { kalshi } from '../../../src-shared/venues/kalshi/index.ts';
import { discoveryBodies, marketsBodies } from '../venue-fixtures.ts';

const TAPERED: PriceGrid = [
  { startMicros: 0, endMicros: 100_000, stepMicros: 1_000 },
  { startMicros: 100_000, endMicros: 900_000, stepMicros: 10_000 },
  { startMicros: 900_000, endMicros: 1_000_000, stepMicros: 1_000 },
];

const [series, pageOne, pageTwo] = discoveryBodies(kalshi);
const discovery = createDiscovery();
discovery.accept(series!);
const pages = [discovery.accept(pageOne!), discovery.accept(pageTwo!)];
const found = pages.flatMap(({ listings }) => listings);
const byTicker = (ticker: string) => found.find(({ marketId }) => marketId === ticker) ?? expect.unreachable(ticker);
const first = (pageOne as { readonly markets: readonly { readonly [key: string]: Json }[] }).markets[0]!;
const listingOf = (change: { readonly [key: string]: Json }) =>
  readMarkets({ markets: [{ ...first, ...change }] }).listings[0]!;

describe('the walk through Kalshi', () => {
  it('asks for the series first, then for open markets without combinations, a thousand a page', () => {
    const walk = createDiscovery();
    expect(walk.next()).toMatchObject({ endpoint: 'rest', path: '/series', query: [] });
    walk.accept(series!);
    const query = [
      ['limit', '1000'],
      ['status', 'open'],
      ['mve_filter', 'exclude'],
    ];
    expect(walk.next()).toMatchObject({ path: '/markets', query });
    walk.accept(pageOne!);
    expect(walk.next()).toMatchObject({ path: '/markets', query: [...query, ['cursor', 'cursor-of-page-2']] });
    walk.accept(pageTwo!);
    expect(walk.next()).toBeNull();
  });

  it('takes a missing cursor for the end as well as an empty one', () => {
    for (const cursor of ['', null, undefined]) {
      const walk = createDiscovery();
      walk.accept(series!);
      walk.accept({ markets: [], ...(cursor === undefined ? {} : { cursor }) });
      expect(walk.next()).toBeNull();
    }
  });

  it('passes scalar markets over without a word, and lists no market twice', () => {
    expect(found.map(({ marketId }) => marketId)).toEqual([
      'KXLIGHT-27JUL01-T1',
      'KXGULLS-26DEC24-NOR',
      'KXODD-27JAN01-X',
      'KXNEW-27JAN01-X',
    ]);
    expect(pages.flatMap(({ problems }) => problems)).toEqual([
      'Market KXODD-27JAN01-X names no usable price grid; steps of 0.0001 are assumed.',
    ]);
  });

  it('passes combinations over, even where the filter is ignored, and names them', () => {
    const walk = createDiscovery();
    walk.accept(series!);
    const combination = { ...first, ticker: 'KXMVE-1', mve_collection_ticker: 'KXMVE-R' };
    const page = walk.accept({ markets: [combination, { ...first, mve_collection_ticker: '' }], cursor: '' });
    expect([page.listings.map(({ marketId }) => marketId), page.combinations, page.problems]).toEqual([
      [first.ticker],
      ['KXMVE-1'],
      [],
    ]);
    expect(readMarkets({ markets: [combination] })).toMatchObject({ listings: [], combinations: ['KXMVE-1'] });
  });

  it('loses no page to a name that holds half a character', () => {
    const odd = { ...first, event_ticker: 'KX\ud800' };
    expect(readMarkets({ markets: [odd, first] }).listings.length).toBe(2);
  });

  it('ends a walk that brings the same page again', () => {
    const walk = createDiscovery();
    walk.accept(series!);
    expect(walk.accept({ markets: [first], cursor: 'a' }).broken).toBeUndefined();
    expect(walk.accept({ markets: [first], cursor: 'b' }).broken).toContain(
      'Kalshi sent the same page of markets twice',
    );
    expect(walk.next()).toBeNull();
  });

  it('asks for markets by ticker in one parameter, for books in one each', () => {
    expect(marketsRequest(['A', 'B']).query).toContainEqual(['tickers', 'A,B']);
    expect(kalshi.poll.request(['A', 'B']).query).toEqual([
      ['tickers', 'A'],
      ['tickers', 'B'],
    ]);
  });
});

describe('a Kalshi listing', () => {
  it('holds what the market and its series say', () => {
    expect(byTicker('KXLIGHT-27JUL01-T1')).toMatchObject({
      eventId: 'KXLIGHT-27JUL01',
      title: 'Will the lighthouse be repainted? - Before July 2027',
      outcomes: ['Yes', 'No'],
      symbols: ['KXLIGHT-27JUL01-T1'],
      status: 'open',
      resolution: null,
      priceGrid: uniformGrid(10_000),
      category: 'Culture',
      tags: ['Coast', 'Paint'],
      closeTimeMs: Date.UTC(2027, 6, 1, 3, 59),
      volume24h: 1_204,
      url: 'https://kalshi.com/markets/kxlight/kxlight-27jul01',
    });
  });

  it('joins both rules, and repeats no outcome that the title names', () => {
    const listing = byTicker('KXGULLS-26DEC24-NOR');
    expect(listing.title).toBe('Northport Gulls win?');
    expect(listing.rules).toMatch(/resolves to Yes\.\n\nOvertime counts\.$/);
  });

  it.each([
    ['Will the **high temp in NYC** be >46°?', 'Will the high temp in NYC be >46°?'],
    ['***Dune*** or *Wicked*: **best picture**?', 'Dune or Wicked: best picture?'],
    ['**"Dune"**, *really*', '"Dune", really'],
    ['Above 2*3*4 or 5 * 6 * 7?', 'Above 2*3*4 or 5 * 6 * 7?'],
    ['At least 3 goals* or 2 **', 'At least 3 goals* or 2 **'],
  ])('of the title "%s" is called "%s"', (title, plain) => {
    expect(listingOf({ title, yes_sub_title: '' }).title).toBe(plain);
  });

  it.each([
    ['Seattle vs Pittsburgh Winner?', 'Seattle', 'Pittsburgh'],
    ['Pittsburgh at Seattle', 'Seattle', 'Pittsburgh'],
    ['Will Seattle beat Pittsburgh?', 'Seattle', 'Pittsburgh'],
    ['Heads or tails?', 'heads', 'tails'],
    ['New York or York?', 'York', 'New York'],
    ['Fed cuts: 25 bps, 50 bps', '25 bps', '50 bps'],
  ])('of the title "%s" names its own outcome, whichever it is', (title, one, other) => {
    expect(listingOf({ title, yes_sub_title: one }).title).toBe(`${title} - ${one}`);
    expect(listingOf({ title, yes_sub_title: other }).title).toBe(`${title} - ${other}`);
  });

  it('has a title of its own among the markets of its event, also when it is read alone later', () => {
    const markets = ['A', 'B'].map((end) => ({ ...first, ticker: `KXSAME-27-${end}`, event_ticker: 'KXSAME-27' }));
    const walk = createDiscovery();
    walk.accept(series!);
    const pages = markets.map((market, at) => walk.accept({ markets: [market], cursor: `${at}` }).listings[0]!);
    expect(pages.map(({ title }) => title)).toEqual([pages[0]!.title, `${pages[0]!.title} (B)`]);
    const known = (marketId: string) => pages.find((page) => page.marketId === marketId);
    expect(readMarkets({ markets: [markets[1]!] }, known).listings[0]!.title).toBe(pages[1]!.title);
  });

  it('is decided when its result is expected where it can close early, else when it closes', () => {
    const times = { close_time: '2026-12-14T20:00:00Z', expected_expiration_time: '2026-11-30T22:00:00Z' };
    const early = listingOf({ ...times, can_close_early: true });
    expect([early.closeTimeMs, decidedMsOf(early)]).toEqual([Date.UTC(2026, 11, 14, 20), Date.UTC(2026, 10, 30, 22)]);
    const late = listingOf({ ...times, expected_expiration_time: '2026-12-20T00:00:00Z', can_close_early: true });
    for (const listing of [listingOf({ ...times, can_close_early: false }), late]) {
      expect(decidedMsOf(listing)).toBe(Date.UTC(2026, 11, 14, 20));
    }
  });

  it('keeps rules as they were written', () => {
    expect(listingOf({ rules_primary: 'If **A** wins', rules_secondary: '' }).rules).toBe('If **A** wins');
  });

  it.each([
    ['active', '', 'open', null],
    ['initialized', '', 'paused', null],
    ['inactive', '', 'paused', null],
    ['closed', '', 'closed', null],
    ['disputed', 'no', 'closed', null],
    ['determined', 'yes', 'resolved', 'yes'],
    ['amended', 'no', 'resolved', 'no'],
    ['finalized', 'scalar', 'resolved', 'other'],
    ['finalized', '', 'closed', null],
  ])('of status %s and result "%s" is %s, %s', (status, result, state, resolution) => {
    expect(listingOf({ status, result })).toMatchObject({ status: state, resolution });
  });

  it('keeps what belongs to the series from the listing known so far, when it is read alone', () => {
    const known = byTicker('KXGULLS-26DEC24-NOR');
    const { listings } = readMarkets(pageOne!, (marketId) => (marketId === known.marketId ? known : undefined));
    expect(listings[1]).toEqual(known);
    expect(listings[0]).toMatchObject({ category: '', tags: [] });
    expect(listings[0]!.fees?.text).toContain('is not known');
  });

  it('reads a market list in every state without throwing', () => {
    const { listings, problems } = readMarkets(marketsBodies(kalshi)[0]!);
    expect(listings).toHaveLength(8);
    expect(problems).toEqual([
      'Market KXFREE-26OCT01-G has an unknown status.',
      'A market is no object.',
      'A market has no ticker.',
    ]);
    expect(listings.find(({ marketId }) => marketId.endsWith('-F'))!.closeTimeMs).toBeNull();
  });
});

describe('the price grid of a Kalshi listing', () => {
  it('comes from the ranges, whatever the name of the structure', () => {
    const price_ranges = [
      { start: '0.9000', end: '1.0000', step: '0.0010' },
      { start: '0.0000', end: '0.1000', step: '0.0010' },
      { start: '0.1000', end: '0.9000', step: '0.0100' },
    ];
    expect(listingOf({ price_ranges, price_level_structure: 'linear_cent' }).priceGrid).toEqual(TAPERED);
  });

  it('comes from the name where there are no ranges that cover all prices', () => {
    expect(byTicker('KXGULLS-26DEC24-NOR').priceGrid).toEqual(TAPERED);
    for (const price_ranges of [
      null,
      [],
      'all',
      [{ start: '0', end: '0.5', step: '0.01' }],
      [{ start: '0', end: '1', step: '0.03' }],
      [7],
    ]) {
      expect(listingOf({ price_ranges, price_level_structure: 'deci_cent' }).priceGrid).toEqual(uniformGrid(1_000));
    }
  });

  it.each([
    ['center_half_edge_half_cent', [5_000]],
    ['center_whole_edge_quint_cent', [2_000, 10_000, 2_000]],
    ['center_quint_edge_deci_cent', [1_000, 2_000, 1_000]],
    ['center_centi_edge_centi_cent', [100]],
    ['center_deci_edge_centi_cent', [100, 1_000, 100]],
  ])('knows %s', (price_level_structure, steps) => {
    const grid = listingOf({ price_ranges: null, price_level_structure }).priceGrid;
    expect(grid.map(({ stepMicros }) => stepMicros)).toEqual(steps);
  });

  it('is the finest one for a name without published bands', () => {
    expect(listingOf({ price_ranges: null, price_level_structure: 'banded_centi_cent' }).priceGrid).toEqual(
      uniformGrid(100),
    );
  });
});

describe('the fee of a Kalshi listing', () => {
  it('is seven hundredths of the multiplier of its series, rounded up to the cent', () => {
    expect(byTicker('KXLIGHT-27JUL01-T1').fees).toMatchObject({
      rateMicros: 70_000,
      exponent: 1,
      roundUpToMicros: 10_000,
    });
    expect(byTicker('KXGULLS-26DEC24-NOR').fees).toMatchObject({ rateMicros: 35_000 });
    expect(byTicker('KXGULLS-26DEC24-NOR').fees?.isAssumed).toBeUndefined();
  });

  it('is the usual one, said so, for a series without metadata and for an unknown fee type', () => {
    expect(byTicker('KXNEW-27JAN01-X').fees).toMatchObject({ rateMicros: 70_000, isAssumed: true });
    expect(byTicker('KXNEW-27JAN01-X').fees?.text).toContain('is not known');
    expect(byTicker('KXODD-27JAN01-X').fees?.text).toContain('"sliding"');
  });
});
