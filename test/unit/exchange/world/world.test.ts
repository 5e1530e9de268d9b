import { beforeAll, describe, expect, test } from 'vitest';
import type { Listing } from '../../../../src-exchange/model/listing.ts';
import { NO_PRICE } from '../../../../src-exchange/model/true-book.ts';
import type { Trade, WorldSink } from '../../../../src-exchange/model/world-sink.ts';
import { PLAYED_VENUES } from '../../../../src-exchange/venues.ts';
import { World, type WorldOptions } from '../../../../src-exchange/world/world.ts';
import { START_MS } from '../with-exchange.ts';

class CountingSink implements WorldSink {
  readonly counts = { listed: 0, changes: 0, trades: 0, ticks: 0, resolved: 0, forgotten: 0 };
  largestTradeDollars = 0;
  readonly resolved: Listing[] = [];

  onListed(): void {
    this.counts.listed += 1;
  }
  onBookChange(): void {
    this.counts.changes += 1;
  }
  onTrade(_listing: Listing, trade: Trade): void {
    this.counts.trades += 1;
    const dollars = (trade.priceMicros / 1_000_000) * (trade.sizeMicros / 1_000_000);
    this.largestTradeDollars = Math.max(this.largestTradeDollars, dollars);
  }
  onTradesDone(): void {}
  onRestated(): void {}
  onTickChange(): void {
    this.counts.ticks += 1;
  }
  onResolved(listing: Listing): void {
    this.counts.resolved += 1;
    this.resolved.push(listing);
  }
  onForgotten(): void {
    this.counts.forgotten += 1;
  }
}

const OPTIONS = { seed: 42, eventsPerSecond: 200, lifeSeconds: 20, startMs: START_MS };

type Sinks = Readonly<Record<string, CountingSink>>;

function newWorld(options: Partial<WorldOptions> = {}): { world: World; sinks: Sinks } {
  const sinks = Object.fromEntries(PLAYED_VENUES.map(({ id }) => [id, new CountingSink()]));
  return { world: new World({ ...OPTIONS, ...options }, PLAYED_VENUES, sinks), sinks };
}

function booksOf(world: World): unknown[] {
  return world.listings.map(({ marketId, state, book }) => [marketId, state, book.bids.sorted(), book.asks.sorted()]);
}

test('the same seed and the same number of events give the same books, whatever the clock says', () => {
  const first = newWorld().world;
  const second = newWorld().world;
  const other = newWorld({ seed: 43 }).world;
  for (let i = 0; i < 30_000; i += 1) {
    first.step(START_MS + i);
    second.step(START_MS + 1_000 * i);
    other.step(START_MS + i);
  }
  expect(booksOf(second)).toEqual(booksOf(first));
  expect(booksOf(other)).not.toEqual(booksOf(first));
});

describe('a long run (seed 42)', () => {
  const { world, sinks } = newWorld();
  const all = Object.values(sinks);
  let crossed = 0;
  let oneSided = 0;
  let offGrid = 0;
  let dislocated = 0;

  beforeAll(() => {
    for (let i = 0; i < 60_000; i += 1) {
      world.step(START_MS + i);
      const listing = world.listings[i % world.listings.length]!;
      if (listing.book.isCrossed()) crossed += 1;
      if (listing.state !== 'active') continue;
      const { bids, asks } = listing.book;
      if ((bids.best === NO_PRICE) !== (asks.best === NO_PRICE)) oneSided += 1;
      for (const price of bids.levels.keys()) if (!listing.grid.prices.includes(price)) offGrid += 1;
      if (Math.abs(listing.shockMicros) > 0) dislocated += 1;
    }
  });

  test('about forty contracts are listed, a dozen of them on two venues, one of those inverted', () => {
    const standing = world.listings.filter((one) => !one.contract.plan.key.startsWith('btc-short'));
    const contracts = new Set(standing.map((one) => one.contract));
    const shared = [...contracts].filter((contract) => contract.listings.length === 2);
    expect(contracts.size).toBe(38);
    expect(shared).toHaveLength(12);
    expect(shared.filter(({ listings: [a, b] }) => a?.inverted !== b?.inverted)).toHaveLength(1);
  });

  test('no book is crossed at rest and every price is on the grid', () => {
    expect([crossed, offGrid]).toEqual([0, 0]);
  });

  test.each(PLAYED_VENUES)('sizes of $id keep to its step, and use it', ({ id, rules: { sizeStepMicros } }) => {
    const sizes = world.listings
      .filter(({ venue }) => venue === id)
      .flatMap(({ book }) => [...book.bids.levels.values(), ...book.asks.levels.values()]);
    expect(sizes.filter((size) => size % sizeStepMicros !== 0)).toEqual([]);
    expect(sizes.some((size) => size % (10 * sizeStepMicros) !== 0)).toBe(true);
  });

  test('books are one-sided at times and venues drift apart at times', () => {
    expect(oneSided).toBeGreaterThan(0);
    expect(dislocated).toBeGreaterThan(0);
  });

  test('walls stand and whales trade', () => {
    for (const { largestTradeDollars } of all) expect(largestTradeDollars).toBeGreaterThan(10_000);
  });

  test('only where the venue moves markets to other grids, the drifting market changes its tick', () => {
    const drifting = world.listings.filter((one) => one.contract.plan.key === 'btc-floor');
    expect(drifting.length).toBeGreaterThan(0);
    for (const { rules, grid } of drifting) expect(grid.tickMicros).toBe(rules.gridAt ? 1_000 : 10_000);
    for (const { id, rules } of PLAYED_VENUES) expect(sinks[id]!.counts.ticks > 0).toBe(rules.gridAt !== undefined);
  });

  test('each short life ends with a result that all venues agree on and an empty book', () => {
    const lives = Math.floor(60_000 / (OPTIONS.eventsPerSecond * OPTIONS.lifeSeconds));
    for (const { resolved } of all) {
      expect(resolved).toHaveLength(lives);
      expect(resolved.map(({ result }) => result)).toEqual(all[0]!.resolved.map(({ result }) => result));
      expect(resolved.every(({ book }) => book.bids.levels.size + book.asks.levels.size === 0)).toBe(true);
    }
  });

  test('busy books are deep', () => {
    const busy = world.listings.filter((one) => one.style.levels >= 60 && one.state === 'active');
    const depths = busy.map(({ book }) => book.bids.levels.size + book.asks.levels.size);
    expect(Math.min(...depths)).toBeGreaterThan(20);
    expect(Math.max(...depths)).toBeGreaterThan(100);
  });
});

test('markets resolved long ago are forgotten', () => {
  const { world, sinks } = newWorld({ eventsPerSecond: 10, lifeSeconds: 1 });
  for (let i = 0; i < 1_000; i += 1) world.step(START_MS);
  expect(world.listings.filter((one) => one.state === 'resolved')).toHaveLength(64);
  const counts = Object.values(sinks).map((sink) => sink.counts.resolved - sink.counts.forgotten);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(64);
});
