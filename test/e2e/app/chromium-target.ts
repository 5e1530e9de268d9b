/** The system's Chromium, Chrome or Edge, without a display, on the Node host: one browser for all tests, a fresh context for each. */
import type { BrowserType } from '@playwright/test';
import { type AppProcess, startAppProcess } from './app-process.ts';
import { type Target, WINDOW_SIZE } from './target.ts';

const SWITCHES = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
] as const;

export async function chromiumTarget(chromium: BrowserType, executable: string): Promise<Target> {
  if (executable === '') throw new Error('No Chromium, Chrome or Edge was found; CROSSBOOK_BROWSER names one.');
  const browser = await chromium.launch({ executablePath: executable, args: [...SWITCHES] });
  return {
    name: 'chromium',
    async open(start, onPage) {
      const app = await startAppProcess(start);
      const context = await browser.newContext({ viewport: WINDOW_SIZE });
      try {
        const page = await context.newPage();
        onPage(page);
        await page.goto(app.url);
        return { page, ...ends(app, () => context.close()) };
      } catch (error) {
        await ends(app, () => context.close()).stop();
        throw error;
      }
    },
    close: () => browser.close(),
  };
}

function ends(app: AppProcess, closePage: () => Promise<void>) {
  return {
    url: app.url,
    said: app.said,
    kill: app.kill,
    async stop(): Promise<void> {
      try {
        await closePage();
      } finally {
        await app.stop();
      }
    },
  };
}
