/** How late a connection's messages are, told from venue's times and a steady clock alone. */
import { describe, expect, it } from 'vitest';
import { LAG_BEHIND_MS } from '../../../../src-shared/domain/limits.ts';
import { BID, EVENT, EventBuffer } from '../../../../src-shared/domain/wire/event-buffer.ts';
import { FeedLag } from '../../../../src-worker/book/feed-lag.ts';

const VENUE_MS = 1_775_000_000_000;
const HOUR_MS = 3_600_000;

/** A feed whose venue's clock is `skewMs` ahead of a steady clock that began at zero. */
class Feed {
  readonly lag: FeedLag;
  skewMs: number;
  nowMs = 0;

  constructor(skewMs = VENUE_MS, by: 'changes' | 'books' = 'changes') {
    this.skewMs = skewMs;
    this.lag = new FeedLag({ behindMs: LAG_BEHIND_MS, by });
  }

  /** A message made so much later than the last. */
  later(passedMs: number, lateMs: number): boolean {
    this.nowMs += passedMs;
    return this.message(this.nowMs, lateMs);
  }

  /** A message made at `madeMs` and received `lateMs` later; true when that changed whether the feed is behind. */
  message(madeMs: number, lateMs: number, kind: number = EVENT.set): boolean {
    const events = new EventBuffer();
    events.push(kind, 0, BID, 1, 1, madeMs + this.skewMs);
    return this.lag.observe(events, madeMs + lateMs);
  }
}

describe('the lag of a feed', () => {
  it('is measured against its quickest message, whatever the two clocks say', () => {
    for (const skewMs of [VENUE_MS, VENUE_MS + 90_000, VENUE_MS - 90_000]) {
      const feed = new Feed(skewMs);
      feed.message(1_000, 80);
      feed.message(2_000, 50);
      feed.message(3_000, 250);
      expect(feed.lag.lagMs).toBeCloseTo(200, -1);
      expect(feed.lag.isBehind).toBe(false);
    }
  });

  it('makes the feed behind above the limit, and in time again at half of it', () => {
    const feed = new Feed();
    feed.message(0, 50);
    expect(feed.message(10_000, 40_050)).toBe(true);
    expect(feed.lag.isBehind).toBe(true);
    expect(Math.round(feed.lag.lagMs / 100)).toBe(400);
    expect(feed.message(58_000, LAG_BEHIND_MS - 200)).toBe(false);
    expect(feed.lag.isBehind).toBe(true);
    expect(feed.message(70_000, LAG_BEHIND_MS / 2)).toBe(true);
    expect(feed.lag.isBehind).toBe(false);
  });

  it('is not taken for granted after a day of being behind', () => {
    const feed = new Feed();
    feed.message(0, 50);
    for (let atMs = 60_000; atMs < 24 * HOUR_MS; atMs += 60_000) feed.message(atMs, 60_050);
    expect(feed.lag.isBehind).toBe(true);
  });

  it('is not made by clocks that drift apart', () => {
    const feed = new Feed();
    for (let atMs = 0; atMs < 48 * HOUR_MS; atMs += 10_000) feed.message(atMs, 50 + atMs * 0.0004);
    expect(feed.lag.isBehind).toBe(false);
  });

  it('is not made by one time that is far ahead of the others', () => {
    const feed = new Feed();
    feed.message(0, 50);
    feed.message(1_000, -3_600_000);
    feed.message(2_000, 50);
    expect(feed.lag.isBehind).toBe(false);
  });

  it('is not made for long by a clock of the venue that is set, forth or back', () => {
    const feed = new Feed();
    for (const setMs of [15_000, -15_000, -3_600_000]) {
      feed.skewMs += setMs;
      for (let i = 0; i < 30; i++) feed.later(1_000, 50);
      expect(feed.lag.isBehind).toBe(false);
      feed.later(60_000, 30_000);
      expect(feed.lag.isBehind).toBe(true);
      feed.later(60_000, 50);
      expect(feed.lag.isBehind).toBe(false);
    }
  });

  it('is not taken for a clock that was set where late messages come among others', () => {
    const feed = new Feed();
    feed.message(0, 50);
    for (let atMs = 60_000; atMs < 120_000; atMs += 1_000) {
      feed.message(atMs, 50);
      feed.message(atMs - 40_000, 40_060);
      expect(feed.lag.isBehind).toBe(true);
    }
  });

  it('is known from the first messages that catch up, for a feed that began late', () => {
    const feed = new Feed();
    feed.message(0, 40_000);
    feed.message(50_000, 50);
    feed.message(51_000, 50);
    feed.message(52_000, 30_000);
    expect(feed.lag.isBehind).toBe(true);
  });

  it('is not told by the time of a quiet book or of a trade, which end it all the same', () => {
    for (const kind of [EVENT.snapshotEnd, EVENT.trade]) {
      const feed = new Feed();
      feed.message(0, 50);
      feed.message(1_000, 600_000, kind);
      expect(feed.lag.isBehind).toBe(false);
      feed.message(700_000, 40_000);
      expect(feed.lag.isBehind).toBe(true);
      feed.message(800_000, 60, kind);
      expect(feed.lag.isBehind).toBe(false);
    }
  });

  it('is told by whole books where the venue dates them at their sending', () => {
    const feed = new Feed(VENUE_MS, 'books');
    feed.message(0, 50, EVENT.snapshotEnd);
    feed.message(1_000, 40_000, EVENT.snapshotEnd);
    expect(feed.lag.isBehind).toBe(true);
  });

  it('goes on from what was known before it began to measure', () => {
    const feed = new Feed();
    feed.lag.assume(true, 40_000);
    feed.message(0, 40_050);
    expect(feed.lag.isBehind).toBe(true);
    feed.message(50_000, 50);
    feed.message(51_000, 50);
    expect(feed.lag.isBehind).toBe(false);
  });
});
