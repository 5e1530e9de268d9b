/** A book passes from one connection to another: through the shard, with the real venues' decoders. */
import { describe, expect, it } from 'vitest';
import { CHANNEL, FrameBatchWriter } from '../../../../src-shared/contract/frame-batch.ts';
import type { FromTables } from '../../../../src-shared/contract/tables.ts';
import { VENUES } from '../../../../src-shared/venues/index.ts';
import { TableMaker } from '../../../../src-worker/tables/table-maker.ts';
import { checked, numbered, TIME_MS } from '../../../venues/roles.ts';
import { NOW_MS, TestShard } from '../shard/with-shard.ts';

const one = checked.instrument('111');
const two = checked.instrument('222');
const rain = numbered.instrument('KXRAIN');
const OPEN = { transport: 'stream', isOpen: true, reason: 'none' } as const;
const BIDS = [['0.40', '100']] as const;
const ASKS = [['0.42', '30']] as const;
const buy = (timeMs: number, size: string) => checked.change('111', timeMs, { side: 'BUY', price: '0.40', size });

/** A book that connection 1 owns and connection 2 awaits. */
function withAwaited(): TestShard {
  const test = new TestShard();
  test.carry(1, [one, two]);
  test.frames(1, [checked.book('111', BIDS, ASKS)]);
  test.shard.setConnection(2, checked.id, 'opened', 'none', NOW_MS);
  test.shard.handOver(2, OPEN, [one.id, two.id], NOW_MS);
  return test;
}

const bid = (test: TestShard): number | undefined => test.dump(one.id).bids[0]?.[1];

describe('a hand-over', () => {
  it('leaves the book with its owner until the other connection brings a snapshot, which moves it without a gap', () => {
    const test = withAwaited();
    test.frames(1, [buy(TIME_MS + 1, '7')]);
    test.frames(2, [buy(TIME_MS + 1, '9')]);
    expect([test.state(one.id), bid(test)]).toEqual(['synced none', 7_000_000]);
    test.frames(2, [checked.book('111', [['0.40', '8']], ASKS, TIME_MS + 2)]);
    expect([test.state(one.id), bid(test)]).toEqual(['synced none', 8_000_000]);
    test.frames(1, [buy(TIME_MS + 3, '1'), checked.book('111', BIDS, ASKS, TIME_MS + 3)]);
    expect(bid(test)).toBe(8_000_000);
    test.frames(2, [buy(TIME_MS + 3, '5')]);
    expect(bid(test)).toBe(5_000_000);
    test.shard.setConnection(1, checked.id, 'closed', 'not-subscribed', NOW_MS);
    expect(test.state(one.id)).toBe('synced none');
    expect(test.notes.handovers).toEqual([`2 ${two.id}`, `2 ${one.id}`]);
  });

  it('moves a book of which nothing is known at once', () => {
    const test = withAwaited();
    test.frames(1, [checked.book('222', BIDS, ASKS)]);
    expect(test.state(two.id)).toBe('waiting no-snapshot-yet');
    test.frames(2, [checked.book('222', BIDS, ASKS)]);
    expect(test.state(two.id)).toBe('synced none');
  });

  it('takes what the new owner sends though it lags behind what the old one sent', () => {
    const test = withAwaited();
    test.frames(1, [buy(TIME_MS + 50, '7')]);
    test.frames(2, [checked.book('111', BIDS, ASKS, TIME_MS + 10), buy(TIME_MS + 20, '6')]);
    expect([test.state(one.id), test.dump(one.id).lastEventMs]).toEqual(['synced none', TIME_MS + 20]);
    // Back in time over the one connection is a fault as ever.
    test.frames(2, [buy(TIME_MS + 15, '6')]);
    expect(test.state(one.id)).toBe('recovering time-reversed');
  });

  it('continues when the awaiting connection is gone before it brought anything', () => {
    const test = withAwaited();
    test.shard.setConnection(2, checked.id, 'closed', 'disconnected', NOW_MS);
    test.frames(1, [buy(TIME_MS + 1, '7')]);
    expect([test.state(one.id), bid(test)]).toEqual(['synced none', 7_000_000]);
    test.shard.unsubscribe(2, [one.id], NOW_MS);
    test.frames(2, [checked.book('111', [['0.10', '1']], [], TIME_MS + 2)]);
    expect(bid(test)).toBe(7_000_000);
  });

  it('brings a book back that its carrier lost meanwhile', () => {
    const test = withAwaited();
    test.shard.setConnection(1, checked.id, 'closed', 'disconnected', NOW_MS);
    expect(test.state(one.id)).toBe('recovering disconnected');
    test.frames(2, [checked.book('111', BIDS, ASKS, TIME_MS + 2)]);
    expect(test.state(one.id)).toBe('synced none');
  });

  it('is over with the former carrier, also when that was lost before the book passed', () => {
    const test = withAwaited();
    test.shard.setConnection(1, checked.id, 'closed', 'disconnected', NOW_MS);
    test.frames(2, [checked.book('111', BIDS, ASKS, TIME_MS + 2)]);
    expect(test.shard.books.entry(one.id)?.handOver?.other).toBe(1);
    test.shard.forgetConnection(1);
    expect(test.shard.books.entry(one.id)?.handOver).toBeNull();
  });

  it('prints every trade once, whichever connection brings it first', () => {
    const test = withAwaited();
    const trades = ['0.41', '0.42', '0.43', '0.44'].map((price, n) =>
      checked.trade('111', price, '5', 'BUY', TIME_MS + n),
    );
    test.frames(2, [trades[0]!]);
    test.frames(1, [trades[0]!, trades[1]!]);
    test.frames(2, [trades[1]!, checked.book('111', BIDS, ASKS, TIME_MS + 2), trades[2]!]);
    test.frames(1, [trades[2]!, trades[3]!]);
    test.frames(2, [trades[3]!]);
    expect(test.shard.tapes.recent(one.id).map(({ priceMicros }) => priceMicros)).toEqual([
      410_000, 420_000, 430_000, 440_000,
    ]);
  });

  it('prints two trades of one transaction twice, and a trade without one once', () => {
    const test = withAwaited();
    const trade = (price: string, hash: string | null) => {
      const message = JSON.parse(checked.trade('111', price, '5', 'BUY', TIME_MS)) as Record<string, unknown>;
      if (hash === null) delete message.transaction_hash;
      else message.transaction_hash = hash;
      return JSON.stringify(message);
    };
    const both = [trade('0.41', '0xone'), trade('0.42', '0xone'), trade('0.43', null), trade('0.43', null)];
    test.frames(1, both);
    test.frames(2, [...both, checked.book('111', BIDS, ASKS, TIME_MS + 2)]);
    test.frames(2, [trade('0.43', null)]);
    test.frames(1, [trade('0.43', null)]);
    expect(test.shard.tapes.recent(one.id).map(({ priceMicros }) => priceMicros)).toEqual([
      410_000, 420_000, 430_000, 430_000, 430_000,
    ]);
  });

  it('does not add changes to a level that came over the other connection', () => {
    const test = new TestShard();
    test.carry(1, [rain]);
    test.frames(1, [numbered.snapshot(1, 1, 'KXRAIN', [['0.4000', '10.00']], [])]);
    test.shard.setConnection(2, numbered.id, 'opened', 'none', NOW_MS);
    test.shard.handOver(2, OPEN, [rain.id], NOW_MS);
    test.frames(1, [numbered.delta(1, 2, 'KXRAIN', 'yes', '0.4000', '5.00')]);
    test.frames(2, [numbered.snapshot(1, 1, 'KXRAIN', [['0.4000', '15.00']], [])]);
    test.frames(1, [numbered.delta(1, 3, 'KXRAIN', 'yes', '0.4000', '2.00')]);
    test.frames(2, [numbered.delta(1, 2, 'KXRAIN', 'yes', '0.4000', '2.00')]);
    expect(test.dump(rain.id).bids).toEqual([[400_000, 17_000_000]]);
  });
});

describe('a hand-over in a recording', () => {
  it('gives the exported books that the engine had', () => {
    const said: FromTables[] = [];
    const plan = {
      tables: ['book_deltas'] as const,
      listings: [],
      fromMicros: 0,
      toMicros: Number.POSITIVE_INFINITY,
      levels: 5,
      intervalMs: 1_000,
      originals: false,
    };
    const start = { kind: 'start', plan, instruments: [one], links: [] } as const;
    const maker = new TableMaker(VENUES, start, (message) => void said.push(message));
    const test = new TestShard();
    test.carry(1, [one]);
    test.shard.setConnection(2, checked.id, 'opened', 'none', NOW_MS);
    const atMicros = NOW_MS * 1_000;
    const tell = (connection: number, change: 'connected' | 'subscribed' | 'handover'): void =>
      maker.take({ kind: 'connection', connection, change, listings: [one.id], atMicros });
    const frame = (connection: number, text: string): void => {
      test.frames(connection, [text]);
      const writer = new FrameBatchWriter();
      writer.add(connection, CHANNEL.text, atMicros, 0, Buffer.from(text));
      maker.takeBatch(writer.take());
    };
    for (const connection of [1, 2]) {
      maker.take({ kind: 'carrier', connection, venue: checked.id, transport: 'stream' });
      tell(connection, 'connected');
    }
    tell(1, 'subscribed');
    frame(1, checked.book('111', BIDS, ASKS));
    test.shard.handOver(2, OPEN, [one.id], NOW_MS);
    tell(2, 'handover');
    frame(1, buy(TIME_MS + 1, '7'));
    frame(2, checked.book('111', [['0.40', '8']], ASKS, TIME_MS + 2));
    frame(1, buy(TIME_MS + 3, '1'));
    frame(2, buy(TIME_MS + 3, '5'));
    maker.take({ kind: 'end' });
    const done = said.at(-1);
    expect(done?.kind === 'done' && done.books).toEqual([test.dump(one.id)]);
    expect(test.state(one.id)).toBe('synced none');
  });
});
