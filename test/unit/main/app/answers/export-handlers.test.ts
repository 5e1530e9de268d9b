/** A window's export of a session on the disk: a job in a thread of its own, with progress, a result, and a way to cancel it. */

import { mkdirSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exportHandlers } from '../../../../../src-main/app/answers/export-handlers.ts';
import { Jobs } from '../../../../../src-main/app/answers/jobs.ts';
import { exportText, runExportCommand } from '../../../../../src-main/cli/export-command.ts';
import { readCommand } from '../../../../../src-main/command/command-line.ts';
import type { ExportCommand } from '../../../../../src-main/command/export-options.ts';
import { SessionWriter } from '../../../../../src-main/session/session-writer.ts';
import type { ExportPlan, JobState } from '../../../../../src-shared/domain/session.ts';
import { checked, numbered } from '../../../../venues/roles.ts';
import { Noted } from '../../../noted.ts';
import { LINKS, LISTINGS, type Recording, START_MICROS, someRecording } from '../../export/export-recording.ts';
import { TABLES_ENTRY, WHOLE } from '../../export/export-run.ts';

const SESSION = '2026-11-20T23-59-50Z';
const plan: ExportPlan = { ...WHOLE, session: SESSION };

let parent: string;
let session: string;
let recording: Recording;
let jobs: Jobs;
let told: Noted<JobState>;
let exportSession: ReturnType<typeof exportHandlers>['exportSession'];

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'crossbook-export-'));
  recording = someRecording(3, 3_000);
  session = writeSession(parent, recording);
  jobs = new Jobs();
  told = new Noted();
  jobs.onJob = (job) => told.add(job);
  ({ exportSession } = exportHandlers({
    jobs,
    exportsFolder: join(parent, 'exports'),
    version: '1.2.3',
    findSession: async (id) => {
      if (id !== SESSION) throw new Error(`There is no session '${id}'.`);
      return session;
    },
  }));
});

afterEach(async () => {
  await rm(parent, { recursive: true, force: true });
});

/** Writes the recording as a session's file. */
function writeSession(root: string, { items, frames }: Recording): string {
  const folder = join(root, SESSION);
  mkdirSync(folder);
  const writer = new SessionWriter({
    folder,
    id: SESSION,
    app: 'test',
    startMicros: START_MICROS,
    partBytesMax: 1e12,
    partMs: 1e12,
  });
  const momentOf = (micros: number) => ({ micros, nanos: (micros - START_MICROS) * 1_000 });
  writer.connection(1, checked.id, 'stream');
  writer.connection(2, numbered.id, 'stream');
  writer.catalog(momentOf(START_MICROS), LISTINGS, LINKS);
  for (const item of items) {
    if (item.kind === 'event') writer.event(momentOf(item.atMicros), item.event);
    else if (item.kind === 'frame')
      writer.frame(item.connection, item.channel, item.receivedMicros, item.receivedNanos, item.bytes);
  }
  writer.flush(frames);
  writer.close();
  return folder;
}

const endOf = (): Promise<JobState> => told.until((states) => states.find(({ state }) => state !== 'running'));

describe('an export from the window', () => {
  it('runs as a job and says where the files are', async () => {
    const job = await exportSession(plan);
    const end = await endOf();
    expect(end).toMatchObject({ job, kind: 'export', state: 'done', progress: 1 });
    expect(end.text).toMatch(/^[\d,]+ rows in 8 files\.$/);
    expect(end.path).toBe(join(parent, 'exports', `${SESSION}-parquet`));
    expect(await readdir(end.path)).toContain('book_deltas.parquet');
  });

  it('never writes over an export before', async () => {
    await exportSession({ ...plan, tables: ['trades'] });
    await endOf();
    await exportSession({ ...plan, tables: ['trades'] });
    await told.until((states) => states.filter(({ state }) => state === 'done').length === 2);
    expect((await readdir(join(parent, 'exports'))).sort()).toEqual([`${SESSION}-parquet`, `${SESSION}-parquet-2`]);
  });

  it('leaves nothing when it is cancelled', async () => {
    const job = await exportSession(plan);
    jobs.cancel(job);
    expect(await endOf()).toMatchObject({ state: 'cancelled' });
    expect(await readdir(join(parent, 'exports')).catch(() => [])).toEqual([]);
  });

  it('refuses a session that is not there and a folder that is no whole path', async () => {
    await expect(exportSession({ ...plan, session: 'x' })).rejects.toThrow("There is no session 'x'.");
    await expect(exportSession({ ...plan, out: 'here' })).rejects.toThrow('Give the whole path of the folder.');
  });

  it('fails with the sentence of the export', async () => {
    await exportSession({ ...plan, format: 'npz', tables: ['events'] });
    expect(await endOf()).toMatchObject({ state: 'failed', text: 'npz has trades and book_deltas only.' });
  });
});

describe('crossbook export', () => {
  it('reports rows, files and seconds', async () => {
    const report = await runExportCommand({
      command: readCommand(
        ['export', session, '--tables', 'trades,markets', '--out', join(parent, 'out')],
        [],
      ) as ExportCommand,
      version: '1.2.3',
      tablesEntry: TABLES_ENTRY,
      signal: new AbortController().signal,
      findSession: () => Promise.reject(new Error('not asked')),
      say: () => {},
    });
    expect(report).toMatchObject({
      ok: true,
      session: SESSION,
      tables: { trades: { rows: recording.trades }, markets: { rows: 2 } },
      files: ['manifest.json', 'markets.parquet', 'trades.parquet'],
      messages: recording.frames,
    });
    expect(exportText(report)).toContain(`trades          ${recording.trades} rows`);
  });
});
