/** A shard: from raw frames to books, with the real venues' decoders. */
import { describe, expect, it } from 'vitest';
import { CHANNEL } from '../../../../src-shared/contract/frame-batch.ts';
import { RESYNC_ATTEMPTS_MAX, RESYNC_INTERVAL_MS } from '../../../../src-shared/domain/limits.ts';
import { checked, numbered, TIME_MS } from '../../../venues/roles.ts';
import { NOW_MS, TestShard } from './with-shard.ts';

const one = checked.instrument('111');
const two = checked.instrument('222');
const BIDS = [
  ['0.40', '100'],
  ['0.39', '50'],
] as const;
const ASKS = [['0.42', '30.5']] as const;

function withBook(): TestShard {
  const test = new TestShard();
  test.carry(1, [one]);
  test.frames(1, [checked.book('111', BIDS, ASKS)]);
  return test;
}

describe('a book in a shard', () => {
  it('waits until a snapshot comes, and suppresses changes until then', () => {
    const test = new TestShard();
    test.carry(1, [one]);
    test.frames(1, [checked.change('111', TIME_MS, { side: 'BUY', price: '0.40', size: '5' })]);
    expect(test.dump(one.id)).toMatchObject({ phase: 'waiting', reason: 'no-snapshot-yet', bids: [], updates: 0 });
    test.frames(1, [checked.book('111', BIDS, ASKS)]);
    expect(test.dump(one.id)).toEqual({
      listing: one.id,
      phase: 'synced',
      reason: 'none',
      bids: [
        [400_000, 100_000_000],
        [390_000, 50_000_000],
      ],
      asks: [[420_000, 30_500_000]],
      lastEventMs: TIME_MS,
      updates: 1,
    });
  });

  it('follows the changes of the stream, several frames a batch', () => {
    const test = withBook();
    test.frames(1, [
      checked.change(
        '111',
        TIME_MS + 1,
        { side: 'BUY', price: '0.40', size: '0' },
        { side: 'SELL', price: '0.41', size: '7' },
      ),
      checked.change('111', TIME_MS + 2, { side: 'BUY', price: '0.38', size: '1' }),
    ]);
    const { bids, asks, lastEventMs } = test.dump(one.id);
    expect(bids).toEqual([
      [390_000, 50_000_000],
      [380_000, 1_000_000],
    ]);
    expect(asks).toEqual([
      [410_000, 7_000_000],
      [420_000, 30_500_000],
    ]);
    expect(lastEventMs).toBe(TIME_MS + 2);
  });

  it('is kept in terms of YES where the venue gives bids of both outcomes', () => {
    const test = new TestShard();
    const rain = numbered.instrument('RAIN');
    test.carry(1, [rain]);
    test.frames(1, [
      numbered.snapshot(1, 1, 'RAIN', [['0.4000', '10.00']], [['0.5500', '20.00']]),
      numbered.delta(1, 2, 'RAIN', 'no', '0.5600', '3.00'),
      numbered.delta(1, 3, 'RAIN', 'yes', '0.4000', '-4.00'),
    ]);
    const { phase, bids, asks } = test.dump(rain.id);
    expect([phase, bids, asks]).toEqual([
      'synced',
      [[400_000, 6_000_000]],
      [
        [440_000, 3_000_000],
        [450_000, 20_000_000],
      ],
    ]);
  });

  it('passes over frames of a connection that does not carry it', () => {
    const test = withBook();
    test.shard.setConnection(2, checked.id, 'opened', 'none', NOW_MS);
    test.frames(2, [checked.book('111', [['0.10', '1']], [])]);
    test.frames(3, [checked.book('111', [['0.10', '1']], [])]);
    expect(test.dump(one.id).bids.length).toBe(2);
  });

  it('does not take late frames of the connection that it moved away from', () => {
    const test = withBook();
    const carrier = { transport: 'stream', isOpen: true, reason: 'none' } as const;
    test.shard.setConnection(2, checked.id, 'opened', 'none', NOW_MS);
    test.shard.subscribe(2, carrier, [one.id], NOW_MS);
    expect(test.state(one.id)).toBe('recovering disconnected');
    test.frames(1, [checked.book('111', [['0.10', '1']], [])]);
    expect(test.state(one.id)).toBe('recovering disconnected');
    test.frames(2, [checked.book('111', BIDS, ASKS)]);
    expect(test.state(one.id)).toBe('synced none');
    // The old one gives it back late: it has nothing to give any more.
    test.shard.unsubscribe(1, [one.id], NOW_MS);
    test.shard.setConnection(1, checked.id, 'closed', 'disconnected', NOW_MS);
    expect(test.state(one.id)).toBe('synced none');
  });

  it('is forgotten with its instrument, and the next one gets nothing of it', () => {
    const test = withBook();
    test.shard.setInstruments([two], [one.id]);
    expect(test.shard.dump([]).map(({ listing, phase, bids }) => [listing, phase, bids])).toEqual([
      [two.id, 'waiting', []],
    ]);
    test.frames(1, [checked.book('111', BIDS, ASKS)]);
    expect(test.shard.dump([])[0]?.updates).toBe(0);
  });

  it('keeps its levels when an instrument comes again with new facts', () => {
    const test = withBook();
    test.shard.setInstruments([one], []);
    expect(test.state(one.id)).toBe('synced none');
  });
});

describe('the connection of a book', () => {
  it('makes it recovering when it closes, and waits for a snapshot of the next one', () => {
    const test = withBook();
    test.shard.setConnection(1, checked.id, 'closed', 'disconnected', NOW_MS);
    expect(test.state(one.id)).toBe('recovering disconnected');
    expect(test.dump(one.id).bids.length).toBe(2);
    test.shard.onTick(NOW_MS + 10 * RESYNC_INTERVAL_MS);
    expect(test.notes.resyncs).toEqual([]);
    test.shard.setConnection(1, checked.id, 'opened', 'none', NOW_MS);
    test.frames(1, [checked.change('111', TIME_MS + 5, { side: 'BUY', price: '0.40', size: '1' })]);
    expect(test.state(one.id)).toBe('recovering disconnected');
    test.frames(1, [checked.book('111', BIDS, ASKS, TIME_MS + 6)]);
    expect(test.state(one.id)).toBe('synced none');
  });

  it('tells a waiting book why there is nothing yet', () => {
    const test = new TestShard();
    test.shard.setInstruments([one], []);
    expect(test.state(one.id)).toBe('waiting not-subscribed');
    test.shard.subscribe(1, { transport: 'stream', isOpen: false, reason: 'no-snapshot-yet' }, [one.id], NOW_MS);
    expect(test.state(one.id)).toBe('waiting no-snapshot-yet');
    test.shard.setConnection(1, checked.id, 'opened', 'none', NOW_MS);
    expect(test.state(one.id)).toBe('waiting no-snapshot-yet');
    test.shard.unsubscribe(1, [one.id], NOW_MS);
    expect(test.state(one.id)).toBe('waiting not-subscribed');
  });

  it('calls books recovering in an engine that was started again, until their snapshots come', () => {
    const test = new TestShard();
    test.shard.setInstruments([one], []);
    test.shard.subscribe(1, { transport: 'stream', isOpen: false, reason: 'engine-restarted' }, [one.id], NOW_MS);
    test.shard.setConnection(1, checked.id, 'opened', 'none', NOW_MS);
    expect(test.state(one.id)).toBe('recovering engine-restarted');
    test.frames(1, [checked.book('111', BIDS, ASKS, TIME_MS)]);
    expect(test.state(one.id)).toBe('synced none');
  });

  it('makes books stale by its silence, and live again by being heard', () => {
    const test = withBook();
    test.shard.setConnection(1, checked.id, 'silent', 'feed-silent', NOW_MS);
    expect(test.state(one.id)).toBe('stale feed-silent');
    test.shard.setConnection(1, checked.id, 'heard', 'none', NOW_MS);
    expect(test.state(one.id)).toBe('synced none');
  });

  it('asks for a snapshot that subscribing did not bring, then gives the connection up', () => {
    const test = new TestShard();
    test.carry(1, [one, two]);
    for (let tick = 1; tick <= RESYNC_ATTEMPTS_MAX + 1; tick++) test.shard.onTick(NOW_MS + tick * RESYNC_INTERVAL_MS);
    expect(test.notes.resyncs.length).toBe(2 * RESYNC_ATTEMPTS_MAX);
    expect(test.notes.resyncs.slice(0, 2)).toEqual([`1 ${one.id} no-snapshot-yet`, `1 ${two.id} no-snapshot-yet`]);
    expect(test.notes.replaces).toEqual(['1 no-snapshot-yet', '1 no-snapshot-yet']);
  });

  it('is kept when the venue sends nothing for one book but delivers the others', () => {
    const test = new TestShard();
    test.carry(1, [one, two]);
    test.frames(1, [checked.book('111', BIDS, ASKS)]);
    for (let tick = 1; tick <= 4 * RESYNC_ATTEMPTS_MAX; tick++) test.shard.onTick(NOW_MS + tick * RESYNC_INTERVAL_MS);
    expect(test.notes.replaces).toEqual([]);
    expect(new Set(test.notes.resyncs)).toEqual(new Set([`1 ${two.id} no-snapshot-yet`]));
    // Less and less often: nine of the twelve ticks would have asked.
    expect(test.notes.resyncs.length).toBeLessThan(9);
  });

  it('makes all its books recover at once when frames of it were lost', () => {
    const test = withBook();
    test.carry(2, [two]);
    test.frames(2, [checked.book('222', BIDS, ASKS)]);
    expect(test.shard.onLost(1, 'sequence-gap', NOW_MS)).toBe(1);
    expect([test.state(one.id), test.state(two.id)]).toEqual(['recovering sequence-gap', 'synced none']);
    expect(test.notes.resyncs).toEqual([`1 ${one.id} sequence-gap`]);
  });
});

describe('a book that is wrong', () => {
  it('requests a snapshot when a change crosses it at rest', () => {
    const test = withBook();
    test.frames(1, [checked.change('111', TIME_MS + 1, { side: 'BUY', price: '0.45', size: '1' })]);
    expect(test.state(one.id)).toBe('synced none');
    test.shard.onTick(NOW_MS + 1);
    expect(test.state(one.id)).toBe('recovering crossed');
    expect(test.notes.resyncs).toEqual([`1 ${one.id} crossed`]);
  });

  it('requests a snapshot when the touch of the exchange differs from ours', () => {
    const test = withBook();
    test.frames(1, [
      checked.change('111', TIME_MS + 1, {
        side: 'BUY',
        price: '0.39',
        size: '9',
        best_bid: '0.41',
        best_ask: '0.42',
      }),
    ]);
    test.shard.onTick(NOW_MS + 1);
    expect(test.state(one.id)).toBe('recovering touch-mismatch');
  });

  it('requests a snapshot when a signed change would make a level negative', () => {
    const test = new TestShard();
    const rain = numbered.instrument('RAIN');
    test.carry(1, [rain]);
    test.frames(1, [
      numbered.snapshot(1, 1, 'RAIN', [['0.40', '10.00']], []),
      numbered.delta(1, 2, 'RAIN', 'yes', '0.40', '-10.01'),
    ]);
    expect(test.state(rain.id)).toBe('recovering negative-level');
    expect(test.notes.resyncs).toEqual([`1 ${rain.id} negative-level`]);
  });

  it('asks once for another snapshot when a checksum fails, and takes the second one', () => {
    const test = new TestShard();
    test.carry(1, [{ ...one, venueData: { minOrderSize: '5', negRisk: 'false' } }]);
    const book = JSON.parse(checked.book('111', BIDS, ASKS)) as Record<string, unknown>;
    const wrong = JSON.stringify({ ...book, hash: '0'.repeat(40), tick_size: '0.01', last_trade_price: '0.4' });
    test.frames(1, [wrong]);
    expect(test.state(one.id)).toBe('recovering hash-mismatch');
    expect(test.notes.resyncs).toEqual([`1 ${one.id} hash-mismatch`]);
    test.frames(1, [wrong]);
    expect(test.state(one.id)).toBe('synced none');
    expect(test.notes.logs.length).toBe(2);
  });

  it('starts again when the price grid changes, and reports that to the catalogue', () => {
    const test = withBook();
    const change = {
      event_type: 'tick_size_change',
      asset_id: '111',
      market: '0x111',
      old_tick_size: '0.01',
      new_tick_size: '0.001',
      timestamp: String(TIME_MS + 1),
    };
    test.frames(1, [JSON.stringify(change)]);
    expect(test.dump(one.id)).toMatchObject({ phase: 'recovering', reason: 'grid-changed', bids: [], asks: [] });
    expect(test.notes.lifecycles).toMatchObject([{ change: 'grid', venueMarketId: '0x111' }]);
    expect(test.notes.resyncs).toEqual([`1 ${one.id} grid-changed`]);
  });

  it('stays closed once its market ended, whatever comes', () => {
    const test = withBook();
    test.shard.close([one.id, `${checked.id}:unknown`], 'market-resolved', NOW_MS);
    test.frames(1, [
      checked.book('111', [['0.10', '1']], []),
      checked.change('111', TIME_MS + 1, { side: 'BUY', price: '0.40', size: '0' }),
    ]);
    expect(test.dump(one.id)).toMatchObject({
      phase: 'closed',
      reason: 'market-resolved',
      asks: [[420_000, 30_500_000]],
    });
    test.shard.onTick(NOW_MS + 60_000);
    expect(test.notes.resyncs).toEqual([]);
  });
});

describe('what a shard hands on', () => {
  it('gives control answers and lifecycle words to the engine, with their connection', () => {
    const test = new TestShard();
    test.carry(4, [numbered.instrument('RAIN')]);
    const answer = { id: 1, type: 'subscribed', msg: { channel: 'orderbook_delta', sid: 3 } };
    const closed = { type: 'market_lifecycle_v2', sid: 9, msg: { market_ticker: 'RAIN', event_type: 'deactivated' } };
    test.frames(4, [JSON.stringify(answer), JSON.stringify(closed)]);
    expect(test.notes.controls).toEqual([[4, answer]]);
    expect(test.notes.lifecycles).toMatchObject([{ change: 'paused', venueMarketId: 'RAIN' }]);
  });

  it('reports its books, what delivers on each connection, and its latencies', () => {
    const test = withBook();
    test.carry(2, [two]);
    const report = test.shard.report(NOW_MS);
    expect(report.health).toMatchObject({ shard: 0, books: 2, synced: 1, frames: 1 });
    expect(report.delivering).toEqual([[1, 1]]);
    expect(report.health.decodeMicros.count).toBe(1);
    expect(test.shard.meter.hops.receiptToBook[0]?.count).toBe(1);
  });

  it('calls a polled book stale when it was not polled for long, and live with the next answer', () => {
    const test = new TestShard();
    const rain = numbered.instrument('RAIN');
    test.carry(5, [rain], 'poll');
    const answer = JSON.stringify({
      orderbooks: [{ ticker: 'RAIN', orderbook_fp: { yes_dollars: [['0.40', '1.00']], no_dollars: [] } }],
    });
    test.frames(5, [answer], NOW_MS, CHANNEL.poll);
    test.shard.onTick(NOW_MS + 30_000);
    expect(test.state(rain.id)).toBe('synced none');
    test.shard.onTick(NOW_MS + 30_001);
    expect(test.state(rain.id)).toBe('stale poll-overdue');
    test.frames(5, [answer], NOW_MS + 40_000, CHANNEL.poll);
    expect(test.state(rain.id)).toBe('synced none');
  });

  it('keeps the last trades of a book, which change no level', () => {
    const test = withBook();
    test.frames(1, [checked.trade('111', '0.42', '5'), checked.trade('111', '0.40', '2', 'SELL')]);
    expect(test.shard.tapes.recent(one.id)).toMatchObject([
      { listing: one.id, id: '0xhash0.42', priceMicros: 420_000, sizeMicros: 5_000_000, taker: 'buy', timeMs: TIME_MS },
      { priceMicros: 400_000, taker: 'sell' },
    ]);
    expect(test.dump(one.id).updates).toBe(1);
  });
});
