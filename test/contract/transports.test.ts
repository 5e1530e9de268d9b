/** Every message of the contract over every transport: what arrives is what was sent, in order, and closing is noticed. */
import { afterEach, describe, expect, test } from 'vitest';
import type { Port, PortData, Repeat } from '../../src-shared/contract/port.ts';
import { PORT_HEARTBEAT_MS, PORT_SILENT_MS } from '../../src-shared/domain/limits.ts';
import { arrows, binaryFrames } from './messages.ts';
import { type Pair, transports } from './transports.ts';

const messages = Object.values(arrows).flatMap((byKind) => Object.values(byKind).flat());

const pairs: Pair[] = [];

afterEach(async () => {
  for (const { a, b, stop } of pairs.splice(0)) {
    a.close();
    b.close();
    await stop();
  }
});

function received(port: Port, count: number): Promise<PortData[]> {
  const { promise, resolve, reject } = Promise.withResolvers<PortData[]>();
  const data: PortData[] = [];
  port.onMessage = (item) => {
    data.push(item);
    if (data.length === count) resolve(data);
  };
  port.onClose = (reason) => reject(new Error(`closed: ${reason}`));
  return promise;
}

const closed = (port: Port): Promise<string> =>
  new Promise((resolve) => {
    port.onClose = resolve;
  });

describe.each(Object.entries(arrows))('%s', (_arrow, byKind) => {
  test.each(Object.entries(byKind))('%s holds only what JSON can hold', (_kind, samples) => {
    expect(samples.length).toBeGreaterThan(0);
    for (const sample of samples) expect(JSON.parse(JSON.stringify(sample))).toStrictEqual(sample);
  });
});

describe.each(transports)('$title', ({ open }) => {
  const opened = async (repeat?: Repeat): Promise<Pair> => {
    const pair = await open(repeat);
    pairs.push(pair);
    return pair;
  };

  test('carries every message unchanged and in order, both ways', async () => {
    const { a, b } = await opened();
    const atA = received(a, messages.length);
    const atB = received(b, messages.length);
    for (const message of messages) a.post(message);
    for (const message of messages) b.post(message);
    expect(await atB).toStrictEqual(messages);
    expect(await atA).toStrictEqual(messages);
  });

  test('carries binary frames as bytes of their own, between messages', async () => {
    const { a, b } = await opened();
    const frames = binaryFrames();
    const atB = received(b, frames.length + 1);
    for (const frame of frames) a.post(frame.slice());
    a.post({ kind: 'last' });
    const data = await atB;
    for (const [index, frame] of frames.entries()) {
      expect(data[index]).toBeInstanceOf(Uint8Array);
      expect(Buffer.compare(data[index] as Uint8Array, frame)).toBe(0);
    }
    expect(data.at(-1)).toStrictEqual({ kind: 'last' });
  });

  test('copies a view that does not own its buffer and leaves the rest usable', async () => {
    const { a, b } = await opened();
    const whole = new Uint8Array([1, 2, 3, 4, 5]);
    const atB = received(b, 2);
    a.post(whole.subarray(1, 4));
    a.post({ kind: 'after' });
    expect([...((await atB)[0] as Uint8Array)]).toEqual([2, 3, 4]);
    expect([...whole]).toEqual([1, 2, 3, 4, 5]);
  });

  test('delivers the last message and then the reason of the closing', async () => {
    const { a, b } = await opened();
    const got: PortData[] = [];
    b.onMessage = (data) => got.push(data);
    const reason = closed(b);
    a.post({ kind: 'last' });
    a.close('the window was closed');
    expect(await reason).toBe('the window was closed');
    expect(got).toStrictEqual([{ kind: 'last' }]);
  });

  test('closes a peer that gives no sign of life', async () => {
    const turns: (() => void)[] = [];
    const { a } = await opened((_everyMs, run) => {
      turns.push(run);
      return () => {};
    });
    const reason = closed(a);
    // Only this end's heart beats: the other one is hung.
    for (let turn = 0; turn <= PORT_SILENT_MS / PORT_HEARTBEAT_MS; turn++) turns[0]!();
    expect(await reason).toBe('silent');
  });
});
