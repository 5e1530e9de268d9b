/** What the journal's thread does when the disk does not: it ends the session with as much as is whole, and says so. */
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DiskLimits } from '../../../../src-main/base/disk-space.ts';
import type { FromJournal } from '../../../../src-main/recording/capture-messages.ts';
import { JournalService } from '../../../../src-main/recording/journal-service.ts';
import { createPartFile, type PartFile } from '../../../../src-main/session/part-file.ts';
import { isBeingRecorded } from '../../../../src-main/session/recording-mark.ts';
import { recoverSession } from '../../../../src-main/session/recovery.ts';
import { FrameBatchWriter } from '../../../../src-shared/contract/frame-batch.ts';
import { madeFrame, nameConnections } from '../session/made-frames.ts';
import { framesOf, readSession } from '../session/read-part.ts';

const FRAMES_PER_BATCH = 100;
const NEVER: DiskLimits = { warnUsed: 2, stopUsed: 2 };

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crossbook-journal-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

type Ended = Extract<FromJournal, { kind: 'ended' }>;

/** Opens a desk, gives it batches until it has ended or `frames` are given, and answers with its last word. */
function record(
  path: string,
  frames: number,
  disk: DiskLimits,
  createFile: (path: string) => PartFile = createPartFile,
): { readonly ended: Ended | null; readonly taken: number; stop(): Ended } {
  let ended: Ended | null = null;
  let taken = 0;
  const desk = new JournalService(
    {
      folder: path,
      id: 'made',
      app: 'crossbook test',
      startMicros: 0,
      partBytesMax: 1 << 30,
      partMs: 1e9,
      messageIndex: false,
      disk,
    },
    (message) => {
      if (message.kind === 'ended') ended = message;
      if (message.kind === 'taken') taken += message.frames;
    },
    () => {},
    createFile,
  );
  nameConnections({
    connection: (connection, venue, transport) => desk.take({ kind: 'connection', connection, venue, transport }),
  });
  const batch = new FrameBatchWriter();
  for (let n = 0; n < frames && !ended; n++) {
    const { connection, channel, micros, nanos, bytes } = madeFrame(n);
    batch.add(connection, channel, micros, nanos, bytes);
    if (batch.frames === FRAMES_PER_BATCH) desk.take({ kind: 'frames', batch: batch.take() });
  }
  return {
    ended,
    taken,
    stop() {
      desk.take({ kind: 'stop' });
      return ended!;
    },
  };
}

/** A file whose writes fail from a size on, as a disk without space does. */
function failingAt(size: number, isSummaryPossible: boolean): (path: string) => PartFile {
  return (path) => {
    const file = createPartFile(path);
    let written = 0;
    let hasFailed = false;
    return {
      ...file,
      write(bytes) {
        if ((hasFailed && !isSummaryPossible) || (!hasFailed && written + bytes.length > size)) {
          hasFailed = true;
          file.write(bytes.subarray(0, Math.min(100, bytes.length)));
          throw Object.assign(new Error('write failed'), { code: 'ENOSPC' });
        }
        written += bytes.length;
        file.write(bytes);
      },
    };
  };
}

describe('the journal', () => {
  it('ends with every frame it took', async () => {
    const run = record(folder, 2_000, NEVER);
    expect(run.taken).toBe(2_000);
    expect(run.stop()).toMatchObject({ why: 'asked', isWhole: true, progress: { frames: 2_000, parts: 1 } });
    expect(framesOf(await readSession(folder))).toHaveLength(2_000);
  });

  it('ends the session whole when a write fails and the summary still fits', async () => {
    const { ended } = record(folder, 100_000, NEVER, failingAt(400_000, true));
    expect(ended).toMatchObject({ why: 'write-error', isWhole: true });
    expect(ended?.text).toContain('the disk is full');
    const frames = framesOf(await readSession(folder));
    expect(frames.length).toBe(ended?.progress.frames);
    expect(frames.length).toBeGreaterThan(1_000);
    expect(await isBeingRecorded(folder)).toBe(false);
  });

  it('leaves the session to be repaired when not even the summary can be written', async () => {
    const { ended } = record(folder, 100_000, NEVER, failingAt(400_000, false));
    expect(ended).toMatchObject({ why: 'write-error', isWhole: false });
    expect(ended?.text).toContain('repaired at the next start');
    const { parts } = await recoverSession(folder, 'made');
    expect(parts[0]).toMatchObject({ corruptChunks: 0, tornBytes: 0 });
    expect(framesOf(await readSession(folder)).length).toBe(ended?.progress.frames);
  });

  it('stops whole when the disk is as full as it may be', async () => {
    const { ended } = record(folder, 100, { warnUsed: 0, stopUsed: 0 });
    expect(ended).toMatchObject({ why: 'disk-full', isWhole: true });
    expect(ended?.text).toMatch(/^The disk is \d+ % full/);
    await readSession(folder);
  });

  it('survives a disk that is full in truth', async (context) => {
    const disk = join(folder, 'disk');
    await mkdir(disk);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk], { stdio: 'ignore' });
    } catch {
      context.skip('a small disk can only be mounted by root');
    }
    try {
      const { ended } = record(disk, 200_000, NEVER);
      expect(ended).toMatchObject({ why: 'write-error' });
      expect(ended?.text).toContain('the disk is full');
      expect((await statfs(disk)).bsize).toBeGreaterThan(0);
      if (!ended?.isWhole) await recoverSession(disk, 'made').catch(() => {});
      const frames = ended?.isWhole ? framesOf(await readSession(disk)) : [];
      if (ended?.isWhole) expect(frames.length).toBe(ended.progress.frames);
      expect(ended?.progress.frames).toBeGreaterThan(1_000);
    } finally {
      execFileSync('umount', [disk]);
    }
  });
});
