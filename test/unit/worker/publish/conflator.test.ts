/** The pace of one watch. */
import { describe, expect, it } from 'vitest';
import { Conflator } from '../../../../src-worker/publish/conflator.ts';

describe('conflator', () => {
  it('sends the first frame at once and the next only when both acknowledged and due', () => {
    const conflator = new Conflator(0);
    expect(conflator.ready(1_000, 50)).toBe(true);
    const frame = conflator.send(1_000);
    expect(conflator.ready(2_000, 50)).toBe(false);
    conflator.acknowledge(frame);
    expect(conflator.ready(1_049, 50)).toBe(false);
    expect(conflator.ready(1_050, 50)).toBe(true);
  });

  it('is not moved by the acknowledgement of another shard', () => {
    const [first, second] = [new Conflator(0), new Conflator(1)];
    const frame = first.send(1_000);
    second.send(1_000);
    second.acknowledge(frame);
    expect([frame === second.frame, second.ready(9_000, 50)]).toEqual([false, false]);
  });

  it('is not moved by an acknowledgement of a frame it never sent', () => {
    const conflator = new Conflator(0);
    conflator.send(1_000);
    conflator.acknowledge(99);
    expect(conflator.ready(9_000, 50)).toBe(false);
  });
});
