/** Main to engine, over a real message channel whose other end plays the engine. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { BatchRouter } from '../../../../src-main/route/batch-router.ts';
import { CHANNEL, FrameBatchReader } from '../../../../src-shared/contract/frame-batch.ts';
import type { EngineToMain, MainToEngine } from '../../../../src-shared/contract/main-engine.ts';
import { BATCH_BYTES_MAX, BATCH_FRAMES_MAX, FRAMES_IN_FLIGHT_MAX } from '../../../../src-shared/domain/limits.ts';
import { type PortPair, portPair } from '../../port-pair.ts';

type Routed = PortPair<MainToEngine, EngineToMain> & { readonly router: BatchRouter };

function withRouter(): Routed {
  const pair = portPair<MainToEngine, EngineToMain>();
  const router = new BatchRouter();
  router.setPort(pair.near);
  onTestFinished(() => router.setPort(null));
  return { ...pair, router };
}

const bytesOf = (text: string): Uint8Array => Buffer.from(text);

/** The frames of a batch, as `connection text`. */
function framesOf(batch: Uint8Array): readonly string[] {
  const reader = new FrameBatchReader();
  const frames: string[] = [];
  reader.open(batch);
  while (reader.next()) frames.push(`${reader.connection} ${Buffer.from(batch.subarray(reader.start, reader.end))}`);
  return frames;
}

/** What the engine heard: a list of frames, or a message. */
const inWords = (items: readonly (MainToEngine | Uint8Array)[]): readonly unknown[] =>
  items.map((item) => (item instanceof Uint8Array ? framesOf(item) : item));

const dump = (id: number): MainToEngine => ({ kind: 'dump', id, listings: [] });

/** Sends so many frames of a connection. */
function send(router: BatchRouter, frames: number, connection = 1): void {
  for (let frame = 0; frame < frames; frame++) router.frame(connection, CHANNEL.text, 0, 0, bytesOf('x'));
}

describe('batch router', () => {
  it('sends what came in one turn as one batch, the frames untouched and in order', async () => {
    const { router, heard } = withRouter();
    const socketBuffer = bytesOf('frame 1 of the socket');
    router.frame(7, CHANNEL.text, 1_775_000_000_000_123.5, 42_000_000_001, socketBuffer);
    // The bytes are only valid during the call.
    socketBuffer.fill(0);
    router.frame(8, CHANNEL.poll, 2, 3, bytesOf('frame 2'));
    const [batch] = await heard.count(1);
    expect(framesOf(batch as Uint8Array)).toEqual(['7 frame 1 of the socket', '8 frame 2']);
    const reader = new FrameBatchReader();
    reader.open(batch as Uint8Array);
    reader.next();
    expect([reader.channel, reader.receivedMicros, reader.receivedNanos]).toEqual([
      CHANNEL.text,
      1_775_000_000_000_123.5,
      42_000_000_001,
    ]);
    reader.next();
    expect(reader.channel).toBe(CHANNEL.poll);
  });

  it(`sends a batch at once when it has ${BATCH_FRAMES_MAX} frames, and the rest at the end of the turn`, async () => {
    const { router, heard } = withRouter();
    send(router, BATCH_FRAMES_MAX * 2 + 5);
    const batches = await heard.count(3);
    expect(batches.map((batch) => framesOf(batch as Uint8Array).length)).toEqual([
      BATCH_FRAMES_MAX,
      BATCH_FRAMES_MAX,
      5,
    ]);
  });

  it('sends a batch at once when it has grown large', async () => {
    const { router, heard } = withRouter();
    const large = new Uint8Array(BATCH_BYTES_MAX / 2);
    for (let frame = 0; frame < 3; frame++) router.frame(1, CHANNEL.text, 0, 0, large);
    const batches = await heard.count(2);
    expect(batches.map((batch) => framesOf(batch as Uint8Array).length)).toEqual([2, 1]);
  });

  it('keeps messages and frames in the order in which they came', async () => {
    const { router, heard } = withRouter();
    router.post(dump(1));
    router.frame(1, CHANNEL.text, 0, 0, bytesOf('a'));
    router.frame(1, CHANNEL.text, 0, 0, bytesOf('b'));
    router.post(dump(2));
    router.frame(1, CHANNEL.text, 0, 0, bytesOf('c'));
    router.post(dump(3));
    expect(inWords(await heard.count(5))).toEqual([dump(1), ['1 a', '1 b'], dump(2), ['1 c'], dump(3)]);
  });

  it('lets frames go while there is no engine, and does not give the next one what was meant for the last', async () => {
    const { router, heard } = withRouter();
    const next = portPair<MainToEngine, EngineToMain>();
    router.frame(1, CHANNEL.text, 0, 0, bytesOf('for the first'));
    router.setPort(null);
    router.frame(1, CHANNEL.text, 0, 0, bytesOf('for nobody'));
    router.post(dump(1));
    router.setPort(next.near);
    router.frame(1, CHANNEL.text, 0, 0, bytesOf('for the next'));
    router.post(dump(2));
    expect(inWords(await next.heard.count(2))).toEqual([['1 for the next'], dump(2)]);
    expect([heard.items, router.droppedFrames]).toEqual([[], 0]);
  });
});

describe('an engine that does not keep up', () => {
  it('is told at the first frame lost of each connection, right behind the last one sent', async () => {
    const { router, heard } = withRouter();
    send(router, FRAMES_IN_FLIGHT_MAX);
    const batches = FRAMES_IN_FLIGHT_MAX / BATCH_FRAMES_MAX;
    send(router, 3, 1);
    send(router, 2, 2);
    router.post(dump(1));
    const items = await heard.count(batches + 3);
    expect(items.slice(0, batches).every((item) => item instanceof Uint8Array)).toBe(true);
    expect(items.slice(batches)).toEqual([
      { kind: 'dropped', connection: 1, frames: 1 },
      { kind: 'dropped', connection: 2, frames: 1 },
      dump(1),
    ]);
    expect(router.droppedFrames).toBe(5);
  });

  it('is sent no more bytes than the bound, and frames again when half of them were taken', async () => {
    const { near, heard } = portPair<MainToEngine, EngineToMain>();
    const router = new BatchRouter(BATCH_FRAMES_MAX, 4 * BATCH_BYTES_MAX);
    router.setPort(near);
    onTestFinished(() => router.setPort(null));
    const large = new Uint8Array(BATCH_BYTES_MAX);
    for (let frame = 0; frame < 9; frame++) router.frame(1, CHANNEL.text, 0, 0, large);
    expect(router.droppedFrames).toBe(5);
    router.taken(2);
    router.frame(1, CHANNEL.text, 0, 0, bytesOf('fresh'));
    const items = await heard.count(7);
    expect(items.slice(0, 4).every((item) => item instanceof Uint8Array)).toBe(true);
    expect(inWords(items.slice(4))).toEqual([
      { kind: 'dropped', connection: 1, frames: 1 },
      { kind: 'dropped', connection: 1, frames: 4 },
      ['1 fresh'],
    ]);
  });

  it('gets no frame before it took half of what it has, then hears what was lost, and then frames again', async () => {
    const { router, heard } = withRouter();
    send(router, FRAMES_IN_FLIGHT_MAX);
    send(router, 4, 1);
    send(router, 1, 2);
    const told = FRAMES_IN_FLIGHT_MAX / BATCH_FRAMES_MAX + 2;
    router.taken(FRAMES_IN_FLIGHT_MAX / 2 - 1);
    send(router, 1, 1);
    router.taken(1);
    router.frame(1, CHANNEL.text, 0, 0, bytesOf('fresh'));
    const items = await heard.count(told + 2);
    // With the first of each, which were told as they were lost, these are all.
    expect(inWords(items.slice(told))).toEqual([{ kind: 'dropped', connection: 1, frames: 4 }, ['1 fresh']]);
    expect(router.droppedFrames).toBe(6);
  });

  it('is not held to what an engine before it was sent', async () => {
    const { router } = withRouter();
    const next = portPair<MainToEngine, EngineToMain>();
    send(router, FRAMES_IN_FLIGHT_MAX + 1);
    router.setPort(next.near);
    router.frame(1, CHANNEL.text, 0, 0, bytesOf('fresh'));
    router.post(dump(1));
    expect(inWords(await next.heard.count(2))).toEqual([['1 fresh'], dump(1)]);
  });
});
