/** Threads of recordings that break, in the place of good ones: what is said, and what goes on. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { AppOptions } from '../../../../src-main/app/controllers/app-types.ts';
import { RecordingController } from '../../../../src-main/app/controllers/recording-controller.ts';
import { exportInThread } from '../../../../src-main/export/export-job.ts';
import { runImport } from '../../../../src-main/import/import-job.ts';
import { findPaths } from '../../../../src-main/profile/paths.ts';
import { defaultSettings } from '../../../../src-main/profile/settings.ts';
import { hasRecordingMark } from '../../../../src-main/session/recording-mark.ts';
import { SessionsClient } from '../../../../src-main/session/sessions-client.ts';
import type { LogEvent } from '../../../../src-shared/domain/health.ts';
import type { RecordingState } from '../../../../src-shared/domain/session.ts';
import { Noted } from '../../noted.ts';
import { deadlineMs, ENDING, QUICK_RESTARTS, SILENT, SPINNING, THROWING } from '../threads.ts';
import { TABLES_ENTRY, WHOLE } from './export-run.ts';

async function withDesk(journalThread?: URL) {
  const folder = await mkdtemp(join(tmpdir(), 'crossbook-broken-'));
  const logs = new Noted<Omit<LogEvent, 'atMs'>>();
  const states = new Noted<RecordingState | null>();
  const app = {
    version: 'test',
    settings: defaultSettings(),
    paths: findPaths('live', folder),
    ...(journalThread && { journalThread }),
  } as AppOptions;
  const sessions = new SessionsClient(join(folder, 'sessions'));
  const desk = new RecordingController({
    app,
    sessions,
    restarts: QUICK_RESTARTS,
    log: (event) => logs.add(event),
    onState: (state) => states.add(state),
    listings: () => [],
    links: () => [],
    dumpBooks: () => Promise.resolve([]),
  });
  onTestFinished(async () => {
    await desk.close();
    await sessions.stop();
    await rm(folder, { recursive: true, force: true });
  });
  return { desk, logs, states };
}

describe('a recording whose thread', () => {
  it('was killed goes on in a new session, and what was written is repaired', async () => {
    const { desk, logs } = await withDesk();
    const { ended } = await desk.start([]);
    desk.kill();
    const { why, path } = await ended;
    expect(why).toBe('crashed');
    await logs.until((all) => all.find(({ code }) => code === 'RECORD_AGAIN'));
    expect(desk.component).toMatchObject({
      state: 'running',
      restarts: 1,
      lastError: expect.stringContaining('its thread was killed'),
    });
    expect(desk.state?.path).not.toBe(path);
    await logs.until((all) => all.find(({ code }) => code === 'RECORD_RECOVERED'));
    expect(hasRecordingMark(path)).toBe(false);
    const second = await desk.stop();
    expect(second?.why).toBe('asked');
    expect(desk.component.state).toBe('idle');
    expect(await readdir(desk.folder)).toHaveLength(2);
  });

  it('breaks again and again stays off after the ceiling, and says so', async () => {
    const { desk, logs } = await withDesk();
    await desk.start([]);
    for (let death = 1; death <= QUICK_RESTARTS.deathsMax; death++) {
      desk.kill();
      await logs.until((all) => again(all) === death);
    }
    desk.kill();
    await logs.until((all) => all.find(({ text }) => text.includes('broke too often')));
    expect(desk.component).toMatchObject({ state: 'stopped', restarts: QUICK_RESTARTS.deathsMax });
    expect(desk.state).toBeNull();
  });

  it('does not begin is a refusal with its reason', async () => {
    const { desk } = await withDesk(THROWING);
    await expect(desk.start([])).rejects.toThrow('a broken promise');
    expect(desk.component.lastError).toContain('a broken promise');
  });
});

const again = (all: readonly Omit<LogEvent, 'atMs'>[]): number =>
  all.filter(({ code }) => code === 'RECORD_AGAIN').length;

describe.each([
  ['throws', THROWING, 'a broken promise'],
  ['ends', ENDING, 'ended'],
  ['says nothing', SILENT, 'no sign of life'],
  ['spins', SPINNING, 'no sign of life'],
])('a thread that %s', (_how, entry, why) => {
  it('fails its export with a sentence', async () => {
    const job = { path: 'nowhere', plan: WHOLE, folder: 'nowhere', version: 'test' };
    const context = { signal: new AbortController().signal, progress: () => {} };
    const entries = { exportEntry: entry, tablesEntry: TABLES_ENTRY };
    await expect(exportInThread(job, entries, context, deadlineMs(entry))).rejects.toThrow(why);
  });

  it('fails its import with a sentence', async () => {
    const order = { path: 'nowhere', folder: 'nowhere', app: 'test' };
    const { signal } = new AbortController();
    const run = runImport({ order, signal, onProgress: () => {}, entry, silentMs: deadlineMs(entry) });
    await expect(run).rejects.toThrow(why);
  });
});
