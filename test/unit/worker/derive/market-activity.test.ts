/** Coverage over real books: who is carried and delivers, and when each last changed; exchange frames go in. */
import { describe, expect, it } from 'vitest';
import { CHANNEL } from '../../../../src-shared/contract/frame-batch.ts';
import {
  activityOf,
  coverageVerdict,
  DORMANT_AFTER_MS,
  QUIET_AFTER_MS,
  type VenueCoverage,
} from '../../../../src-shared/domain/coverage.ts';
import type { Instrument } from '../../../../src-shared/domain/instrument.ts';
import { COVERAGE_NAMED_MAX } from '../../../../src-shared/domain/limits.ts';
import { mergeCoverage } from '../../../../src-worker/derive/market-activity.ts';
import { checked, numbered } from '../../../venues/roles.ts';
import { NOW_MS, TestShard } from '../shard/with-shard.ts';

const MINUTE_MS = 60_000;

const snapshot = ({ symbols }: Instrument, size = '1'): string =>
  checked.book(symbols[0]!, [['0.40', size]], [['0.42', '2']]);

const change = ({ symbols }: Instrument, atMs: number): string =>
  JSON.stringify({
    event_type: 'price_change',
    timestamp: String(atMs),
    price_changes: [
      { asset_id: symbols[0]!, price: '0.39', size: '7', side: 'BUY', best_bid: '0.40', best_ask: '0.42' },
    ],
  });

const trade = ({ symbols }: Instrument, atMs: number): string =>
  JSON.stringify({
    event_type: 'last_trade_price',
    asset_id: symbols[0]!,
    price: '0.42',
    size: '1',
    side: 'BUY',
    timestamp: String(atMs),
  });

function coverageOf(test: TestShard, nowMs: number): VenueCoverage {
  const [only, ...others] = test.shard.report(nowMs).coverage;
  expect(others).toEqual([]);
  return only!;
}

describe('the coverage of a shard', () => {
  const [one, two, three] = ['100', '101', '102'].map(checked.instrument) as [Instrument, Instrument, Instrument];

  it('calls a book silent until it changes, then active, quiet and dormant as time goes by', () => {
    const test = new TestShard();
    test.carry(1, [one, two, three]);
    test.frames(1, [snapshot(one), snapshot(two), snapshot(three)]);
    expect(coverageOf(test, NOW_MS)).toMatchObject({ subscribed: 3, delivering: 3, silent: 3, active: 0, missing: 0 });
    test.frames(1, [change(one, NOW_MS), trade(two, NOW_MS)], NOW_MS);
    expect(coverageOf(test, NOW_MS + MINUTE_MS)).toMatchObject({ active: 2, quiet: 0, dormant: 0, silent: 1 });
    expect(coverageOf(test, NOW_MS + QUIET_AFTER_MS)).toMatchObject({ quiet: 2, firstQuiet: [one.id, two.id] });
    const dormant = coverageOf(test, NOW_MS + DORMANT_AFTER_MS);
    expect(dormant).toMatchObject({ quiet: 0, dormant: 2, silent: 1, firstQuiet: [], firstDormant: [one.id, two.id] });
    expect(dormant.connections).toMatchObject([{ connection: 1, subscribed: 3, dormant: 2 }]);
  });

  it('takes a snapshot for a change only when it differs from the one before: a polled book', () => {
    const test = new TestShard();
    const rain = numbered.instrument('RAIN');
    test.carry(5, [rain], 'poll');
    const answer = (price: string): string =>
      JSON.stringify({
        orderbooks: [{ ticker: 'RAIN', orderbook_fp: { yes_dollars: [[price, '1.00']], no_dollars: [] } }],
      });
    test.frames(5, [answer('0.40')], NOW_MS, CHANNEL.poll);
    test.frames(5, [answer('0.40')], NOW_MS + 2_000, CHANNEL.poll);
    expect(coverageOf(test, NOW_MS + 3_000)).toMatchObject({ silent: 1, delivering: 1 });
    test.frames(5, [answer('0.41')], NOW_MS + 4_000, CHANNEL.poll);
    expect(coverageOf(test, NOW_MS + 5_000)).toMatchObject({ active: 1, silent: 0 });
  });

  it('does not count a polled book as delivering that is too old', () => {
    const test = new TestShard();
    test.carry(5, [one], 'poll');
    test.frames(5, [`[${snapshot(one)}]`], NOW_MS, CHANNEL.poll);
    expect(coverageOf(test, NOW_MS)).toMatchObject({ subscribed: 1, delivering: 1 });
    test.shard.onTick(NOW_MS + 31_000);
    expect(coverageOf(test, NOW_MS + 31_000)).toMatchObject({ subscribed: 1, delivering: 0 });
    const { health, delivering } = test.shard.report(NOW_MS + 31_000);
    expect([health.synced, delivering]).toEqual([0, []]);
  });

  it('counts a closed book nowhere but among the closed, and as extra while it is carried', () => {
    const test = new TestShard();
    test.carry(1, [one, two]);
    test.frames(1, [snapshot(one), snapshot(two)]);
    test.shard.close([two.id], 'market-closed', NOW_MS);
    const carried = coverageOf(test, NOW_MS);
    expect(carried).toMatchObject({ subscribed: 1, delivering: 1, closed: 1, extra: 1, silent: 1 });
    expect(test.shard.report(NOW_MS).health).toMatchObject({ books: 2, synced: 1, closed: 1 });
    test.shard.unsubscribe(1, [two.id], NOW_MS);
    expect(coverageOf(test, NOW_MS)).toMatchObject({ subscribed: 1, closed: 0, extra: 0, missing: 0 });
  });

  it('names the first books that nobody carries', () => {
    const test = new TestShard();
    const many = Array.from({ length: COVERAGE_NAMED_MAX + 5 }, (_, at) => checked.instrument(String(at + 100)));
    test.carry(1, [many[0]!]);
    test.shard.setInstruments(many.slice(1), []);
    const coverage = coverageOf(test, NOW_MS);
    expect(coverage.missing).toBe(many.length - 1);
    expect(coverage.firstMissing).toEqual(many.slice(1, COVERAGE_NAMED_MAX + 1).map(({ id }) => id));
  });

  it('is joined over shards by venue and connection', () => {
    const [left, right] = [new TestShard(), new TestShard()];
    left.carry(1, [one, two]);
    right.carry(1, [three]);
    right.frames(1, [snapshot(three), change(three, NOW_MS)], NOW_MS);
    const [joined] = mergeCoverage([left.shard.report(NOW_MS).coverage, right.shard.report(NOW_MS).coverage]);
    expect(joined).toMatchObject({ subscribed: 3, delivering: 1, active: 1, silent: 2 });
    expect(joined?.connections).toMatchObject([{ connection: 1, subscribed: 3, active: 1 }]);
  });
});

describe('the words of coverage', () => {
  it('count from the last change', () => {
    expect([0, 1, 1 + QUIET_AFTER_MS, 1 + DORMANT_AFTER_MS].map((ageMs) => activityOf(NOW_MS - ageMs, NOW_MS))).toEqual(
      ['active', 'active', 'quiet', 'dormant'],
    );
    expect(activityOf(0, NOW_MS)).toBe('silent');
  });

  it('are degraded with more than ten dormant or any missing, and warn with more than fifty quiet', () => {
    const verdict = (missing: number, dormant: number, quiet: number) => coverageVerdict({ missing, dormant, quiet });
    expect([verdict(0, 10, 50), verdict(0, 10, 51), verdict(0, 11, 0), verdict(1, 0, 0)]).toEqual([
      'ok',
      'warning',
      'degraded',
      'degraded',
    ]);
  });
});
