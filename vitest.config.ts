/**
 * How the tests that need no browser run. At most two workers at a time: the suites start real servers on loopback,
 * and a machine that is busy with more of them than it has cores makes honest tests look slow.
 */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // A CommonJS package is imported as Node imports it, so that what passes here also runs.
    deps: { interopDefault: false },
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    exclude: ['test/e2e/**', 'test/bench/**', 'node_modules/**'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 20_000,
    allowOnly: false,
    passWithNoTests: false,
    reporters: ['default', 'json'],
    outputFile: { json: '.cache/test/vitest.json' },
    cache: false,
  },
  cacheDir: '.cache/vite',
});
