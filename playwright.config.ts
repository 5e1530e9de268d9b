/**
 * How the end-to-end suite runs: on the system's own browser always, on Electron too where its executable is on disk; nothing is
 * downloaded. REQUIRE_ELECTRON=1 makes a missing Electron an error.
 *
 * One worker, because each test owns a whole Crossbook and an exchange.
 */
import { defineConfig } from '@playwright/test';

type Finder = (environment?: NodeJS.ProcessEnv) => string | undefined;

const { findBrowser } = await load<{ findBrowser: Finder }>('./build/browser.mjs');
const { findElectron } = await load<{ findElectron: Finder }>('./build/electron-binary.mjs');

/** The build scripts are plain JavaScript without types. */
async function load<Module>(path: string): Promise<Module> {
  return (await import(new URL(path, import.meta.url).href)) as Module;
}

const electron = findElectron();
const isRunner = process.env.TEST_WORKER_INDEX === undefined;
if (!electron) {
  const missing = "Electron's executable is not on this machine";
  if (process.env.REQUIRE_ELECTRON === '1') throw new Error(`${missing}, and REQUIRE_ELECTRON=1 asks for it.`);
  if (isRunner) console.log(`${missing}: the end-to-end tests run in the browser only.`);
}

/** The options of a project, read by the fixture `target` (test/e2e/fixtures.ts). */
type TargetOptions = { targetName: 'chromium' | 'electron'; executable: string };

const chromium = { name: 'chromium', use: { targetName: 'chromium', executable: findBrowser() ?? '' } } as const;

export default defineConfig<object, TargetOptions>({
  testDir: 'test/e2e',
  testMatch: '**/*.test.ts',
  outputDir: '.cache/test/e2e',
  fullyParallel: false,
  workers: 1,
  // A shared machine may stall for longer than a test waits; what needed the second try is named as flaky.
  retries: process.env.CI ? 1 : 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: '.cache/test/playwright.json' }]],
  // A trace of every test costs a fifth of the time; `--trace on` makes one where it is wanted.
  use: { screenshot: 'only-on-failure' },
  projects: electron
    ? [chromium, { name: 'electron', use: { targetName: 'electron', executable: electron } }]
    : [chromium],
});
