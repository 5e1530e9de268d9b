/** Holds what main reported about this Crossbook: mode, version, venues and catalogue. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { CatalogState, Mode, VenueCard } from '../../src-shared/contract/window-main.ts';

export type App = {
  /** Null before the hello of main. */
  readonly mode: Mode | null;
  readonly version: string;
  readonly host: string;
  readonly venues: readonly VenueCard[];
  readonly catalog: CatalogState;
};

export const appStore = createStore<App>(() => ({
  mode: null,
  version: '',
  host: '',
  venues: [],
  catalog: { listings: 0, revision: 0, byVenue: [] },
}));

/** Renders again when a part of the app's state changed. */
export function useApp<T>(read: (app: App) => T): T {
  return useStore(appStore, read);
}
