/** One book: its levels, and the checks that decide whether it is still right. */
import { describe, expect, it } from 'vitest';
import { ASK, BID } from '../../../../src-shared/domain/wire/event-buffer.ts';
import { Book } from '../../../../src-worker/book/book.ts';

const NOW_MS = 5_000;

function bookWith(bids: readonly [number, number][], asks: readonly [number, number][], venueMs = 100): Book {
  const book = new Book();
  book.connected(NOW_MS);
  book.beginSnapshot();
  for (const [price, size] of bids) book.putLevel(BID, price, size);
  for (const [price, size] of asks) book.putLevel(ASK, price, size);
  book.endSnapshot(venueMs, NOW_MS);
  return book;
}

const standard = (): Book =>
  bookWith(
    [
      [400_000, 10],
      [390_000, 20],
    ],
    [
      [420_000, 5],
      [430_000, 7],
    ],
  );

describe('book', () => {
  it('is synced by a snapshot, with the touch of its levels', () => {
    const book = standard();
    expect([book.sync.phase, book.bestBidMicros, book.bestAskMicros]).toEqual(['synced', 400_000, 420_000]);
  });

  it('is as old as its last frame while it is live, and older by the lag once it is behind', () => {
    const book = standard();
    book.lastReceivedMs = NOW_MS;
    // By a frame of the connection that hands it over, which is late.
    book.lagMs = 3_000;
    expect([book.sync.phase, book.asOfMs]).toEqual(['synced', NOW_MS]);
    book.setBehind(true);
    expect([book.sync.phase, book.asOfMs]).toEqual(['behind', NOW_MS - 3_000]);
  });

  it('has no touch on an empty side', () => {
    const book = bookWith([], [[420_000, 5]]);
    expect([book.bestBidMicros, book.bestAskMicros, book.sync.phase]).toEqual([-1, 420_000, 'synced']);
  });

  it('forgets the levels that a new snapshot does not have', () => {
    const book = standard();
    book.beginSnapshot();
    book.putLevel(BID, 300_000, 1);
    book.endSnapshot(101, NOW_MS);
    expect([book.bids.count, book.asks.count, book.bestBidMicros]).toEqual([1, 0, 300_000]);
  });

  it('takes a total as the new size and zero as the removal of a level', () => {
    const book = standard();
    book.setLevel(BID, 400_000, 3, 101, NOW_MS);
    expect(book.bids.bestSize).toBe(3);
    book.setLevel(BID, 400_000, 0, 102, NOW_MS);
    expect(book.bestBidMicros).toBe(390_000);
  });

  it('adds signed changes, and recovers when a level would become negative', () => {
    const book = standard();
    expect(book.addToLevel(BID, 400_000, -4, 101, NOW_MS)).toBe('apply');
    expect(book.bids.bestSize).toBe(6);
    expect(book.addToLevel(BID, 400_000, -7, 102, NOW_MS)).toBe('resync');
    expect([book.sync.phase, book.sync.reason]).toEqual(['recovering', 'negative-level']);
    expect(book.bids.bestSize).toBe(6);
  });

  it('lets a burst of one time cross for a moment', () => {
    const book = standard();
    book.setLevel(BID, 425_000, 1, 101, NOW_MS);
    expect(book.crossed).toBe(true);
    book.setLevel(ASK, 420_000, 0, 101, NOW_MS);
    book.setLevel(BID, 425_000, 1, 101, NOW_MS);
    expect(book.setLevel(ASK, 440_000, 1, 102, NOW_MS)).toBe('apply');
    expect(book.sync.phase).toBe('synced');
  });

  it('recovers when a burst has ended crossed', () => {
    const book = standard();
    book.setLevel(BID, 425_000, 1, 101, NOW_MS);
    expect(book.setLevel(BID, 380_000, 1, 102, NOW_MS)).toBe('resync');
    expect([book.sync.phase, book.sync.reason]).toEqual(['recovering', 'crossed']);
  });

  it('judges a finished burst at a tick too', () => {
    const book = standard();
    book.setLevel(BID, 425_000, 1, 101, NOW_MS);
    expect(book.judge(NOW_MS + 100)).toBe('resync');
    expect(book.judge(NOW_MS + 200)).toBe('apply');
  });

  it('does not accept a crossed snapshot', () => {
    const book = bookWith([[500_000, 1]], [[490_000, 1]]);
    expect([book.sync.phase, book.sync.reason]).toEqual(['waiting', 'crossed']);
  });

  it("compares the venue's own touch with its own at the end of a burst", () => {
    const book = standard();
    book.setLevel(BID, 410_000, 1, 101, NOW_MS);
    book.expectTouch(410_000, 420_000);
    expect(book.judge(NOW_MS)).toBe('apply');
    book.setLevel(BID, 411_000, 1, 102, NOW_MS);
    book.expectTouch(412_000, 420_000);
    expect(book.judge(NOW_MS)).toBe('resync');
    expect(book.sync.reason).toBe('touch-mismatch');
  });

  it('uses only the last touch of a burst', () => {
    const book = standard();
    book.setLevel(BID, 410_000, 1, 101, NOW_MS);
    book.expectTouch(999_000, 420_000);
    book.setLevel(BID, 410_000, 2, 101, NOW_MS);
    book.expectTouch(410_000, 420_000);
    expect(book.judge(NOW_MS)).toBe('apply');
  });

  it('recovers when time goes backwards', () => {
    const book = standard();
    book.setLevel(BID, 410_000, 1, 200, NOW_MS);
    expect(book.setLevel(BID, 411_000, 1, 199, NOW_MS)).toBe('resync');
    expect(book.sync.reason).toBe('time-reversed');
  });

  it('suppresses changes while it recovers, keeps its last levels, and is synced by the next snapshot', () => {
    const book = standard();
    book.disconnected('disconnected');
    book.setLevel(BID, 410_000, 1, 300, NOW_MS);
    expect([book.sync.phase, book.bestBidMicros]).toEqual(['recovering', 400_000]);
    book.connected(NOW_MS);
    book.beginSnapshot();
    book.putLevel(BID, 350_000, 9);
    book.endSnapshot(301, NOW_MS);
    expect([book.sync.phase, book.bestBidMicros, book.asks.count]).toEqual(['synced', 350_000, 0]);
  });

  it('drops every level when the price grid changes', () => {
    const book = standard();
    expect(book.beginEpoch(NOW_MS)).toBe('resync');
    expect([book.bids.count, book.asks.count, book.sync.reason]).toEqual([0, 0, 'grid-changed']);
  });

  it('raises its version with everything a viewer could see', () => {
    const book = standard();
    const versions = [book.version];
    const note = (): void => void versions.push(book.version);
    book.setLevel(BID, 410_000, 1, 101, NOW_MS);
    note();
    book.silent('feed-silent');
    note();
    book.heard();
    note();
    book.fault('crossed', NOW_MS);
    note();
    book.close('market-closed');
    note();
    expect(new Set(versions).size).toBe(versions.length);
  });
});
