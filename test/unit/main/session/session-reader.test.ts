/** Reading sessions from real files: in order, from anywhere, and whatever happened to the bytes. */
import { copyFileSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import { McapWriter } from '@mcap/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FrameItem, SessionItem } from '../../../../src-main/session/session-item.ts';
import { openSession } from '../../../../src-main/session/session-reader.ts';
import { verifySession } from '../../../../src-main/session/session-verify.ts';
import { START_MICROS, sampleFrame, writeSample } from './sample-session.ts';

const SEED = 20_261_120;
const FRAMES = 1_500;

let root = '';
let one = '';
let parted = '';

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'crossbook-reader-'));
  one = writeSample(root, 'one', { frames: FRAMES });
  parted = writeSample(root, 'parted', { frames: FRAMES, partEvery: 500 });
});
afterAll(() => rm(root, { recursive: true, force: true }));

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

async function itemsOf(path: string, options = {}): Promise<SessionItem[]> {
  const items: SessionItem[] = [];
  for await (const group of (await openSession(path)).items(options)) items.push(...group);
  return items;
}

const framesIn = (items: readonly SessionItem[]): FrameItem[] => items.filter((item) => item.kind === 'frame');
const numberOf = ({ bytes }: FrameItem): number => (JSON.parse(Buffer.from(bytes).toString()) as { n: number }).n;

/** A copy of the one-part session with its file changed. */
function damaged(name: string, change: (file: string) => void): string {
  const folder = join(root, name);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, '0001.mcap');
  copyFileSync(join(one, '0001.mcap'), file);
  change(file);
  return folder;
}

describe('openSession', () => {
  it('reads every frame as it was written, in order, in one part or several', async () => {
    for (const path of [one, parted]) {
      const frames = framesIn(await itemsOf(path));
      expect(frames).toHaveLength(FRAMES);
      frames.forEach((frame, at) => {
        expect(Buffer.from(frame.bytes).equals(sampleFrame(at))).toBe(true);
        expect(frame.receivedMicros).toBe(START_MICROS + at * 1_000 + 0.25);
        expect([frame.receivedNanos, frame.connection]).toEqual([1_000 + at * 1_000_000, 1 + (at % 2)]);
      });
    }
    expect(readdirSync(parted).filter((name) => name.endsWith('.mcap')).length).toBeGreaterThan(2);
  });

  it('opens a single file as a session', async () => {
    const { summary } = await openSession(join(one, '0001.mcap'));
    expect(summary).toMatchObject({ id: 'one', messages: FRAMES, files: 1, finished: true, venues: ['one', 'two'] });
    expect(summary.connections.map(({ messages }) => messages)).toEqual([FRAMES / 2, FRAMES / 2]);
  });

  it('begins behind any frame, with what stands between it and the next', async () => {
    const all = await itemsOf(parted);
    for (const from of [1, 99, 100, 101, 500, 1_234, FRAMES - 1, FRAMES]) {
      const items = await itemsOf(parted, { fromFrame: from });
      const at = all.findIndex((item) => item.kind === 'frame' && numberOf(item) === from - 1);
      expect(items).toEqual(all.slice(at + 1));
    }
  });

  it('begins at any moment', async () => {
    const items = await itemsOf(parted, { fromMicros: START_MICROS + 1_234_000 });
    expect(numberOf(framesIn(items)[0]!)).toBe(1_234);
    expect(await itemsOf(parted, { fromMicros: START_MICROS + 1e12 })).toEqual([]);
  });

  it('finds the keyframe before a moment, and the events before a frame', async () => {
    const reader = await openSession(parted);
    expect((await reader.keyframeBefore(START_MICROS + 1_300_000))?.frames).toBe(1_000);
    expect(await reader.keyframeBefore(START_MICROS + 1_000)).toBeNull();
    const before = await reader.eventsBefore(200);
    expect(before.map(({ event }) => event.text)).toEqual(['none', 'behind 100']);
    const behind = await itemsOf(parted, { fromFrame: 200 });
    expect(behind[0]).toMatchObject({ kind: 'event', event: { text: 'behind 200' } });
  });

  it('gives the catalogue, and a timeline that adds up', async () => {
    const reader = await openSession(parted);
    expect((await reader.catalog()).listings.map(({ id }) => id)).toEqual(['one:M1', 'one:M2']);
    const slices = await reader.timeline(50);
    expect(slices.reduce((sum, { messages }) => sum + messages, 0)).toBe(FRAMES);
    expect(slices.reduce((sum, { gaps }) => sum + gaps, 0)).toBe(FRAMES / 100);
  });

  it('stops when it is told to', async () => {
    const controller = new AbortController();
    let groups = 0;
    for await (const _ of (await openSession(one)).items({ signal: controller.signal })) {
      if (++groups === 2) controller.abort();
    }
    expect(groups).toBe(2);
  });

  it('refuses what is no session in a sentence', async () => {
    await expect(openSession(join(root, 'nothing'))).rejects.toThrow('is no session');
    mkdirSync(join(root, 'empty'));
    await expect(openSession(join(root, 'empty'))).rejects.toThrow('no recordings in it');
  });
});

describe('a file of an earlier form', () => {
  it('opens and is whole: every message numbered and indexed, by the MCAP library itself', async () => {
    const path = join(root, 'earlier');
    mkdirSync(path);
    await writeEarlier(join(path, '0001.mcap'), 250);
    const { summary, chunks } = await openSession(path);
    expect(summary).toMatchObject({ messages: 250, events: 1, finished: true, venues: ['one', 'two'] });
    expect(chunks.length).toBeGreaterThan(5);
    const frames = framesIn(await itemsOf(path, { fromFrame: 100 }));
    expect(frames.map(numberOf)).toEqual(Array.from({ length: 150 }, (_, n) => 100 + n));
    expect(await verifySession(path)).toMatchObject({ ok: true, messages: 250, lost: 0, problems: [] });
  });

  it('says how many frames a damaged chunk held also when its end is missing', async () => {
    const path = join(root, 'earlier-cut');
    mkdirSync(path);
    const file = join(path, '0001.mcap');
    await writeEarlier(file, 250);
    const { chunks } = await openSession(path);
    const { offset, length, frames } = chunks[3]!;
    const bytes = readFileSync(file);
    bytes[offset + length - 20]! ^= 0xff;
    writeFileSync(file, bytes.subarray(0, chunks[6]!.offset));
    const whole = chunks.slice(0, 6).reduce((sum, chunk) => sum + chunk.frames, 0);
    expect(await verifySession(path)).toMatchObject({ corruptChunks: 1, lost: frames, messages: whole - frames });
  });
});

/** Writes frames and an event as sessions were written that indexed every message. */
async function writeEarlier(file: string, frames: number): Promise<void> {
  const pieces: Uint8Array[] = [];
  let size = 0n;
  const writer = new McapWriter({
    writable: {
      position: () => size,
      write: async (bytes) => {
        pieces.push(bytes.slice());
        size += BigInt(bytes.length);
      },
    },
    chunkSize: 2_000,
    compressChunk: (records) => ({ compression: 'zstd', compressedData: zstdCompressSync(records) }),
  });
  await writer.start({ profile: 'crossbook', library: 'test' });
  await writer.addMetadata({
    name: 'session',
    metadata: new Map(Object.entries({ format: '1', id: 'earlier', part: '1', framesBefore: '0' })),
  });
  const channel = (topic: string): Promise<number> =>
    writer.registerChannel({ topic, schemaId: 0, messageEncoding: 'json', metadata: new Map() });
  const channels = [await channel('frames/one/1/text'), await channel('frames/two/2/text'), await channel('events')];
  const start = BigInt(START_MICROS) * 1_000n;
  const add = (channelId: number, sequence: number, data: Uint8Array): Promise<void> => {
    const logTime = start + BigInt(sequence) * 1_000_000n;
    return writer.addMessage({ channelId, sequence, logTime, publishTime: BigInt(sequence), data });
  };
  await add(channels[2]!, 0, Buffer.from('{"kind":"note","text":"Begun."}'));
  for (let at = 0; at < frames; at++) await add(channels[at % 2]!, at + 1, sampleFrame(at));
  await writer.end();
  writeFileSync(file, Buffer.concat(pieces));
}

describe('damage', () => {
  it('calls whole sessions whole', async () => {
    for (const path of [one, parted]) {
      const report = await verifySession(path);
      expect(report).toMatchObject({ ok: true, messages: FRAMES, lost: 0, corruptChunks: 0, problems: [] });
      expect(report.gaps).toBe(FRAMES / 100);
    }
  });

  it(`reads everything before the cut of a file cut at 200 places, and says that it was cut (seed ${SEED})`, async () => {
    const next = seeded(SEED);
    const { size } = { size: readFileSync(join(one, '0001.mcap')).length };
    const { chunks } = await openSession(one);
    for (let round = 0; round < 200; round++) {
      const at = Math.floor(next() * size);
      const path = damaged('cut', (file) => truncateSync(file, at));
      const whole = chunks.filter(({ offset, length }) => offset + length <= at);
      const expected = whole.reduce((sum, { frames }) => sum + frames, 0);
      const report = await verifySession(path);
      expect(report, `cut at ${at}`).toMatchObject({ ok: false, messages: expected, finished: false });
      expect(report.problems.length, `cut at ${at}`).toBeGreaterThan(0);
      expect(framesIn(await itemsOf(path)).map(numberOf)).toEqual(Array.from({ length: expected }, (_, n) => n));
    }
  }, 120_000);

  it(`says so when any byte is wrong, and loses no frame silently (seed ${SEED + 1})`, async () => {
    const next = seeded(SEED + 1);
    const original = readFileSync(join(one, '0001.mcap'));
    let corrupt = 0;
    for (let round = 0; round < 200; round++) {
      const at = Math.floor(next() * original.length);
      const path = damaged('flipped', (file) => {
        const bytes = Buffer.from(original);
        bytes[at] = bytes[at]! ^ (1 + Math.floor(next() * 255));
        writeFileSync(file, bytes);
      });
      const report = await verifySession(path);
      const frames = framesIn(await itemsOf(path));
      const numbers = frames.map(numberOf);
      // What is read is right.
      for (const frame of frames) expect(Buffer.from(frame.bytes).equals(sampleFrame(numberOf(frame)))).toBe(true);
      expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
      // What is missing is said.
      expect(report.ok, `byte ${at}`).toBe(false);
      expect(report.problems.length, `byte ${at}`).toBeGreaterThan(0);
      expect(report.messages + report.lost, `byte ${at}`).toBeGreaterThanOrEqual(FRAMES);
      if (report.corruptChunks > 0) corrupt++;
    }
    expect(corrupt).toBeGreaterThan(50);
  }, 120_000);

  it('puts an event in the place of a chunk that cannot be read, and frames keep their numbers', async () => {
    const { chunks } = await openSession(one);
    const { offset, length, frames, framesBefore } = chunks[7]!;
    const path = damaged('hole', (file) => {
      const bytes = readFileSync(file);
      bytes[offset + Math.floor(length / 2)]! ^= 0xff;
      writeFileSync(file, bytes);
    });
    const items = await itemsOf(path);
    const dropped = items.filter((item) => item.kind === 'event' && item.event.kind === 'dropped');
    expect(dropped).toHaveLength(2);
    expect(dropped[0]).toMatchObject({
      event: { connection: 1, text: expect.stringMatching(/^50 frames are missing/) },
    });
    const behind = framesIn(await itemsOf(path, { fromFrame: framesBefore + frames }));
    expect(numberOf(behind[0]!)).toBe(framesBefore + frames);
    const report = await verifySession(path);
    expect(report).toMatchObject({ ok: false, corruptChunks: 1, lost: frames, messages: FRAMES - frames });
  });

  it('misses a part that is gone, and one that belongs elsewhere', async () => {
    const path = join(root, 'gone');
    mkdirSync(path);
    const names = readdirSync(parted).filter((name) => name.endsWith('.mcap'));
    for (const name of names.filter((_, at) => at !== 1)) copyFileSync(join(parted, name), join(path, name));
    const report = await verifySession(path);
    expect(report.ok).toBe(false);
    expect(report.messages + report.lost).toBe(FRAMES);
  });

  it('tells its progress, and can be cancelled', async () => {
    const shares: number[] = [];
    await verifySession(one, { onProgress: (share) => shares.push(share) });
    expect(shares.at(-1)).toBe(1);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    const controller = new AbortController();
    const running = verifySession(one, { signal: controller.signal, onProgress: () => controller.abort() });
    await expect(running).rejects.toThrow();
  });
});
