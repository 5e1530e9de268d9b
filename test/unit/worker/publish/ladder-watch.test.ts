/** Ladders that a window watches, over a real message channel. */
import { describe, expect, it } from 'vitest';
import { isFrameOf, memberTag } from '../../../../src-shared/contract/ladder-frame.ts';
import type { Link, LinkMember } from '../../../../src-shared/domain/link.ts';
import { checked, numbered, TIME_MS } from '../../../venues/roles.ts';
import { NOW_MS } from '../shard/with-shard.ts';
import { bestBidSize, change, ladder, one, quotes, rain, withBooks } from './two-books.ts';
import { INTERVAL_MS, levelsOf, TestWindow } from './with-window.ts';

const same: LinkMember = { listing: one.id, orientation: 'same' };
const inverted: LinkMember = { listing: rain.id, orientation: 'inverted' };
const linkOf = (...members: LinkMember[]): Link => ({ id: 'link:1', title: '', status: 'confirmed', members });

describe('a ladder that is watched', () => {
  it('is sent whole, with its member and when it was applied', async () => {
    const window = new TestWindow(withBooks());
    await window.watch(7, ladder);
    const [frame, ...more] = await window.ladders();
    expect(more).toEqual([]);
    expect([frame?.watch, frame?.groupMicros, frame?.flags, frame?.sentMicros]).toEqual([7, 0, 0, NOW_MS * 1_000]);
    expect(levelsOf(frame!, 'bids')).toEqual([
      [400_000, 100_000_000, [100_000_000]],
      [395_000, 50_000_000, [50_000_000]],
    ]);
    expect(levelsOf(frame!, 'asks')).toEqual([[420_000, 30_000_000, [30_000_000]]]);
    expect(frame?.members).toMatchObject([
      {
        phase: 'synced',
        reason: 'none',
        transport: 'stream',
        bidMicros: 400_000,
        askMicros: 420_000,
        lastVenueMs: TIME_MS,
        ...{ bidSizeMicros: 100_000_000, bidDepthMicros: 150_000_000, bidLevels: 2 },
        ...{ askSizeMicros: 30_000_000, askDepthMicros: 30_000_000, askLevels: 1 },
      },
    ]);
    expect(frame!.bookMicros).toBeGreaterThanOrEqual(NOW_MS * 1_000);
  });

  it('is sent again only when it changed, was acknowledged, and the interval has passed', async () => {
    const test = withBooks();
    const window = new TestWindow(test);
    await window.watch(7, ladder);
    const [first] = await window.ladders(NOW_MS);
    await window.ack(7, first!.frame);
    expect(await window.ladders(NOW_MS + 1_000)).toEqual([]);
    change(test, '7');
    const [second] = await window.ladders(NOW_MS + 1_000);
    expect([bestBidSize(second), second!.frame > first!.frame]).toEqual([7_000_000, true]);
    await window.ack(7, second!.frame);
    change(test, '8');
    expect(await window.ladders(NOW_MS + 1_000 + INTERVAL_MS - 1)).toEqual([]);
    expect((await window.ladders(NOW_MS + 1_000 + INTERVAL_MS)).length).toBe(1);
  });

  it('costs nothing while the window stalls, and is the state of the moment when it comes back', async () => {
    const test = withBooks();
    const window = new TestWindow(test);
    await window.watch(7, ladder);
    const [first] = await window.ladders(NOW_MS);
    for (let at = 1; at <= 50; at++) {
      change(test, String(at));
      expect(await window.publish(NOW_MS + at * INTERVAL_MS)).toEqual([]);
    }
    await window.ack(7, first!.frame);
    const frames = await window.ladders(NOW_MS + 60 * INTERVAL_MS);
    expect(frames.map(bestBidSize)).toEqual([50_000_000]);
  });

  it('is not let go by an acknowledgement of another frame or watch', async () => {
    const test = withBooks();
    const window = new TestWindow(test);
    await window.watch(7, ladder);
    await window.watch(8, quotes);
    const [first] = await window.ladders(NOW_MS);
    await window.ack(8, first!.frame);
    await window.ack(7, first!.frame + 1_000);
    await window.ack(99, first!.frame);
    change(test, '7');
    expect(await window.ladders(NOW_MS + 1_000)).toEqual([]);
  });

  it('shows a book that is not live any more, without a change of its levels', async () => {
    const test = withBooks();
    const window = new TestWindow(test);
    await window.watch(7, ladder);
    const [first] = await window.ladders(NOW_MS);
    await window.ack(7, first!.frame);
    test.shard.setConnection(1, checked.id, 'closed', 'disconnected', NOW_MS);
    const [second] = await window.ladders(NOW_MS + 1_000);
    expect(second?.members[0]).toMatchObject({ phase: 'recovering', reason: 'disconnected' });
    expect(levelsOf(second!, 'bids')[0]).toEqual([400_000, 0, [100_000_000]]);
  });

  it('is grouped, away from the touch on both sides', async () => {
    const window = new TestWindow(withBooks());
    await window.watch(7, { ...ladder, groupMicros: 50_000 });
    const [frame] = await window.ladders();
    expect(levelsOf(frame!, 'bids').map(([price, total]) => [price, total])).toEqual([
      [400_000, 100_000_000],
      [350_000, 50_000_000],
    ]);
    expect(levelsOf(frame!, 'asks').map(([price]) => price)).toEqual([450_000]);
  });

  it('merges the members of a link, an inverted one as its mirror', async () => {
    const test = withBooks();
    test.carry(2, [rain]);
    test.frames(2, [numbered.snapshot(1, 1, 'RAIN', [['0.58', '4.00']], [['0.40', '9.00']])]);
    test.shard.changeLinks({ removed: [], changed: [linkOf(same, inverted)] });
    const window = new TestWindow(test);
    await window.watch(7, { what: 'ladder', target: 'link:1', groupMicros: 0 });
    const [frame] = await window.ladders();
    // Inverted, bids at 0.58 are asks at 0.42, and asks at 0.60 are bids at 0.40.
    expect(levelsOf(frame!, 'asks')).toEqual([[420_000, 34_000_000, [30_000_000, 4_000_000]]]);
    expect(levelsOf(frame!, 'bids')[0]).toEqual([400_000, 109_000_000, [100_000_000, 9_000_000]]);
    expect(frame?.members[1]).toMatchObject({ bidMicros: 400_000, askMicros: 420_000 });
  });

  it('has every member of a link in its place, also where no book of one is kept', async () => {
    const test = withBooks();
    test.shard.changeLinks({ removed: [], changed: [linkOf(inverted, same)] });
    const window = new TestWindow(test);
    await window.watch(7, { what: 'ladder', target: 'link:1', groupMicros: 0 });
    const [frame] = await window.ladders();
    expect(frame?.members).toMatchObject([
      { tag: memberTag(rain.id, true), phase: 'waiting', reason: 'not-subscribed', bidLevels: 0 },
      { tag: memberTag(one.id, false), phase: 'synced', bidMicros: 400_000 },
    ]);
    expect(levelsOf(frame!, 'asks')).toEqual([[420_000, 30_000_000, [0, 30_000_000]]]);
    expect(isFrameOf(frame!, [memberTag(rain.id, true), memberTag(one.id, false)])).toBe(true);
    expect(isFrameOf(frame!, [memberTag(one.id, false), memberTag(rain.id, true)])).toBe(false);
    expect(isFrameOf(frame!, [memberTag(rain.id, false), memberTag(one.id, false)])).toBe(false);
    expect(isFrameOf(frame!, [memberTag(one.id, false)])).toBe(false);
  });

  it('begins when its book does, and is emptied when its book is gone', async () => {
    const test = withBooks();
    const window = new TestWindow(test);
    await window.watch(7, { what: 'ladder', target: `${checked.id}:0x333`, groupMicros: 0 });
    expect(await window.ladders()).toEqual([]);
    test.carry(1, [checked.instrument('333')]);
    const [waiting] = await window.ladders(NOW_MS + 100);
    expect(waiting?.members).toMatchObject([{ phase: 'waiting', reason: 'no-snapshot-yet' }]);
    await window.ack(7, waiting!.frame);
    test.shard.setInstruments([], [`${checked.id}:0x333`]);
    const [gone] = await window.ladders(NOW_MS + 200);
    expect([gone?.members, gone?.bids.count]).toEqual([[], 0]);
    await window.ack(7, gone!.frame);
    expect(await window.ladders(NOW_MS + 300)).toEqual([]);
  });
});
