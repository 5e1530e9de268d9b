/** However fast a session is read, what waits for the engine is bounded, in frames and in bytes. */
import { describe, expect, it } from 'vitest';
import { ReplayFlow } from '../../../../src-main/replay/replay-flow.ts';

/** Hands frames on until no more may be; answers how many. */
function fill(flow: ReplayFlow, bytes: number): number {
  let frames = 0;
  while (!flow.isFull) {
    flow.handed(bytes);
    frames++;
  }
  return frames;
}

describe('the flow of a replay', () => {
  it('holds so many frames, and goes on when half are taken', async () => {
    const flow = new ReplayFlow();
    const frames = fill(flow, 100);
    expect(frames).toBe(10_000);
    let isRoom = false;
    const room = flow.room().then(() => {
      isRoom = true;
    });
    flow.taken(frames / 2 - 1);
    await Promise.resolve();
    expect(isRoom).toBe(false);
    flow.taken(1);
    await room;
    expect(fill(flow, 100)).toBe(frames / 2);
  });

  it('holds fewer frames when they are large', () => {
    const flow = new ReplayFlow();
    const bytes = 1 << 20;
    const frames = fill(flow, bytes);
    expect(frames).toBe(32);
    flow.taken(frames);
    expect(fill(flow, bytes)).toBe(frames);
  });

  it('has room when the engine is gone', async () => {
    const flow = new ReplayFlow();
    fill(flow, 100);
    const room = flow.room();
    flow.reset();
    await room;
    expect(flow.isFull).toBe(false);
  });
});
