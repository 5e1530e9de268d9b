/**
 * The desktop app itself, driven by Playwright: the window is the app's own, so it cannot outlive it and has no address.
 *
 * It needs the built app (out/main/main.js) and, on Linux, a display; Xvfb will do.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { _electron, type Page } from '@playwright/test';
import { findPackage } from '../../../src-main/base/package-info.ts';
import { type AppStart, commandOf } from './app-start.ts';
import { type CrossbookWindow, type Target, WINDOW_SIZE } from './target.ts';

/** A started app has its window by then, on a slow machine too. */
const WINDOW_MS = 30_000;

export function electronTarget(executable: string): Target {
  const { root } = findPackage(import.meta.dirname);
  return {
    name: 'electron',
    async open(start, onPage) {
      if (start.kind === 'linked') throw new Error('The desktop app has no demo on an exchange that runs elsewhere.');
      if (!existsSync(join(root, 'out', 'main', 'main.js'))) throw new Error('The app is not built: npm run build.');
      return openApp(executable, root, start, onPage);
    },
    close: async () => {},
  };
}

async function openApp(
  executable: string,
  root: string,
  start: AppStart,
  onPage: (page: Page) => void,
): Promise<CrossbookWindow> {
  const args = [root, ...commandOf(start, 'start')];
  const app = await _electron.launch({ executablePath: executable, args, timeout: WINDOW_MS });
  let text = '';
  app.process().stderr?.on('data', (piece: Buffer) => {
    text += piece.toString('utf8');
  });
  try {
    const page = await app.firstWindow({ timeout: WINDOW_MS });
    onPage(page);
    const window = await app.browserWindow(page);
    await window.evaluate((shown, { width, height }) => shown.setContentSize(width, height), WINDOW_SIZE);
    return {
      page,
      url: null,
      said: () => text,
      kill: () => Promise.reject(new Error('The window of the desktop app ends with it.')),
      stop: () => app.close(),
    };
  } catch (error) {
    await app.close();
    throw error;
  }
}
