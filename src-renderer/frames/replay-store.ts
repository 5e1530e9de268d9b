/** How far the replay of this window has come; null in every other mode. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { ReplayState } from '../../src-shared/domain/session.ts';

export const replayStore = createStore<{ readonly replay: ReplayState | null }>(() => ({ replay: null }));

export function useReplay(): ReplayState | null {
  return useStore(replayStore, (state) => state.replay);
}
