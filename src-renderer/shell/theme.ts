/** Applies the theme to <html>, where the style sheets and painters read it, and follows the user's choice and the system's. */
import { preferencesStore } from '../stores/preferences-store.ts';
import { resolveTheme, type SystemLooks, themeStore } from '../stores/theme-store.ts';

const QUERIES = {
  isLight: '(prefers-color-scheme: light)',
  wantsContrast: '(prefers-contrast: more)',
  wantsLessMotion: '(prefers-reduced-motion: reduce)',
} as const satisfies Record<keyof SystemLooks, string>;

/** Applies the theme now and at every change. */
export function followTheme(): void {
  const matches = Object.entries(QUERIES).map(([name, query]) => [name, window.matchMedia(query)] as const);
  const apply = (): void => {
    const system = Object.fromEntries(matches.map(([name, list]) => [name, list.matches])) as SystemLooks;
    const next = resolveTheme(preferencesStore.getState(), system);
    const old = themeStore.getState();
    const data = document.documentElement.dataset;
    data.theme = next.scheme;
    data.sides = next.sideColours;
    data.contrast = next.contrast;
    if (Object.entries(next).every(([name, value]) => old[name as keyof typeof next] === value)) return;
    themeStore.setState({ ...next, revision: old.revision + 1 });
  };
  for (const [, list] of matches) list.addEventListener('change', apply);
  preferencesStore.subscribe(apply);
  apply();
}
