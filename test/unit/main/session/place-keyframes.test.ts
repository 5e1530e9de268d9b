/** Keyframes stand behind exactly the frames they are made of, however late the file has them. */
import { describe, expect, it } from 'vitest';
import { placeKeyframes } from '../../../../src-main/session/place-keyframes.ts';
import type { FrameItem, KeyframeItem, SessionItem } from '../../../../src-main/session/session-item.ts';

function frame(at: number): FrameItem {
  return {
    kind: 'frame',
    venue: 'one',
    transport: 'stream',
    connection: 1,
    channel: 0,
    receivedMicros: at,
    receivedNanos: 0,
    bytes: new Uint8Array(0),
  };
}

const keyframe = (frames: number): KeyframeItem => ({ kind: 'keyframe', atMicros: 0, atNanos: 0, frames, books: [] });

async function placed(items: readonly SessionItem[], groupOf: number, framesBefore: number): Promise<string[]> {
  async function* groups() {
    for (let at = 0; at < items.length; at += groupOf) yield items.slice(at, at + groupOf);
  }
  const said: string[] = [];
  let frames = framesBefore;
  for await (const group of placeKeyframes(groups(), framesBefore)) {
    for (const item of group) {
      if (item.kind === 'frame') frames++;
      else if (item.kind === 'keyframe') said.push(`${item.frames} at ${frames}`);
    }
  }
  return [...said, `${frames} frames`];
}

describe('keyframes', () => {
  it('move to their frame, also over groups that were read long before', async () => {
    const frames = Array.from({ length: 100_000 }, (_, at) => frame(at));
    const items: SessionItem[] = [...frames];
    items.splice(60_500, 0, keyframe(59_000));
    items.splice(300, 0, keyframe(0));
    expect(await placed(items, 1_000, 0)).toEqual(['0 at 0', '59000 at 59000', '100000 frames']);
  });

  it('are left out when they come too late', async () => {
    const items: SessionItem[] = Array.from({ length: 90_000 }, (_, at) => frame(at));
    items.push(keyframe(5));
    expect(await placed(items, 500, 0)).toEqual(['90000 frames']);
  });

  it('count from where reading began', async () => {
    const items: SessionItem[] = [frame(1), frame(2), frame(3), keyframe(42)];
    expect(await placed(items, 2, 40)).toEqual(['42 at 42', '43 frames']);
  });

  it('stay in their places behind a hole, whose frames count though they are missing', async () => {
    const event = { kind: 'dropped', venue: 'one', connection: 1, listings: [], text: '' } as const;
    const hole: SessionItem = { kind: 'event', atMicros: 0, atNanos: 0, missing: 30_000, event };
    const frames = Array.from({ length: 60_000 }, (_, at) => frame(at));
    const items: SessionItem[] = [...frames.slice(0, 1_000), hole, ...frames.slice(1_000), keyframe(89_990)];
    // 1,000 before the hole and 58,990 behind it.
    expect(await placed(items, 700, 0)).toEqual(['89990 at 59990', '60000 frames']);
  });
});
