/** How Crossbook's window is made: its title, its place on the screen, and what its page may not do. */
import type { BrowserWindowConstructorOptions, Rectangle } from 'electron';
import type { Mode } from '../../../src-shared/contract/window-main.ts';
import type { WindowPlace } from '../../profile/state.ts';

const WIDTH_DEFAULT = 1_440;
const HEIGHT_DEFAULT = 900;
const WIDTH_MIN = 800;
const HEIGHT_MIN = 500;
/** At least this much of the title bar is on a screen, so that the user can drag it. */
const VISIBLE_MIN = 80;

/** LIVE, DEMO and REPLAY are told apart in the task bar as well. */
export function windowTitle(mode: Mode): string {
  return `Crossbook - ${mode.toUpperCase()}`;
}

/** The window's options: no Node, no bridge but the preload, every guard on. `screens` are the work areas there are now. */
export function windowOptions(
  mode: Mode,
  place: WindowPlace | null,
  screens: readonly Rectangle[],
  preload: string,
): BrowserWindowConstructorOptions {
  return {
    ...placeOn(screens, place),
    minWidth: WIDTH_MIN,
    minHeight: HEIGHT_MIN,
    show: false,
    title: windowTitle(mode),
    backgroundColor: '#0d1117',
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      // The spelling checker would fetch dictionaries from the network.
      spellcheck: false,
    },
  };
}

/** The remembered place where it can still be reached: a screen may have been unplugged since. */
export function placeOn(screens: readonly Rectangle[], place: WindowPlace | null): Partial<Rectangle> {
  if (!place) return { width: WIDTH_DEFAULT, height: HEIGHT_DEFAULT };
  const { x, y, width, height } = place;
  const isReachable = screens.some(
    (screen) =>
      x + width >= screen.x + VISIBLE_MIN &&
      x <= screen.x + screen.width - VISIBLE_MIN &&
      y >= screen.y &&
      y <= screen.y + screen.height - VISIBLE_MIN,
  );
  return isReachable ? { x, y, width, height } : { width, height };
}
