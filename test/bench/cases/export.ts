/**
 * Export to Parquet: rows a second over all tables, as `crossbook export SESSION --format parquet` makes them, from opening the session
 * to the finished folder. Counts only when the deltas rebuild the books.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runExportCommand } from '../../../src-main/cli/export-command.ts';
import { readCommand } from '../../../src-main/command/command-line.ts';
import type { ExportCommand } from '../../../src-main/command/export-options.ts';
import { SOURCE_ENTRIES } from '../../../src-main/export/export-job.ts';
import { writeMadeSession } from '../frames/made-session.ts';
import { answer, caseArguments } from '../suite/measure.ts';

const SEED = 20_261_129;
const RATE = 5_000;

const { quick } = caseArguments();
const folder = await mkdtemp(join(tmpdir(), 'crossbook-bench-'));
try {
  const frames = quick ? 200_000 : 1_000_000;
  const { path } = writeMadeSession(folder, { seed: SEED, ratePerSecond: RATE, frames });
  const command = readCommand(
    ['export', path, '--format', 'parquet', '--out', join(folder, 'out')],
    [],
  ) as ExportCommand;
  const startMs = performance.now();
  const report = await runExportCommand({
    command,
    version: 'bench',
    tablesEntry: SOURCE_ENTRIES.tablesEntry,
    signal: new AbortController().signal,
    findSession: () => Promise.reject(new Error('the session has a path')),
    say: () => {},
  });
  const seconds = (performance.now() - startMs) / 1_000;
  if (report.messages !== frames) throw new Error(`${report.messages} of ${frames} messages were exported`);
  answer({
    'export.parquetRowsPerSecond': report.rows / seconds,
    'export.messagesPerSecond': frames / seconds,
    'export.rowsPerMessage': report.rows / frames,
  });
} finally {
  await rm(folder, { recursive: true, force: true });
}
process.exit(0);
