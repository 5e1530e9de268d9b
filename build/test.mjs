/**
 * `npm run check` and `npm test`: every stage runs even when an earlier one failed, each reports how long it took, and the
 * last line of `npm test` counts the tests of all stages: `N passed, N failed, N skipped`. A stage that failed without
 * a failing test (types, lint, a suite that would not load) counts as one failed test.
 */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { ensureWindow } from './app.mjs';
import { ensureBrowser } from './browser.mjs';
import { run, runQuietly } from './child.mjs';
import { findElectron } from './electron-binary.mjs';
import { inRoot, productNode } from './paths.mjs';

const tool = (...parts) => inRoot('node_modules', ...parts);
const vitestReport = inRoot('.cache', 'test', 'vitest.json');
const playwrightReport = inRoot('.cache', 'test', 'playwright.json');

/** Types, lint, and the tests that read the sources, side by side; each prints its output when it has ended. */
export async function check() {
  const sources = vitest('sources', ['test/architecture', 'test/tidy'], runQuietly);
  return conclude(await Promise.all([types(), lint(), sources]));
}

/** Everything; or, with arguments, only the vitest files they name (`npm test -- unit/worker`). */
export async function test(args = []) {
  if (args.length > 0) return conclude([await vitest('tests', args)]);
  const fast = await Promise.all([types(), lint()]);
  return conclude([...fast, await vitest('tests', []), await endToEnd()]);
}

function types() {
  const args = [tool('typescript', 'bin', 'tsc'), '-b', ...(process.stdout.isTTY ? ['--pretty'] : [])];
  return stage('types', () => runQuietly(productNode(), args), byExit);
}

function lint() {
  const args = [tool('@biomejs', 'biome', 'bin', 'biome'), 'ci', '--error-on-warnings', colour(), '.'];
  return stage('lint', () => runQuietly(productNode(), args), byExit);
}

function vitest(title, filters, runWith = run) {
  rmSync(vitestReport, { force: true });
  const args = [tool('vitest', 'vitest.mjs'), 'run', ...filters];
  return stage(
    title,
    () => runWith(productNode(), args),
    (code) => atLeastOneFailure(code, vitestCounts()),
  );
}

function endToEnd() {
  rmSync(playwrightReport, { force: true });
  return stage('end to end', runPlaywright, (code) => atLeastOneFailure(code, playwrightCounts()));
}

async function runPlaywright() {
  if (!hasTests(inRoot('test', 'e2e'))) {
    console.log('There are no end-to-end tests in test/e2e.');
    return 1;
  }
  const browser = await ensureBrowser();
  if (!browser) return 1;
  await ensureWindow();
  const args = [tool('@playwright', 'test', 'cli.js'), 'test'];
  const env = { CROSSBOOK_BROWSER: browser };
  const needsDisplay =
    process.platform === 'linux' && findElectron() && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY;
  if (needsDisplay && existsSync('/usr/bin/xvfb-run')) return run('xvfb-run', ['-a', productNode(), ...args], { env });
  return run(productNode(), args, { env });
}

/**
 * Runs one stage. A command that ran beside others comes back with its output, which is printed in one piece under the
 * stage's title; one that ran alone has printed already, under a title of its own.
 */
async function stage(title, work, count) {
  const started = performance.now();
  const running = work();
  console.log(`\n== ${title}: started`);
  const result = await running;
  const { code, output } = typeof result === 'number' ? { code: result, output: '' } : result;
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(
    `${output.trim() === '' ? '' : `\n${output.trimEnd()}\n`}== ${title}: ${code === 0 ? 'ok' : 'FAILED'} (${seconds} s)`,
  );
  return { code, counts: count(code) };
}

function conclude(stages) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const { counts } of stages) for (const word of Object.keys(total)) total[word] += counts[word];
  console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  return total.failed > 0 ? 1 : 0;
}

function byExit(code) {
  return { passed: 0, failed: code === 0 ? 0 : 1, skipped: 0 };
}

function atLeastOneFailure(code, counts) {
  return { ...counts, failed: code === 0 ? counts.failed : Math.max(counts.failed, 1) };
}

function vitestCounts() {
  const report = readReport(vitestReport);
  if (!report) return { passed: 0, failed: 1, skipped: 0 };
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some(hasFailed),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

function hasFailed(result) {
  return result.status === 'failed';
}

function playwrightCounts() {
  const stats = readReport(playwrightReport)?.stats;
  if (!stats) return { passed: 0, failed: 1, skipped: 0 };
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped };
}

function readReport(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
}

function hasTests(dir) {
  return existsSync(dir) && readdirSync(dir, { recursive: true }).some((name) => String(name).endsWith('.test.ts'));
}

function colour() {
  return process.stdout.isTTY ? '--colors=force' : '--colors=off';
}
