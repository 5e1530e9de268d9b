/** Sessions that were cut are repaired: every whole chunk is kept, and what is missing is said. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, cp, mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { zstdCompressSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { renewRecordingMark, setRecordingMark } from '../../../../src-main/session/recording-mark.ts';
import { recoverSession, recoverSessions } from '../../../../src-main/session/recovery.ts';
import { SessionWriter } from '../../../../src-main/session/session-writer.ts';
import { giveFrames, madeFrame, nameConnections } from './made-frames.ts';
import { framesOf, partsOf, type ReadMessage, readByIndex, readPart, readSession, readSummary } from './read-part.ts';

const SEED = 20_261_120;
/** Of a file with message indexes, and of one without. */
const CUTS = 100;
const CUTS_TIMEOUT_MS = 90_000;
const FRAMES = 2_400;
const PER_CHUNK = 200;

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crossbook-recovery-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A session of one part in chunks of PER_CHUNK frames; returns where each chunk ends in the file. */
async function writeSession(path: string, messageIndex = false): Promise<readonly number[]> {
  await mkdir(path);
  const writer = new SessionWriter({
    folder: path,
    id: 'made',
    app: 'crossbook test',
    startMicros: 0,
    partBytesMax: 1 << 30,
    partMs: 3_600_000,
    messageIndex,
  });
  nameConnections(writer);
  const ends: number[] = [];
  for (let n = 0; n < FRAMES; n += PER_CHUNK) {
    giveFrames(writer, n, n + PER_CHUNK);
    writer.flush(n);
    ends.push(writer.bytes);
  }
  writer.close();
  return ends;
}

/** Every frame in its place, byte for byte. */
function expectMade(frames: readonly ReadMessage[]): void {
  const wrong = frames.findIndex(({ data }, n) => Buffer.compare(data, madeFrame(n).bytes) !== 0);
  expect(wrong).toBe(-1);
}

async function expectFrames(path: string, frames: number): Promise<void> {
  const read = framesOf(await readSession(path));
  expect(read.length).toBe(frames);
  expectMade(read);
}

/** Numbers from a seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

describe('a session that was cut', () => {
  it.each([false, true])(
    `keeps every whole chunk, wherever the file ends (${CUTS} cuts, seed ${SEED}, messages indexed: %s)`,
    async (messageIndex) => {
      const whole = join(folder, 'whole');
      const ends = await writeSession(whole, messageIndex);
      const bytes = await readFile(join(whole, '0001.mcap'));
      const random = randomFrom(SEED);
      for (let cut = 0; cut < CUTS; cut++) {
        const size = Math.floor(random() * bytes.length);
        const path = join(folder, 'cut');
        await mkdir(path);
        await writeFile(join(path, '0001.mcap'), bytes.subarray(0, size));
        const { parts, text } = await recoverSession(path, 'cut');
        expect(parts).toHaveLength(1);
        const part = parts[0]!;
        expect(part.corruptChunks).toBe(0);
        if (part.isKept) {
          // The indexes behind a chunk are no part of what it holds: a chunk counts as soon as it is whole itself.
          const least = ends.filter((end) => end <= size).length * PER_CHUNK;
          expect(part.messages).toBeGreaterThanOrEqual(least);
          expect(part.messages).toBeLessThanOrEqual(least + PER_CHUNK);
          await expectFrames(path, part.messages);
          const repaired = join(path, '0001.mcap');
          expect((await readSummary(repaired)).counted).toBe(part.messages);
          if (messageIndex)
            expect(await readByIndex(repaired)).toEqual({ counted: part.messages, read: part.messages });
          expect(text).toContain('has been repaired');
        } else {
          expect(size).toBeLessThan(200);
          expect(await readdir(path)).toEqual(['0001.mcap.unreadable']);
          expect(text).toContain('0001.mcap.unreadable');
        }
        await rm(path, { recursive: true });
      }
    },
    CUTS_TIMEOUT_MS,
  );

  it('is repaired when its tail is not what was written', async () => {
    const path = join(folder, 'zeros');
    const ends = await writeSession(path);
    const file = join(path, '0001.mcap');
    await truncate(file, ends[3]! + 100);
    await appendFile(file, new Uint8Array(50_000));
    const { parts } = await recoverSession(path, 'zeros');
    expect(parts[0]).toMatchObject({ messages: 4 * PER_CHUNK, corruptChunks: 1 });
    await expectFrames(path, 4 * PER_CHUNK);
  });

  it('leaves out a chunk that is not what was written, and counts it', async () => {
    const path = join(folder, 'corrupt');
    const ends = await writeSession(path);
    const file = join(path, '0001.mcap');
    const bytes = await readFile(file);
    bytes[Math.floor((ends[0]! * 2 + ends[1]!) / 3)]! ^= 0xff;
    await writeFile(file, bytes.subarray(0, ends[3]!));
    const { parts, text } = await recoverSession(path, 'corrupt');
    expect(parts[0]).toMatchObject({ messages: 3 * PER_CHUNK, corruptChunks: 1 });
    expect(text).toContain('1 unreadable chunk');
    expect((await readPart(file)).metadata.recovered).toMatchObject({ corruptChunks: '1' });
  });

  it('unpacks no chunk beyond what it says', async () => {
    const path = join(folder, 'bomb');
    const [first = 0] = await writeSession(path);
    const file = join(path, '0001.mcap');
    const packed = zstdCompressSync(Buffer.alloc(384 << 20));
    const chunk = Buffer.alloc(53 + packed.length);
    chunk[0] = 0x06;
    chunk.writeBigUInt64LE(BigInt(44 + packed.length), 1);
    chunk.writeBigUInt64LE(10n, 25);
    chunk.writeUInt32LE(4, 37);
    chunk.write('zstd', 41);
    chunk.writeBigUInt64LE(BigInt(packed.length), 45);
    chunk.set(packed, 53);
    await truncate(file, first);
    await appendFile(file, chunk);
    const before = process.memoryUsage().rss;
    const { parts } = await recoverSession(path, 'bomb');
    expect(parts[0]).toMatchObject({ messages: PER_CHUNK, corruptChunks: 1 });
    expect(process.memoryUsage().rss - before).toBeLessThan(256 << 20);
  });

  it('is found by its mark or by its last file, and never while somebody writes it', async () => {
    await writeSession(join(folder, 'whole'));
    await cp(join(folder, 'whole'), join(folder, 'cut'), { recursive: true });
    await truncate(join(folder, 'cut', '0001.mcap'), 10_000);
    await cp(join(folder, 'cut'), join(folder, 'written'), { recursive: true });
    setRecordingMark(join(folder, 'written'));
    await writeFile(join(folder, 'whole', 'recording.json'), JSON.stringify({ pid: 1e9, host: hostname() }));
    const recovered = await recoverSessions(folder);
    expect(recovered.map(({ id }) => id).sort()).toEqual(['cut', 'whole']);
    expect(await recoverSessions(folder)).toEqual([]);
  });

  it('leaves the session alone that this program writes, also when the clock was set since its mark', async () => {
    const path = join(folder, 'ours');
    await writeSession(path);
    await truncate(join(path, '0001.mcap'), 10_000);
    setRecordingMark(path);
    renewRecordingMark(path, new Date(Date.now() - 8 * 3_600_000));
    expect(await recoverSessions(folder, (candidate) => candidate === path)).toEqual([]);
    expect((await recoverSessions(folder)).map(({ id }) => id)).toEqual(['ours']);
  });

  it('loses at most the last second when its program is killed', async () => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'recorder-child.ts'), folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const said: { given: number; atMs: number; written: number }[] = [];
    for await (const line of createInterface(child.stdout)) {
      said.push(JSON.parse(line));
      if (said.length === 4) break;
    }
    child.kill('SIGKILL');
    await once(child, 'exit');
    const [recovery, ...others] = await recoverSessions(folder);
    expect(others).toEqual([]);
    const path = join(folder, recovery!.id);
    const frames = framesOf(await readSession(path));
    expectMade(frames);
    expect(frames.length).toBeGreaterThanOrEqual(said.at(-1)!.written);
    // What it had given a second before its last word is there.
    const before = said.filter(({ atMs }) => atMs <= said.at(-1)!.atMs - 1_000).at(-1)!;
    expect(frames.length).toBeGreaterThanOrEqual(before.given);
    expect(await readdir(path)).not.toContain('recording.json');
    for (const part of await partsOf(path)) await readSummary(part);
  });
});
