/**
 * The seam between the tests and where they run: a target starts a Crossbook and gives its page, and everything it started ends
 * with `stop` or, at the latest, with the process that runs the tests.
 */
import type { Page } from '@playwright/test';
import type { AppStart } from './app-start.ts';

export type TargetName = 'chromium' | 'electron';

export interface CrossbookWindow {
  readonly page: Page;
  /** The address of the page with its token; null where there is none to give away (Electron). */
  readonly url: string | null;
  /** What the app has said on standard error. */
  said(): string;
  /** Ends the app at once, as a crash would; the page stays. Only where the page is not the app's own. */
  kill(): Promise<void>;
  /** Closes the page and ends the app in order. */
  stop(): Promise<void>;
}

export interface Target {
  readonly name: TargetName;
  /** Starts a Crossbook and opens its window; resolves with the page before it has loaded everything. */
  open(start: AppStart, onPage: (page: Page) => void): Promise<CrossbookWindow>;
  close(): Promise<void>;
}

/** The window of the tests, in CSS pixels. */
export const WINDOW_SIZE = { width: 1440, height: 900 } as const;
