/**
 * Gives a pane the ladder of its market as React state, at a pace for reading.
 */
import { useEffect, useLayoutEffect, useState } from 'react';
import { engineClient } from './clients.ts';
import { LadderFeed } from './ladder-feed.ts';
import type { LadderState } from './ladder-state.ts';
import type { TargetInfo } from './target.ts';

/** Time between two frames of the same state: figures that are read need not change faster. */
const FRAME_INTERVAL_MS = 200;

/**
 * The state of the ladder of `info`, with its frame; watched only while `visible`. Only a frame in the state `live` may be
 * drawn as live. `groupMicros` 0: a row a price.
 */
export function useLadderFrame(info: TargetInfo, visible: boolean, groupMicros = 0): LadderState {
  const [state, setState] = useState<LadderState>({ is: 'waiting', reason: null });
  const [feed] = useState(() => new LadderFeed(engineClient.watchLadder, paced(setState)));
  useLayoutEffect(() => feed.follow(info, visible ? groupMicros : null), [feed, info, visible, groupMicros]);
  useEffect(() => () => feed.stop(), [feed]);
  return state;
}

/** Passes every other state on at once, and the newest of equal ones once an interval. */
export function paced(take: (state: LadderState) => void): (state: LadderState) => void {
  let shown: LadderState['is'] | null = null;
  let newest: LadderState;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const pass = (): void => {
    clearTimeout(timer);
    timer = undefined;
    shown = newest.is;
    take(newest);
  };
  return (state) => {
    newest = state;
    if (state.is !== shown) pass();
    else timer ??= setTimeout(pass, FRAME_INTERVAL_MS);
  };
}
