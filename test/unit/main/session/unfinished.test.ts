/** What a program that was killed left unfinished is removed, and nothing else is. */
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { setRecordingMark } from '../../../../src-main/session/recording-mark.ts';
import { recoverSessions } from '../../../../src-main/session/recovery.ts';
import { SessionsClient } from '../../../../src-main/session/sessions-client.ts';
import { beginUnfinished, sweepUnfinished } from '../../../../src-main/session/unfinished.ts';
import { writeSample } from './sample-session.ts';

/** Above every process number that a system gives. */
const GONE = { pid: 2 ** 22 + 1, host: hostname() };

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crossbook-unfinished-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Makes what a killed program would have left. */
async function leftover(parent: string, name: string, mark: object): Promise<string> {
  const unfinished = await beginUnfinished(parent, name);
  const path = join(unfinished.files, '..');
  await writeFile(join(unfinished.files, '0001.mcap'), 'half');
  await writeFile(join(path, 'crossbook-unfinished.json'), JSON.stringify(mark));
  return path.slice(parent.length + 1);
}

it('sweeps folders of programs that are gone, and of an earlier process of the same number', async () => {
  const names = [
    await leftover(folder, 'import', GONE),
    await leftover(folder, 'import', { pid: process.pid, host: hostname(), startedMs: 1 }),
  ];
  // Beginning another sweeps too, so both were made before either was looked at.
  expect((await readdir(folder)).length).toBeLessThanOrEqual(2);
  const swept = await sweepUnfinished(folder);
  expect(names).toEqual(expect.arrayContaining([...swept]));
  expect(await readdir(folder)).toEqual([]);
});

it('leaves what is being made, what another machine makes, and what bears no mark of ours', async () => {
  const own = await beginUnfinished(folder, 'import');
  await leftover(folder, 'elsewhere', { pid: 1, host: 'another machine' });
  await mkdir(join(folder, '.notes-unfinished-abc123'));
  await writeFile(join(folder, '.notes-unfinished-abc123', 'mine.txt'), 'mine');
  await mkdir(join(folder, '.importing-123-1796072225742'));
  await writeFile(join(folder, '.importing-123-1796072225742', 'mine.txt'), 'mine');
  expect(await sweepUnfinished(folder)).toEqual([]);
  expect(await readdir(folder)).toHaveLength(4);
  await own.discard();
});

it('sweeps what an import of version 0.1.0 left', async () => {
  const path = join(folder, '.importing-123-1796072225742');
  await mkdir(path);
  await writeFile(join(path, '0001.mcap'), 'half');
  setRecordingMark(path);
  expect(await sweepUnfinished(folder)).toEqual([]);
  await writeFile(join(path, 'recording.json'), JSON.stringify(GONE));
  expect(await sweepUnfinished(folder)).toEqual(['.importing-123-1796072225742']);
});

it('never repairs an unfinished import as if it were a session that was cut', async () => {
  await leftover(folder, 'import', GONE);
  const path = writeSample(folder, '.importing-123-1796072225742', { frames: 10 });
  await writeFile(join(path, 'recording.json'), JSON.stringify(GONE));
  expect(await recoverSessions(folder)).toEqual([]);
});

it('sweeps the sessions and the exports of a profile through its thread', async () => {
  const sessions = join(folder, 'sessions');
  const exports = join(folder, 'exports');
  const names = [await leftover(sessions, 'import', GONE), await leftover(exports, 'a-parquet', GONE)];
  const client = new SessionsClient(sessions);
  expect(await client.call('sweep', { exports })).toEqual(names);
  expect(await client.call('list', null)).toEqual([]);
  await client.stop();
});
