/** Checks that a ladder feed restarts its watch when frames no longer count, and never reports an old frame as live. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { connectionStore, setPortState } from '../../../../src-renderer/ports/connection-store.ts';
import { LadderFeed } from '../../../../src-renderer/stores/ladder-feed.ts';
import type { LadderState } from '../../../../src-renderer/stores/ladder-state.ts';
import { paced } from '../../../../src-renderer/stores/use-ladder-frame.ts';
import { type LadderFrame, memberTag } from '../../../../src-shared/contract/ladder-frame.ts';
import type { ListingId } from '../../../../src-shared/domain/listing.ts';
import { ladderFrame } from '../panes/ladder/frames.ts';

type Watch = {
  readonly target: string;
  readonly groupMicros: number;
  readonly onFrame: (frame: LadderFrame) => void;
  readonly onRefused: ((text: string) => void) | undefined;
  ended: boolean;
};

const frameOf = (listing: string) =>
  ladderFrame([[460_000, 1]], [], { members: [{ tag: memberTag(listing as ListingId, false) }] });
const infoOf = (listing: string, isGone = false) => ({
  id: 'target',
  isGone,
  members: isGone ? [] : [{ listing: listing as ListingId, orientation: 'same' as const, facts: null, venue: null }],
});

/** A feed on a made-up engine; `newest` is its running watch. */
function makeFeed() {
  const watches: Watch[] = [];
  const states: LadderState[] = [];
  const feed = new LadderFeed(
    (target, groupMicros, onFrame, onRefused) => {
      const watch: Watch = { target, groupMicros, onFrame, onRefused, ended: false };
      watches.push(watch);
      return () => {
        watch.ended = true;
      };
    },
    (state) => states.push(state),
  );
  return { feed, watches, states, newest: () => watches.at(-1)!, state: () => states.at(-1)! };
}

beforeEach(() => {
  vi.useFakeTimers();
  connectionStore.setState(connectionStore.getInitialState(), true);
  setPortState('main', 'open');
  setPortState('engine', 'open');
});

afterEach(() => {
  vi.useRealTimers();
});

it('is live with the first frame, and paused when the pane is hidden', () => {
  const { feed, watches, newest, state } = makeFeed();
  feed.follow(infoOf('a'), 0);
  expect(state()).toEqual({ is: 'waiting', reason: null });
  newest().onFrame(frameOf('a'));
  expect(state().is).toBe('live');
  feed.follow(infoOf('a'), null);
  expect(state().is).toBe('renewing');
  expect(watches.map(({ ended }) => ended)).toEqual([true]);
  feed.follow(infoOf('a'), 0);
  expect(state().is).toBe('renewing');
  newest().onFrame(frameOf('a'));
  expect(state().is).toBe('live');
});

it('freezes when the connection is lost and is live only with a frame of the watch after it', () => {
  const { feed, watches, newest, state } = makeFeed();
  feed.follow(infoOf('a'), 0);
  newest().onFrame(frameOf('a'));
  setPortState('main', 'lost', 'gone');
  newest().onFrame(frameOf('a'));
  expect(state()).toMatchObject({ is: 'frozen', reason: 'gone' });
  setPortState('main', 'open');
  expect(watches).toHaveLength(2);
  expect(watches[0]!.ended).toBe(true);
  expect(state().is).toBe('renewing');
  newest().onFrame(frameOf('a'));
  expect(state().is).toBe('live');
});

it('stays live while it is regrouped, but not longer than a watch may take', () => {
  const { feed, watches, newest, state } = makeFeed();
  feed.follow(infoOf('a'), 0);
  newest().onFrame(frameOf('a'));
  feed.follow(infoOf('a'), 50_000);
  expect(watches.map(({ groupMicros, ended }) => [groupMicros, ended])).toEqual([
    [0, true],
    [50_000, false],
  ]);
  expect(state().is).toBe('live');
  vi.advanceTimersByTime(1_000);
  expect(state()).toMatchObject({ is: 'frozen', reason: expect.stringContaining('not answered') });
  newest().onFrame(frameOf('a'));
  expect(state().is).toBe('live');
});

it('holds a frame of other members until the window knows them', () => {
  const { feed, newest, state } = makeFeed();
  feed.follow(infoOf('a'), 0);
  const first = frameOf('a');
  newest().onFrame(first);
  const second = frameOf('b');
  newest().onFrame(second);
  expect(state()).toMatchObject({ is: 'frozen', frame: first });
  feed.follow(infoOf('b'), 0);
  expect(state()).toMatchObject({ is: 'live', frame: second });
});

it('gives the reason of a refusal until a frame comes', () => {
  const { feed, newest, state } = makeFeed();
  feed.follow(infoOf('a'), 0);
  newest().onRefused?.('Unknown market.');
  vi.advanceTimersByTime(5_000);
  expect(state()).toEqual({ is: 'waiting', reason: 'Unknown market.' });
  newest().onFrame(frameOf('a'));
  expect(state().is).toBe('live');
});

it('ends the watch of a link that no longer exists, and forgets the frames of another market', () => {
  const { feed, watches, newest, state } = makeFeed();
  feed.follow(infoOf('a'), 0);
  newest().onFrame(frameOf('a'));
  feed.follow(infoOf('a', true), 0);
  expect(state()).toEqual({ is: 'gone' });
  expect(watches[0]!.ended).toBe(true);
  feed.follow({ ...infoOf('a'), id: 'other' }, 0);
  expect(newest().target).toBe('other');
  expect(state()).toEqual({ is: 'waiting', reason: null });
});

it('hands a change of state on at once and frames of one state at a pace', () => {
  const taken: LadderState[] = [];
  const take = paced((state) => taken.push(state));
  const live = (arrivedMs: number): LadderState => ({ is: 'live', frame: frameOf('a'), arrivedMs });
  take(live(1));
  take(live(2));
  take(live(3));
  expect(taken).toHaveLength(1);
  vi.advanceTimersByTime(200);
  expect(taken.slice(1)).toMatchObject([{ arrivedMs: 3 }]);
  take(live(4));
  take({ is: 'gone' });
  vi.advanceTimersByTime(1_000);
  expect(taken.slice(2)).toEqual([{ is: 'gone' }]);
});
