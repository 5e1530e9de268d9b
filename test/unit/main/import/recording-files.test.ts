/** A recording's file: what it is packed in is told by its bytes, and its lines come whole, however it is cut into chunks. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RecordingTrouble, recordingBytes } from '../../../../src-main/import/recording-bytes.ts';
import { RecordingLines } from '../../../../src-main/import/recording-lines.ts';
import { FRAME_BYTES_MAX } from '../../../../src-shared/domain/limits.ts';
import { SEED } from '../../../venues/seed.ts';
import { randomOf } from '../session/made-up-recording.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crossbook-recording-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

type Unpacked = { readonly text: string; readonly read: number; readonly trouble: string };

async function unpack(bytes: Uint8Array, name = 'recording'): Promise<Unpacked> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  const chunks: Uint8Array[] = [];
  let read = 0;
  let trouble = '';
  try {
    for await (const chunk of recordingBytes(path, (count) => {
      read += count;
    })) {
      chunks.push(chunk.slice());
    }
  } catch (error) {
    expect(error).toBeInstanceOf(RecordingTrouble);
    trouble = (error as Error).message;
  }
  return { text: Buffer.concat(chunks).toString(), read, trouble };
}

const random = randomOf(SEED);
const long = Array.from({ length: 60_000 }, () => `line ${random(1_000_000)}\n`).join('');
const [first, second] = [long, 'and the last\n'];
/** A frame that holds nothing, as parallel compressors write them. */
const skipped = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]);

describe(`a recording's bytes (seed ${SEED})`, () => {
  test.each([
    ['Zstandard', zstdCompressSync(Buffer.alloc(192 << 20))],
    ['gzip', gzipSync(Buffer.alloc(192 << 20))],
  ])('that are little and unpack to very much are not held all at once (%s)', async (_kind, bytes) => {
    const path = join(folder, 'bomb');
    await writeFile(path, bytes);
    const before = process.memoryUsage().arrayBuffers;
    // What is there when the first piece is given out; later ones may lie about until they are collected.
    let held = 0;
    let length = 0;
    for await (const piece of recordingBytes(path, () => {})) {
      if (length === 0) held = process.memoryUsage().arrayBuffers - before;
      length += piece.length;
    }
    expect(length).toBe(192 << 20);
    expect(held).toBeLessThan(64 << 20);
  });

  test.each([
    ['plain', 'a.gz', Buffer.from(first + second)],
    ['gzip', 'a.json', gzipSync(first + second)],
    ['Zstandard', 'a.gz', zstdCompressSync(Buffer.from(first + second))],
    ['gzip in several parts', 'a', Buffer.concat([gzipSync(first), gzipSync(second)])],
    [
      'Zstandard in several parts',
      'a',
      Buffer.concat([skipped, zstdCompressSync(Buffer.from(first)), skipped, zstdCompressSync(Buffer.from(second))]),
    ],
  ])('come out of a %s file whose name says otherwise', async (_what, name, bytes) => {
    const { text, read, trouble } = await unpack(bytes, name);
    expect(trouble).toBe('');
    expect(text === first + second).toBe(true);
    expect(read).toBe(bytes.length);
  });

  test.each([
    ['gzip', gzipSync(first)],
    ['Zstandard', zstdCompressSync(Buffer.from(first))],
  ])('come out of a cut %s file as far as they go, and the cut is named', async (_what, bytes) => {
    const { text, trouble } = await unpack(bytes.subarray(0, bytes.length - 20));
    expect(trouble).toBe('it ends in the middle of its compressed data');
    expect(text.length).toBeGreaterThan(first.length / 2);
    expect(first.startsWith(text)).toBe(true);
  });

  test.each([
    ['gzip', gzipSync(first)],
    ['Zstandard', zstdCompressSync(Buffer.from(first))],
  ])('of a damaged %s file are no message', async (_what, bytes) => {
    const damaged = Buffer.from(bytes);
    damaged.fill(0xff, 20, 200);
    expect((await unpack(damaged)).trouble).toBe('its compressed data is damaged');
    expect((await unpack(Buffer.concat([bytes, Buffer.from('junk')]))).trouble).toBe('its compressed data is damaged');
  });

  test.each([[''], ['a'], ['ab\n']])('of a file as short as %j are all there', async (content) => {
    expect((await unpack(Buffer.from(content))).text).toBe(content);
  });
});

function linesOf(chunks: readonly Uint8Array[]): [string, number][] {
  const seen: [string, number][] = [];
  const lines = new RecordingLines((line, number) => seen.push([Buffer.from(line).toString(), number]));
  for (const chunk of chunks) {
    const reused = Buffer.from(chunk);
    lines.push(reused);
    reused.fill(0);
  }
  lines.end();
  return seen;
}

describe(`a recording's lines (seed ${SEED})`, () => {
  test('are whole wherever the chunks end, and keep their numbers', () => {
    const bytes = Buffer.from('\ufeffone\r\n\n\ntwo é\r\n  \nlast');
    const whole = linesOf([bytes]);
    expect(whole).toEqual([
      ['one', 1],
      ['two é', 4],
      ['last', 6],
    ]);
    for (let cut = 1; cut < bytes.length; cut++) {
      expect(linesOf([bytes.subarray(0, cut), bytes.subarray(cut)])).toEqual(whole);
    }
    expect(linesOf([...bytes].map((byte) => Uint8Array.of(byte)))).toEqual(whole);
    const many: Buffer[] = [];
    for (let at = 0, to = 0; at < long.length; at = to) {
      to = at + 1 + random(40_000);
      many.push(Buffer.from(long.slice(at, to)));
    }
    expect(
      linesOf(many)
        .map(([line]) => `${line}\n`)
        .join('') === long,
    ).toBe(true);
  });

  test('have an end', () => {
    const chunk = new Uint8Array(1 << 20).fill(0x61);
    const lines = new RecordingLines(() => {});
    const push = (): void => {
      for (let bytes = 0; bytes <= FRAME_BYTES_MAX + chunk.length; bytes += chunk.length) lines.push(chunk);
    };
    expect(push).toThrow('its line 1 is too long');
  });
});
