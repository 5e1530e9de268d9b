/** Recordings of other programs become sessions. */
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DiskLimits } from '../../../../src-main/base/disk-space.ts';
import { runImport } from '../../../../src-main/import/import-job.ts';
import { importRecording } from '../../../../src-main/import/session-import.ts';
import { openSession } from '../../../../src-main/session/session-reader.ts';
import { verifySession } from '../../../../src-main/session/session-verify.ts';
import { checked, numbered } from '../../../venues/roles.ts';

const RECORDED = resolve(import.meta.dirname, `../../../../../shared/recordings/${numbered.id}/gold15m`);
const START_MS = 1_795_000_000_000;

let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'crossbook-import-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const delta = (at: number, seq: number): string =>
  `{"type":"orderbook_delta","sid":4,"seq":${seq},"msg":{"market_ticker":"KXONE-26","price_dollars":"0.4${at % 10}0","delta_fp":"1.00","side":"yes","ts_ms":${START_MS + at}}}`;
const change = (at: number): string =>
  `{"market":"0xabc","price_changes":[{"asset_id":"123","price":"0.51${at % 10}","size":"${at}","side":"BUY","hash":"h${at}"}],"timestamp":"${START_MS + at}","event_type":"price_change"}`;

async function framesOf(path: string): Promise<{ text: string; micros: number; venue: string }[]> {
  const frames: { text: string; micros: number; venue: string }[] = [];
  for await (const items of (await openSession(path)).items()) {
    for (const item of items) {
      if (item.kind !== 'frame') continue;
      const { bytes, receivedMicros: micros, venue } = item;
      frames.push({ text: Buffer.from(bytes).toString(), micros, venue });
    }
  }
  return frames;
}

function imported(name: string, content: string | Uint8Array): ReturnType<typeof importRecording> {
  const path = join(root, name);
  writeFileSync(path, content);
  return importRecording({ path, folder: join(root, 'sessions'), app: 'test' });
}

describe('importRecording', () => {
  it('reads raw messages, stamped lines and envelopes, and finds the venue by itself', async () => {
    const messages = Array.from({ length: 300 }, (_, at) => delta(at, at + 1));
    const forms: Record<string, readonly string[]> = {
      raw: messages,
      stamped: messages.map((message, at) => `${START_MS + at}000123 ${message}`),
      envelope: messages.map((message, at) => `{"recv_ms":${START_MS + at},"event":${message}}`),
    };
    for (const [name, lines] of Object.entries(forms)) {
      const report = await imported(`${name}.ndjson`, `${lines.join('\n')}\n`);
      expect(report).toMatchObject({ messages: 300, venues: [numbered.id], markets: 1, skipped: 0, renumbered: false });
      const frames = await framesOf(report.path);
      expect(frames.map(({ text }) => text)).toEqual(messages);
      const fraction = name === 'stamped' ? 0.123 : 0;
      expect(frames[7]!.micros).toBeCloseTo((START_MS + 7) * 1_000 + fraction, 3);
      expect((await verifySession(report.path)).problems).toEqual([]);
    }
  });

  it('unpacks gzip and zstd, whatever the name says', async () => {
    const content = `${Array.from({ length: 50 }, (_, at) => change(at)).join('\r\n')}\r\n`;
    for (const pack of [gzipSync, zstdCompressSync]) {
      const report = await imported(`${pack.name}.txt`, pack(content));
      expect(report).toMatchObject({ messages: 50, venues: [checked.id], markets: 1 });
    }
  });

  it('describes the markets as far as the messages tell', async () => {
    const report = await imported('markets.ndjson', Array.from({ length: 20 }, (_, at) => change(at)).join('\n'));
    const reader = await openSession(report.path);
    const [listing] = (await reader.catalog()).listings;
    expect(listing).toMatchObject({ id: `${checked.id}:0xabc`, symbols: ['123'] });
    expect(listing!.priceGrid[0]!.stepMicros).toBe(1_000);
  });

  it('renumbers the messages where the file holds a part of a subscription, and touches nothing else', async () => {
    const lines = Array.from({ length: 100 }, (_, at) => delta(at, at * 7 + 3));
    const report = await imported('part.ndjson', lines.join('\n'));
    expect(report.renumbered).toBe(true);
    const texts = (await framesOf(report.path)).map(({ text }) => text);
    expect(texts).toEqual(lines.map((_, at) => delta(at, at + 1).replace('"sid":4', '"sid":1')));
  });

  it('leaves out what is no message, and says which lines', async () => {
    const lines = [delta(1, 1), '{"recv_ms":1,"event":', '', delta(2, 2)];
    const report = await imported('broken.ndjson', lines.join('\n'));
    expect(report).toMatchObject({ messages: 2, skipped: 1, problems: ['Line 2 was left out: it is not JSON.'] });
  });

  it('refuses what no venue sends, leaving nothing behind', async () => {
    await expect(imported('strange.ndjson', '{"hello":1}\n'.repeat(20))).rejects.toThrow('No venue');
    await expect(imported('torn.gz', gzipSync(delta(1, 1).repeat(500)).subarray(0, 60))).rejects.toThrow();
    expect(readdirSync(join(root, 'sessions')).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('stops where a recording would for want of room, at the start or on its way, leaving nothing behind', async () => {
    const path = join(root, 'large.ndjson');
    writeFileSync(path, Array.from({ length: 6_000 }, (_, at) => delta(at, at + 1)).join('\n'));
    const folder = join(root, 'full');
    const order = { path, folder, app: 'test' };
    await expect(importRecording({ ...order, disk: { warnUsed: 0, stopUsed: 0 } })).rejects.toThrow('Make room');
    let looks = 0;
    const filling: DiskLimits = {
      warnUsed: 0,
      get stopUsed() {
        return looks++ === 0 ? 2 : 0;
      },
    };
    await expect(importRecording({ ...order, disk: filling })).rejects.toThrow('kept for recordings');
    expect(looks).toBe(2);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('runs in a thread, tells its progress, and leaves nothing behind when it is cancelled', async () => {
    const path = join(root, 'threaded.ndjson');
    writeFileSync(path, Array.from({ length: 5_000 }, (_, at) => delta(at, at + 1)).join('\n'));
    const order = { path, folder: join(root, 'threaded'), app: 'test' };
    const shares: number[] = [];
    const { signal } = new AbortController();
    const report = await runImport({ order, signal, onProgress: (share) => shares.push(share) });
    expect(report.messages).toBe(5_000);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    const controller = new AbortController();
    const running = runImport({ order, signal: controller.signal, onProgress: () => controller.abort() });
    await expect(running).rejects.toThrow();
    expect(readdirSync(order.folder)).toEqual([report.session]);
  });

  it.skipIf(!existsSync(RECORDED))('imports a recorded window whole (needs ../shared/recordings)', async () => {
    const path = join(RECORDED, 'KXGOLD15M-26AUG050800-00/2026-08-05.ndjson.gz');
    const markets = join(RECORDED, 'KXGOLD15M-26AUG050800.json');
    const report = await importRecording({ path, markets, folder: join(root, 'sessions'), app: 'test' });
    expect(report).toMatchObject({ messages: 29_015, markets: 1, skipped: 0, unknown: 0, problems: [] });
    expect((await verifySession(report.path)).ok).toBe(true);
  });
});
