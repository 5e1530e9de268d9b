/** A session as raw lines, and back: nothing is lost on the way, and what is lost in between is said. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runExport } from '../../../../src-main/export/export.ts';
import { openExportSource } from '../../../../src-main/export/export-session.ts';
import { importRecording } from '../../../../src-main/import/session-import.ts';
import type { SessionItem } from '../../../../src-main/session/session-item.ts';
import { openSession } from '../../../../src-main/session/session-reader.ts';
import { SessionWriter } from '../../../../src-main/session/session-writer.ts';
import type { ExportFormat, ExportPlan } from '../../../../src-shared/domain/session.ts';
import { giveFrames, nameConnections } from '../session/made-frames.ts';
import { sampleListing, writeSample } from '../session/sample-session.ts';
import { TABLES_ENTRY, WHOLE } from './export-run.ts';

const UNUSUAL = [
  'PONG',
  '"a text that is JSON"',
  '{"broken":',
  '{\n  "on": "two lines"\n}',
  '[{"a":1}] ',
  '',
  'null',
  '{"quote":",\\"event\\":1"}',
  '{"ünicode":"\u2028"}',
];
const NOT_TEXT = [Uint8Array.of(0xff, 0xfe, 0), Uint8Array.of(0x7b, 0xc3, 0x28, 0x7d)];
const START_MICROS = 1_763_674_764_000_000;

let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'crossbook-raw-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** A session of frames of every kind, events, and a keyframe that stands later than the frames it is of. */
function unusualSession(id: string): string {
  const folder = join(root, id);
  mkdirSync(folder);
  const writer = new SessionWriter({
    folder,
    id,
    app: 'test',
    startMicros: START_MICROS,
    partBytesMax: 1e12,
    partMs: 1e12,
  });
  nameConnections(writer);
  const at = { micros: START_MICROS + 0.5, nanos: 7 };
  // A market may have a key that is called as a message's is.
  const venueData = { first: '', event: 'election' };
  writer.catalog(at, [sampleListing(1), { ...sampleListing(2), venueData }], []);
  writer.event(at, { kind: 'connected', venue: 'one', connection: 1, listings: [], text: 'none' });
  giveFrames(writer, 0, 300);
  let micros = START_MICROS + 1e6;
  for (const bytes of [...UNUSUAL.map((text) => Buffer.from(text)), ...NOT_TEXT]) {
    writer.frame(2, 0, micros, micros * 3, bytes);
    micros += 0.25;
  }
  const book = {
    listing: 'one:M1',
    phase: 'synced',
    reason: 'none',
    bids: [[400_000, 1]],
    asks: [],
    lastEventMs: 1,
    updates: 1,
  } as const;
  writer.keyframe({ micros, nanos: 9 }, 250, [book]);
  writer.event(
    { micros, nanos: 10 },
    { kind: 'gap', venue: 'two', connection: 2, listings: ['one:M2'], text: 'two\nlines' },
  );
  writer.close();
  return folder;
}

async function itemsOf(path: string): Promise<SessionItem[]> {
  const items: SessionItem[] = [];
  for await (const group of (await openExportSource(path)).items(null)) items.push(...group);
  return items.map((item) => (item.kind === 'frame' ? { ...item, bytes: Buffer.from(item.bytes) } : item));
}

async function rawOf(session: string, name: string, plan: Partial<ExportPlan> = {}): Promise<string> {
  const folder = join(root, name);
  const source = await openExportSource(session);
  const asked: ExportPlan = { ...WHOLE, format: 'raw', ...plan };
  const { files } = await runExport({ source, plan: asked, folder, version: '1', tablesEntry: TABLES_ENTRY });
  return join(folder, files.find(({ file }) => file.includes('.raw.'))!.file);
}

const back = (path: string): ReturnType<typeof importRecording> =>
  importRecording({ path, folder: join(root, 'sessions'), app: 'test' });

describe('a raw export', () => {
  it('imports to an equal session: bytes, both times, connections, events, books, markets; plain, gzip and zstd', async () => {
    const session = unusualSession('unusual');
    const texts: string[] = [];
    for (const format of ['raw', 'raw.gz', 'raw.zst'] as const satisfies readonly ExportFormat[]) {
      const path = await rawOf(session, `out-${format}`, { format });
      const bytes = readFileSync(path);
      const unpack = { raw: (packed: Buffer) => packed, 'raw.gz': gunzipSync, 'raw.zst': zstdDecompressSync }[format];
      texts.push(unpack(bytes).toString());
      const report = await back(path);
      expect(report).toMatchObject({ ok: true, messages: 311, markets: 2, skipped: 0, problems: [] });
      expect(await itemsOf(report.path)).toEqual(await itemsOf(session));
      const [first, again] = await Promise.all([openSession(session), openSession(report.path)]);
      expect(await again.catalog()).toEqual(await first.catalog());
      expect(again.summary.connections).toEqual(first.summary.connections);
      expect(again.summary.startMicros).toBe(first.summary.startMicros);
    }
    expect(new Set(texts).size).toBe(1);
    for (const line of texts[0]!.trim().split('\n')) expect(() => JSON.parse(line)).not.toThrow();
  });

  it('says in its manifest what it holds', async () => {
    const path = await rawOf(unusualSession('told'), 'out-told');
    const manifest = JSON.parse(readFileSync(join(path, '../manifest.json'), 'utf8')) as { raw: object };
    expect(manifest).toMatchObject({ format: 'raw', tables: {}, checks: { messages: 311 } });
    expect(manifest.raw).toMatchObject({ messages: 311, events: 2, keyframes: 1 });
  });

  it('is not imported where a recording would stop for want of room, and leaves nothing behind', async () => {
    const path = await rawOf(unusualSession('roomless'), 'out-roomless');
    const folder = join(root, 'full');
    const importing = importRecording({ path, folder, app: 'test', disk: { warnUsed: 0, stopUsed: 0 } });
    await expect(importing).rejects.toThrow('Make room');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('of a part of the time begins at the keyframe before it', async () => {
    const session = writeSample(root, 'sample', { frames: 2_000 });
    const { startMicros } = (await openSession(session)).summary;
    const path = await rawOf(session, 'out-part', {
      fromMicros: startMicros + 1_200_000,
      toMicros: startMicros + 1_800_000,
    });
    const report = await back(path);
    // Frames come every ms, keyframes every 500.
    expect(report.messages).toBe(800);
    const items = await itemsOf(report.path);
    const firstFrame = items.findIndex(({ kind }) => kind === 'frame');
    expect(items.findIndex(({ kind }) => kind === 'keyframe')).toBeLessThan(firstFrame);
    expect(items.filter((item) => item.kind === 'keyframe').map(({ frames }) => frames)).toEqual([0, 500]);
  });

  it('refuses to leave markets out, and leaves nothing behind', async () => {
    const session = writeSample(root, 'refused', { frames: 10 });
    await expect(rawOf(session, 'out-refused', { listings: ['one:M1'] })).rejects.toThrow('markets cannot be chosen');
    expect((await readdir(root)).filter((name) => name.includes('out-refused'))).toEqual([]);
  });

  it('that was cut or damaged says so, and costs the connections their trust where the line is missing', async () => {
    const path = await rawOf(writeSample(root, 'damaged', { frames: 200 }), 'out-damaged');
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
    const cut = join(root, 'cut.ndjson');
    writeFileSync(cut, lines.slice(0, 100).join('\n'));
    const shortened = await back(cut);
    expect(shortened.ok).toBe(false);
    expect(shortened.problems).toEqual(['The file has no last line: it was cut, and messages at its end are missing.']);

    const at = lines.findIndex((line) => line.includes('"n":50,'));
    const broken = join(root, 'broken.ndjson');
    writeFileSync(broken, lines.with(at, lines[at]!.slice(0, -20)).join('\n'));
    const report = await back(broken);
    expect(report).toMatchObject({ ok: false, messages: 199, skipped: 1 });
    expect(report.problems[0]).toBe(`Line ${at + 1} was left out: it cannot be read.`);
    const items = await itemsOf(report.path);
    const dropped = items.filter((item) => item.kind === 'event' && item.event.kind === 'dropped');
    expect(dropped).toHaveLength(2);
    const frame = items.findIndex((item) => item.kind === 'frame' && Buffer.from(item.bytes).includes('"n":51,'));
    expect(items.slice(frame - 2, frame)).toEqual(dropped);
  });
});
