/**
 * Holds the theme in use, resolved from the user's choice and the system's settings.
 *
 * `revision` grows with every change; canvas painters read their colours again then.
 */
import { createStore } from 'zustand/vanilla';
import type { Preferences } from '../../src-shared/contract/window-main.ts';

export type Theme = {
  readonly scheme: 'dark' | 'light';
  readonly sideColours: Preferences['sideColours'];
  readonly contrast: 'normal' | 'more';
  readonly motion: 'normal' | 'reduced';
  readonly revision: number;
};

export const themeStore = createStore<Theme>(() => ({
  scheme: 'dark',
  sideColours: 'blue-orange',
  contrast: 'normal',
  motion: 'normal',
  revision: 0,
}));

/** The settings of the system. */
export type SystemLooks = {
  readonly isLight: boolean;
  readonly wantsContrast: boolean;
  readonly wantsLessMotion: boolean;
};

/** The theme that follows from choice and system. */
export function resolveTheme(
  chosen: Pick<Preferences, 'theme' | 'sideColours'>,
  system: SystemLooks,
): Omit<Theme, 'revision'> {
  const scheme = chosen.theme === 'system' ? (system.isLight ? 'light' : 'dark') : chosen.theme;
  return {
    scheme,
    sideColours: chosen.sideColours,
    contrast: system.wantsContrast ? 'more' : 'normal',
    motion: system.wantsLessMotion ? 'reduced' : 'normal',
  };
}
