/** Holds the position of the replay of this window (null in every other mode) and the speed that the user chose. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { ReplayState } from '../../src-shared/domain/session.ts';

export type ReplayView = {
  readonly replay: ReplayState | null;
  /** Null: none was chosen yet. */
  readonly speed: number | null;
};

export const replayStore = createStore<ReplayView>(() => ({ replay: null, speed: null }));

export function useReplay<T>(read: (view: ReplayView) => T): T {
  return useStore(replayStore, read);
}
