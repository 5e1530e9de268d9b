/** Old recordings go where the settings say so, and nothing else does. */
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { setRecordingMark } from '../../../../src-main/session/recording-mark.ts';
import { applyRetention, sessionStartMs } from '../../../../src-main/session/retention.ts';
import { whileInUse } from '../../../../src-main/session/session-use.ts';

const DAY_MS = 86_400_000;
const NOW_MS = Date.UTC(2026, 10, 20);
const NOTHING = { removed: [], problems: [] };
const IDS = ['2026-11-01T00-00-00Z', '2026-11-10T00-00-00Z', '2026-11-19T23-00-00Z', '2026-11-19T23-00-00Z-2'];

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crossbook-retention-'));
  for (const name of [...IDS, 'mine']) {
    await mkdir(join(folder, name));
    await writeFile(join(folder, name, '0001.mcap'), new Uint8Array(1_000));
  }
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('retention', () => {
  it('keeps everything without a limit', async () => {
    expect(await applyRetention(folder, { keepMs: 0, keepBytes: 0 }, NOW_MS)).toEqual(NOTHING);
    expect(await readdir(folder)).toHaveLength(5);
  });

  it('removes what is older than its age', async () => {
    const { removed } = await applyRetention(folder, { keepMs: 5 * DAY_MS, keepBytes: 0 }, NOW_MS);
    expect(removed.map(({ id, why }) => [id, why])).toEqual([
      [IDS[0], 'age'],
      [IDS[1], 'age'],
    ]);
    expect(await readdir(folder)).toEqual([IDS[2], IDS[3], 'mine'].sort());
  });

  it('removes the oldest until the rest is small enough', async () => {
    const { removed } = await applyRetention(folder, { keepMs: 0, keepBytes: 2_500 }, NOW_MS);
    expect(removed.map(({ id, why }) => [id, why])).toEqual([
      [IDS[0], 'size'],
      [IDS[1], 'size'],
    ]);
  });

  it('never removes what is being recorded', async () => {
    for (const id of IDS) setRecordingMark(join(folder, id));
    expect(await applyRetention(folder, { keepMs: 1, keepBytes: 1 }, NOW_MS)).toEqual(NOTHING);
  });

  it('never removes what is being read, and removes it afterwards', async () => {
    const keep = { keepMs: 5 * DAY_MS, keepBytes: 0 };
    const during = await whileInUse([join(folder, IDS[0]!)], () => applyRetention(folder, keep, NOW_MS));
    expect(during.removed.map(({ id }) => id)).toEqual([IDS[1]]);
    const { removed } = await applyRetention(folder, keep, NOW_MS);
    expect(removed.map(({ id }) => id)).toEqual([IDS[0]]);
  });

  it('is not held up by the mark of a reader that was killed', async () => {
    const mark = { pid: 2 ** 22 + 1, host: hostname() };
    await writeFile(join(folder, IDS[0]!, 'in-use-00000000-0000-4000-8000-000000000000.json'), JSON.stringify(mark));
    const { removed } = await applyRetention(folder, { keepMs: 5 * DAY_MS, keepBytes: 0 }, NOW_MS);
    expect(removed.map(({ id }) => id)).toEqual([IDS[0], IDS[1]]);
  });

  it('goes on past a dangling symbolic link, inside a session and beside one', async () => {
    await symlink(join(folder, 'nowhere'), join(folder, IDS[0]!, '0002.mcap'));
    await symlink(join(folder, 'nowhere'), join(folder, '2026-10-01T00-00-00Z'));
    const { removed, problems } = await applyRetention(folder, { keepMs: 5 * DAY_MS, keepBytes: 0 }, NOW_MS);
    expect(removed.map(({ id }) => id)).toEqual([IDS[0], IDS[1]]);
    expect(problems).toEqual([]);
  });

  it('is content with a folder that is not there', async () => {
    expect(await applyRetention(join(folder, 'none'), { keepMs: 1, keepBytes: 1 }, NOW_MS)).toEqual(NOTHING);
  });

  it.each(['mine', '2026-11-01', '2026-11-01T00-00-00Z.mcap', '.trash'])('does not take %s for a recording', (name) => {
    expect(sessionStartMs(name)).toBeNull();
  });
});
