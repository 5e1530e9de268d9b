/** Holds the preferences of the user. A change shows at once; several are sent to main together, a moment later. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Preferences } from '../../src-shared/contract/window-main.ts';
import { SAVE_DELAY_MS } from '../ports/limits.ts';

export const DEFAULT_PREFERENCES: Preferences = {
  theme: 'dark',
  sideColours: 'blue-orange',
  priceUnit: 'cents',
  timeZone: 'local',
  alertVolume: 40,
  layout: null,
};

export const preferencesStore = createStore<Preferences>(() => DEFAULT_PREFERENCES);

type Save = (preferences: Partial<Preferences>) => Promise<unknown>;

let save: Save | null = null;
let unsaved: Partial<Preferences> = {};
let timer: ReturnType<typeof setTimeout> | undefined;

/** Takes over what main keeps. Choices made since and not yet saved win, and are saved now. */
export function loadPreferences(preferences: Preferences, saveWith: Save): void {
  save = saveWith;
  preferencesStore.setState({ ...preferences, ...unsaved });
  flushPreferences();
}

/** Changes preferences here and, a moment later, in main. */
export function setPreferences(change: Partial<Preferences>): void {
  preferencesStore.setState(change);
  unsaved = { ...unsaved, ...change };
  clearTimeout(timer);
  timer = setTimeout(flushPreferences, SAVE_DELAY_MS);
}

/** Sends what is waiting now: the window is about to close. What main does not take waits for the next change or connection. */
export function flushPreferences(): void {
  clearTimeout(timer);
  if (save === null || Object.keys(unsaved).length === 0) return;
  const sent = unsaved;
  unsaved = {};
  save(sent).catch(() => {
    unsaved = { ...sent, ...unsaved };
  });
}

const UNITS: readonly Preferences['priceUnit'][] = ['cents', 'probability', 'odds'];

/** The next price unit in turn. */
export function nextPriceUnit(): void {
  const at = UNITS.indexOf(preferencesStore.getState().priceUnit);
  setPreferences({ priceUnit: UNITS[(at + 1) % UNITS.length] ?? 'cents' });
}

export function usePreferences<T>(read: (preferences: Preferences) => T): T {
  return useStore(preferencesStore, read);
}
