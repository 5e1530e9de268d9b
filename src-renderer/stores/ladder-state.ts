/**
 * Decides how the newest ladder of a market may be shown: as live, greyed as last known, or not at all.
 *
 * A frame is live only while the window is connected, the running watch has brought it, and its members are the ones that the
 * window knows: the levels of one venue are never shown under the name of another. No clock and no I/O.
 */
import { isFrameOf, type LadderFrame } from '../../src-shared/contract/ladder-frame.ts';

/** A frame, and when the window received it (`performance.now()`). */
export type Received = { readonly frame: LadderFrame; readonly arrivedMs: number };

export type LadderState =
  /** The link no longer exists. */
  | { readonly is: 'gone' }
  /** No levels are known. `reason`: why none are coming, may be ''; null while the first frame is due within a moment. */
  | { readonly is: 'waiting'; readonly reason: string | null }
  /** The frame is current. The phase of each member still decides whether its levels are live. */
  | ({ readonly is: 'live' } & Received)
  /** The levels are the last known; a new watch replaces them within a moment. */
  | ({ readonly is: 'renewing' } & Received)
  /** The levels are the last known, and nothing newer is coming. `reason` may be ''. */
  | ({ readonly is: 'frozen'; readonly reason: string } & Received);

/** Progress of the watch: paused, requested, answered by a frame, late, or refused with a message. */
export type WatchProgress = 'paused' | 'requested' | 'answered' | 'overdue' | { readonly refused: string };

export type LadderFacts = {
  readonly isGone: boolean;
  /** Tags of the members that the window knows, in their order ({@link isFrameOf}). */
  readonly tags: readonly number[];
  readonly connection: { readonly live: boolean; readonly reason: string };
  readonly watch: WatchProgress;
  readonly newest: Received | null;
  /** The frame that was shown before the newest one. */
  readonly before: Received | null;
};

export const NO_FACTS: LadderFacts = {
  isGone: false,
  tags: [],
  connection: { live: false, reason: '' },
  watch: 'paused',
  newest: null,
  before: null,
};

/** The state that follows from the facts. */
export function ladderState(facts: LadderFacts): LadderState {
  if (facts.isGone) return { is: 'gone' };
  const received = shownFrame(facts);
  const reason = frozenReason(facts, received);
  if (received === null) return { is: 'waiting', reason };
  if (reason !== null) return { is: 'frozen', reason, ...received };
  return { is: facts.watch === 'answered' ? 'live' : 'renewing', ...received };
}

/** The newest frame of the members known; failing that the one before it. */
export function shownFrame({ newest, before, tags }: LadderFacts): Received | null {
  if (newest !== null && isFrameOf(newest.frame, tags)) return newest;
  return before !== null && isFrameOf(before.frame, tags) ? before : null;
}

/** Why nothing newer than `received` is coming; null while something is. */
function frozenReason({ connection, watch, newest }: LadderFacts, received: Received | null): string | null {
  if (!connection.live) return connection.reason;
  if (watch === 'overdue') return 'The engine has not answered yet.';
  if (typeof watch === 'object') return watch.refused;
  return watch === 'answered' && received !== newest ? 'The markets of this link have just changed.' : null;
}
