/** A session is read back by the MCAP library itself: what was given is there, as it was given. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { microsOfNanos, nanosOfMicros } from '../../../../src-main/base/session-time.ts';
import { isBeingRecorded } from '../../../../src-main/session/recording-mark.ts';
import { SessionWriter } from '../../../../src-main/session/session-writer.ts';
import type { SessionEvent } from '../../../../src-shared/domain/session.ts';
import { giveFrames, madeFrame, nameConnections } from './made-frames.ts';
import { framesOf, jsonOf, partsOf, readByIndex, readPart, readSession, readSummary } from './read-part.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crossbook-session-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function openWriter(partBytesMax = 1 << 30, partMs = 3_600_000, messageIndex = false): SessionWriter {
  const writer = new SessionWriter({
    folder,
    id: basename(folder),
    app: 'crossbook test',
    startMicros: 1_763_674_764_000_000,
    partBytesMax,
    partMs,
    messageIndex,
  });
  nameConnections(writer);
  return writer;
}

const at = { micros: 1_763_674_764_000_000, nanos: 1 };
const event: SessionEvent = { kind: 'gap', venue: 'one', connection: 1, listings: [], text: 'A “gap”.' };

/** A chunk's first message bears its number in the file; all others bear 0, which is none. */
function expectNumbers(numbers: readonly number[]): void {
  numbers.forEach((number, at) => {
    expect([0, at]).toContain(number);
  });
}

describe('a session', () => {
  it('holds every frame in order, byte for byte, with both times', async () => {
    const writer = openWriter();
    giveFrames(writer, 0, 3_000);
    writer.close();
    const frames = framesOf(await readSession(folder));
    expect(frames).toHaveLength(3_000);
    frames.forEach(({ data, logTime, publishTime, topic }, n) => {
      const made = madeFrame(n);
      expect(Buffer.compare(data, made.bytes)).toBe(0);
      expect(microsOfNanos(logTime)).toBe(made.micros);
      expect(Number(publishTime)).toBe(made.nanos);
      expect(topic).toMatch(made.channel === 1 ? /\/binary$/ : /\/text$/);
    });
    expect(writer.bytes).toBeGreaterThan(0);
  });

  it('keeps frames and events in the order in which they were given', async () => {
    const writer = openWriter();
    giveFrames(writer, 0, 2);
    writer.event(at, event);
    giveFrames(writer, 2, 3);
    writer.keyframe(at, 3, []);
    writer.close();
    const messages = await readSession(folder);
    const topics = messages.map(({ topic }) => topic.split('/')[0]);
    expect(topics).toEqual(['frames', 'frames', 'events', 'frames', 'keyframes']);
    expect(jsonOf(messages, 'events')).toEqual([event]);
    expect(jsonOf(messages, 'keyframes')).toEqual([{ frames: 3, books: [] }]);
  });

  it('says what is where in it, in the summary that the MCAP library reads', async () => {
    const writer = openWriter();
    for (let n = 0; n < 20_000; n += 1_000) {
      giveFrames(writer, n, n + 1_000);
      writer.flush(n);
    }
    writer.close();
    const [part] = await partsOf(folder);
    const { chunks, counted, topics } = await readSummary(part!);
    expect(counted).toBe(20_000);
    expect(topics).toHaveLength(6);
    expect(chunks).toHaveLength(20);
    expect(chunks[0]!.messageStartTime).toBe(nanosOfMicros(madeFrame(0).micros));
    expect(chunks[19]!.messageEndTime).toBe(nanosOfMicros(madeFrame(19_999).micros));
  });

  it('can be read message by message by its indexes when they were asked for', async () => {
    const writer = openWriter(1 << 30, 3_600_000, true);
    for (let n = 0; n < 20_000; n += 1_000) {
      giveFrames(writer, n, n + 1_000);
      writer.flush(n);
    }
    writer.close();
    const [part] = await partsOf(folder);
    expect(await readByIndex(part!)).toEqual({ counted: 20_000, read: 20_000 });
  });

  it('goes on in a new part by size without losing a frame', async () => {
    const writer = openWriter(20_000);
    for (let n = 0; n < 10_000; n += 500) {
      giveFrames(writer, n, n + 500);
      writer.flush(n);
    }
    writer.close();
    const parts = await partsOf(folder);
    expect(parts.length).toBeGreaterThan(3);
    const numbers = framesOf(await readSession(folder)).map(({ data }) => Buffer.from(data).toString());
    expect(numbers).toEqual(Array.from({ length: 10_000 }, (_, n) => Buffer.from(madeFrame(n).bytes).toString()));
    let framesBefore = 0;
    for (const [index, path] of parts.entries()) {
      const { metadata, messages } = await readPart(path);
      expect(metadata.session).toMatchObject({ part: String(index + 1), framesBefore: String(framesBefore) });
      expectNumbers(messages.map(({ sequence }) => sequence));
      framesBefore += framesOf(messages).length;
    }
  });

  it('goes on in a new part by age, each beginning with the whole catalogue', async () => {
    const writer = openWriter(1 << 30, 1_000);
    const link = { id: 'link:a', title: 'A', status: 'confirmed', members: [] } as const;
    writer.catalog(at, [], [link]);
    writer.flush(0);
    giveFrames(writer, 0, 10);
    writer.flush(999);
    giveFrames(writer, 10, 20);
    writer.flush(1_000);
    giveFrames(writer, 20, 30);
    writer.close();
    const parts = await partsOf(folder);
    expect(parts).toHaveLength(2);
    for (const path of parts) {
      const { messages } = await readPart(path);
      expect(messages[0]?.topic).toBe('catalog');
      expect(jsonOf(messages, 'catalog')).toEqual([{ listings: [], links: [link] }]);
    }
    expect(framesOf(await readSession(folder))).toHaveLength(30);
  });

  it('bears the mark of its writer until it is closed', async () => {
    const writer = openWriter();
    expect(await isBeingRecorded(folder)).toBe(true);
    writer.close();
    expect(await isBeingRecorded(folder)).toBe(false);
  });

  it('refuses a frame of a connection that was not named', () => {
    const writer = openWriter();
    expect(() => writer.frame(9, 0, 1, 1, new Uint8Array(1))).toThrow('connection 9');
  });
});

describe('times in a session', () => {
  it('come back to the last bit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1_500_000_000_000_000 * 4, max: 2_200_000_000_000_000 * 4 }), (quarters) => {
        const micros = quarters / 4;
        expect(microsOfNanos(nanosOfMicros(micros))).toBe(micros);
      }),
    );
  });
});
