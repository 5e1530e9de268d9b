/** A feed that delivers late: its books follow it, and nobody takes them for live. */
import { describe, expect, test } from 'vitest';
import type { EngineToWindow } from '../../../../src-shared/contract/window-engine.ts';
import { FEED_FOR_DEFAULT_MS } from '../../../../src-shared/domain/alert.ts';
import { checked, TIME_MS } from '../../../venues/roles.ts';
import { TestWindow } from '../publish/with-window.ts';
import { NOW_MS, TestShard } from './with-shard.ts';

const one = checked.instrument('one');
const two = checked.instrument('two');
const NANOS_PER_MS = 1_000_000;
/** The steady clock began with the test's time. */
const steadyNanos = (ms: number): number => ms * NANOS_PER_MS + 1;

/** Two books on a connection, in time until `lateMs`. */
class Feed {
  readonly test = new TestShard();
  /** When the newest message was made, since the start, ms. */
  made = 0;

  constructor() {
    const { test } = this;
    test.carry(1, [one, two]);
    for (const symbol of ['one', 'two']) this.send(checked.book(symbol, [['0.40', '10']], [['0.60', '10']], TIME_MS));
    this.change('one', 0);
    this.change('two', 0);
  }

  /** A change of a book, made now and received `lateMs` later. */
  change(symbol: string, lateMs: number, size = '5'): void {
    this.made++;
    this.send(checked.change(symbol, TIME_MS + this.made, { side: 'BUY', price: '0.41', size }), lateMs);
  }

  send(text: string, lateMs = 0): void {
    const at = this.made + lateMs;
    this.test.frames(1, [text], NOW_MS + at, undefined, false, steadyNanos(at));
  }

  get states(): readonly string[] {
    return [one, two].map(({ id }) => this.test.state(id));
  }
}

describe('a feed that is behind', () => {
  test('makes all its books behind with the first late change, and synced when it has caught up', () => {
    const feed = new Feed();
    expect(feed.states).toEqual(['synced none', 'synced none']);
    feed.change('one', 40_000);
    expect(feed.states).toEqual(['behind feed-behind', 'behind feed-behind']);
    expect(feed.test.notes.lags).toEqual([expect.stringMatching(/^1 behind 399\d\d$/)]);
    const report = feed.test.shard.report(NOW_MS);
    expect(report.health).toMatchObject({ synced: 0, books: 2 });
    expect(report.delivering).toEqual([]);
    expect(report.lags).toEqual([expect.objectContaining({ connection: 1, isBehind: true })]);
    feed.made += 60_000;
    feed.change('two', 10);
    expect(feed.states).toEqual(['synced none', 'synced none']);
    expect(feed.test.notes.lags).toHaveLength(2);
  });

  test('still applies every change, judges the books, and asks for what is wrong', () => {
    const feed = new Feed();
    feed.change('one', 40_000, '77');
    expect(feed.test.dump(one.id).bids[0]).toEqual([410_000, 77_000_000]);
    feed.send(checked.change('one', TIME_MS + feed.made + 1, { side: 'BUY', price: '0.70', size: '1' }), 40_000);
    feed.test.shard.onTick(NOW_MS + 200_000);
    expect(feed.test.state(one.id)).toBe('recovering crossed');
    feed.send(checked.book('one', [['0.40', '10']], [['0.60', '10']], TIME_MS + feed.made), 40_000);
    expect(feed.test.state(one.id)).toBe('behind feed-behind');
  });

  test('shows the age of what it says: since the venue made it, and not since it arrived', async () => {
    const feed = new Feed();
    feed.change('one', 40_000);
    const dump = feed.test.dump(one.id);
    expect(dump.lagMs).toBeCloseTo(40_000, -2);
    const window = new TestWindow(feed.test);
    await window.watch(1, { what: 'quotes', listings: [one.id, two.id] });
    const [quotes] = await window.publish();
    const { rows } = quotes as Extract<EngineToWindow, { kind: 'quotes' }>;
    expect(rows.map(({ phase }) => phase)).toEqual(['behind', 'behind']);
    expect(rows[0]!.lastReceivedMs - NOW_MS).toBeCloseTo(feed.made, -2);
  });

  test('is not made by a clock of ours that is set', () => {
    const feed = new Feed();
    feed.test.frames(
      1,
      [checked.change('one', TIME_MS + 9, { side: 'BUY', price: '0.41', size: '3' })],
      NOW_MS + 3_600_000,
      undefined,
      false,
      steadyNanos(9),
    );
    expect(feed.states).toEqual(['synced none', 'synced none']);
  });

  test('is known from another shard, and from a keyframe of a recording', () => {
    const feed = new Feed();
    feed.test.shard.setLag({ connection: 1, isBehind: true, lagMs: 9_000, toldMs: 1 }, NOW_MS);
    expect(feed.states).toEqual(['behind feed-behind', 'behind feed-behind']);
    feed.change('one', 40_000);
    const books = [one, two].map(({ id }) => feed.test.dump(id));
    const fresh = new TestShard();
    fresh.carry(1, [one, two]);
    fresh.shard.restore(books, NOW_MS);
    // The first message that this shard sees is as late as those before: it may not be taken for the quickest.
    fresh.frames(
      1,
      [checked.change('one', TIME_MS + 50_000, { side: 'BUY', price: '0.41', size: '5' })],
      NOW_MS + 90_000,
    );
    expect(fresh.state(one.id)).toBe('behind feed-behind');
    expect(fresh.state(two.id)).toBe('behind feed-behind');
  });

  test('stays with the connection: a book that another one takes over is as late as that one', () => {
    const feed = new Feed();
    feed.change('one', 40_000);
    const { test: t } = feed;
    t.shard.setConnection(2, checked.id, 'opened', 'none', NOW_MS);
    t.shard.handOver(2, { transport: 'stream', isOpen: true, reason: 'none' }, [one.id], NOW_MS);
    t.frames(2, [checked.book('one', [['0.40', '10']], [['0.60', '10']], TIME_MS + feed.made)], NOW_MS + 41_000);
    expect(feed.states).toEqual(['synced none', 'behind feed-behind']);
  });

  test('is told by a rule about feeds, and silences the rules about prices and trades', () => {
    const feed = new Feed();
    const rule = { target: one.id, enabled: true, quietMs: 1_000, sound: false, notify: false };
    const { shard, notes } = feed.test;
    shard.alerts.setRules([
      { ...rule, id: 'feed', when: { kind: 'feed', forMs: FEED_FOR_DEFAULT_MS } },
      {
        ...rule,
        id: 'price',
        when: { kind: 'price', price: 'bid', crosses: 'above', priceMicros: 450_000, hysteresisMicros: 0 },
      },
      { ...rule, id: 'trade', when: { kind: 'trade', notionalMicros: 1 } },
    ]);
    feed.change('one', 40_000);
    feed.send(checked.change('one', TIME_MS + feed.made, { side: 'BUY', price: '0.50', size: '5' }), 40_000);
    feed.send(checked.trade('one', '0.50', '5', 'BUY', TIME_MS + feed.made), 40_000);
    expect(notes.sightings).toEqual([]);
    shard.onTick(NOW_MS + 200_000);
    shard.onTick(NOW_MS + 200_000 + FEED_FOR_DEFAULT_MS);
    expect(notes.sightings.map(({ rule: id, reason }) => [id, reason])).toEqual([['feed', 'feed-behind']]);
  });
});
