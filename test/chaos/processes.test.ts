/** What happens to a whole process: it is killed while it records, or the system gives it no more file handles. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import { findPaths } from '../../src-main/profile/paths.ts';
import { recoverSessions } from '../../src-main/session/recovery.ts';
import { countRecorded, type FrameCount } from './received.ts';

const MINUTE_MS = 60_000;
/** What may be lost: the last second, and the time between two words of the child. */
const LOST_MS = 1_500;
const FRAMES_AT_KILL = 3_000;
const HANDLES = 256;
const child = (name: string): string => join(import.meta.dirname, name);

it(
  'has everything but the last second in its journal when the program is killed while it records',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'crossbook-killed-'));
    try {
      const killed = spawn(process.execPath, [child('killed-child.ts'), folder], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const said: (FrameCount & { readonly atMs: number })[] = [];
      for await (const line of createInterface(killed.stdout)) {
        said.push(JSON.parse(line));
        if (said.at(-1)!.frames > FRAMES_AT_KILL) killed.kill('SIGKILL');
      }
      if (killed.exitCode === null && killed.signalCode === null) await once(killed, 'exit');
      const last = said.at(-1)!;
      const [recovery, ...others] = await recoverSessions(join(findPaths('demo', folder).data, 'sessions'));
      expect(others).toEqual([]);
      const recorded = await countRecorded(join(findPaths('demo', folder).data, 'sessions', recovery!.id));
      const before = said.findLast(({ atMs }) => atMs <= last.atMs - LOST_MS);
      expect(before).toBeDefined();
      expect(recorded.frames).toBeGreaterThanOrEqual(before!.frames);
      expect(recorded.bytes).toBeGreaterThanOrEqual(before!.bytes);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
  MINUTE_MS,
);

it.skipIf(process.platform === 'win32')(
  'shows no lost book as synced when file handles run out, says why it cannot record, and goes on when there are some again',
  async () => {
    const limited = ['-c', `ulimit -n ${HANDLES} && exec "$0" "$@"`, process.execPath, child('handles-child.ts')];
    const starved = spawn('/bin/sh', limited, { stdio: ['ignore', 'pipe', 'inherit'] });
    const said: string[] = [];
    for await (const line of createInterface(starved.stdout)) said.push(line);
    expect(said).toHaveLength(1);
    const result = JSON.parse(said[0]!);
    expect(result).toMatchObject({ recorded: 'asked', rejections: [] });
    expect(result.syncedWithout).toBeLessThan(result.before);
    expect(result.taken).toBeGreaterThan(HANDLES / 4);
    expect(result.before).toBeGreaterThan(20);
    expect(result.after).toBeGreaterThan(20);
    expect(result.refusal).not.toBe('');
  },
  2 * MINUTE_MS,
);
