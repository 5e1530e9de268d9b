/** Sessions of a few kilobytes that would become gigabytes: what is kept of them is bounded, and the rest is damage that is said. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SessionChannel } from '../../../../src-main/session/mcap-read.ts';
import { readChunkItems } from '../../../../src-main/session/session-chunk.ts';
import { openSession } from '../../../../src-main/session/session-reader.ts';
import { SessionWriter } from '../../../../src-main/session/session-writer.ts';
import { START_MICROS } from './sample-session.ts';

const EVENTS = 150_000;
const moment = { micros: START_MICROS, nanos: 1 };

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crossbook-hostile-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function writer(id: string): SessionWriter {
  return new SessionWriter({
    folder: join(folder, id),
    id,
    app: 'test',
    startMicros: START_MICROS,
    partBytesMax: 1e12,
    partMs: 1e12,
  });
}

async function written(id: string, tell: (session: SessionWriter) => void): Promise<string> {
  await mkdir(join(folder, id));
  const session = writer(id);
  session.connection(1, 'one', 'stream');
  tell(session);
  session.close();
  return join(folder, id);
}

const gap = { kind: 'gap', venue: '', connection: null, listings: [], text: '' } as const;

describe('a session', () => {
  test.each([
    ['events', 'events', '{"kind":"gap"}', 100_002],
    ['frames', 'frames', 'x', 1_000_002],
  ] as const)('has no chunk with far too many %s', (_what, carries, data, messages) => {
    const bytes = Buffer.from(data);
    const length = 22 + bytes.length;
    const record = Buffer.alloc(9 + length);
    record[0] = 0x05;
    record.writeBigUInt64LE(BigInt(length), 1);
    record.writeUInt16LE(7, 9);
    bytes.copy(record, 31);
    const records = Buffer.alloc(record.length * messages, record);
    const channel = { carries, venue: 'one', connection: 1, channel: 0, transport: 'stream' };
    const channels = new Map([[7, channel as SessionChannel]]);
    expect(() => readChunkItems(records, channels)).toThrow('far too many messages');
    expect(readChunkItems(records.subarray(0, record.length * 1_000), channels).items).toHaveLength(1_000);
  });

  test('of very many events keeps none of them for its card and its timeline', async () => {
    const path = await written('long', (session) => {
      for (let at = 1; at <= EVENTS; at++) {
        session.event(moment, gap);
        if (at % 10_000 === 0) session.flush(at);
      }
    });
    const reader = await openSession(path);
    expect(reader.chunks.length).toBeGreaterThanOrEqual(EVENTS / 10_000);
    expect(await reader.counts()).toEqual({ gaps: EVENTS, markets: 0 });
    const slices = await reader.timeline(10_000);
    expect(slices.reduce((sum, { gaps }) => sum + gaps, 0)).toBe(EVENTS);
  });
});
