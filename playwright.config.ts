/**
 * How the end-to-end suite runs: one worker, because each test owns a whole Crossbook. The browser is the system's own
 * (build/browser.mjs finds it); nothing is downloaded.
 */
import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'test/e2e',
  testMatch: '**/*.test.ts',
  outputDir: '.cache/test/e2e',
  fullyParallel: false,
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: '.cache/test/playwright.json' }]],
  use: { trace: 'retain-on-failure' },
});
