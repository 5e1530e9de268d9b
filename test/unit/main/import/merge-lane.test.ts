/** The order that several observers of one market agree on. */
import { describe, expect, it } from 'vitest';
import { type LaneOutput, MergeLane, type MergeMessage } from '../../../../src-main/import/merge-lane.ts';

type Said = {
  readonly keys: string[];
  readonly sources: number[][];
  readonly followed: boolean[];
  readonly left: string[];
};

/** `S1` is observer's own snapshot 1, `!` a break, anything else a message; `key@ms` gives its receipt. */
function merge(...observers: readonly (readonly string[])[]): Said {
  const said: Said = { keys: [], sources: [], followed: [], left: [] };
  const out: LaneOutput = {
    message: (_lane, { identity }, sources) => {
      said.keys.push(identity.key);
      said.sources.push([...sources]);
    },
    followed: (_lane, isFollowed) => void said.followed.push(isFollowed),
    left: ({ identity }, why) => void said.left.push(`${why} ${identity.key}`),
  };
  const lane = new MergeLane('one', 'M', true);
  observers.forEach((items, observer) => {
    items.forEach((item, at) => {
      const [key = '', ms] = item.split('@');
      const steadyMicros = (ms === undefined ? at : Number(ms)) * 1_000;
      if (key === '!') lane.push({ observer, steadyMicros, isBreak: true });
      else lane.push(messageOf(observer, key, steadyMicros));
    });
  });
  lane.drain(Number.POSITIVE_INFINITY, true, out);
  return said;
}

function messageOf(observer: number, key: string, steadyMicros: number): MergeMessage {
  const kind = key.startsWith('S') ? 'snapshot' : 'change';
  const once = key.startsWith('T');
  const place = { start: 0, end: 0, lane: 'book M', market: 'M', timeMs: 0, numbers: [] };
  const identity = { ...place, kind, key, once } as const;
  const bytes = new Uint8Array(0);
  return { source: observer, observer, identity, channel: 0, receivedMicros: steadyMicros, steadyMicros, bytes };
}

describe('a lane', () => {
  it('has each message once, and knows who had it', () => {
    const said = merge(['S1', 'a', 'b', 'c'], ['S2', 'a', 'b', 'c']);
    expect(said.keys).toEqual(['S1', 'a', 'b', 'c']);
    expect(said.sources.slice(1)).toEqual([
      [0, 1],
      [0, 1],
      [0, 1],
    ]);
    expect(said.left).toEqual(['snapshot S2']);
  });

  it('keeps two true equal messages of one recorder', () => {
    expect(merge(['S1', 'a', 'a', 'b'], ['S2', 'a', 'a', 'b']).keys).toEqual(['S1', 'a', 'a', 'b']);
    expect(merge(['S1', 'a', 'b', 'a', 'c'], ['S2', 'b', 'a', 'c']).keys).toEqual(['S1', 'a', 'b', 'a', 'c']);
    expect(merge(['S1', 'a', 'b'], ['S2', 'a', 'a', 'b']).keys).toEqual(['S1', 'a', 'a', 'b']);
  });

  it('takes a message that can be no repeat once', () => {
    const said = merge(['T1', 'T2', 'T1'], ['T1', 'T2']);
    expect(said.keys).toEqual(['T1', 'T2']);
    expect(said.left).toEqual(['resend T1']);
  });

  it("fills each one's holes from the other, in the order both agree on, whatever their clocks say", () => {
    const a = ['S1@0', 'a@1', 'b@2', 'e@5', 'f@6'];
    const b = ['S2@0', 'a@91', 'c@93', 'd@94', 'e@95'];
    expect(merge(a, b).keys).toEqual(['S1', 'a', 'b', 'c', 'd', 'e', 'f']);
  });

  it('goes over from one that fails to one that began before, without a word', () => {
    const said = merge(['S1@0', 'a@1', 'b@2', 'c@3', '!@4'], ['S2@1.5', 'b@2', 'c@3', 'd@4', 'e@5']);
    expect(said.keys).toEqual(['S1', 'a', 'b', 'c', 'd', 'e']);
    expect(said.followed).toEqual([]);
  });

  it('reports when nobody follows, and begins again with the next snapshot', () => {
    const said = merge(['S1@0', 'a@1', '!@2'], ['S2@5000', 'e@5001']);
    expect(said.keys).toEqual(['S1', 'a', 'S2', 'e']);
    expect(said.followed).toEqual([false, true]);
  });

  it('puts a snapshot behind everything that it holds already', () => {
    // The second began behind c, for it does not have c; its clock is early. The first missed something before c.
    const said = merge(['S1@0', 'a@1', 'b@2', '!@2.5', 'c@3'], ['S2@0.5', 'd@4']);
    expect(said.keys).toEqual(['S1', 'a', 'b', 'c', 'S2', 'd']);
    expect(said.followed).toEqual([false, true]);
    const whole = merge(['S1@0', 'a@1', 'b@2', 'c@3', '!@3.5'], ['S2@0.5', 'd@4']);
    expect(whole.keys).toEqual(['S1', 'a', 'b', 'c', 'd']);
    expect(whole.followed).toEqual([]);
  });

  it('keeps the snapshot that everybody gets at the end of a market', () => {
    expect(merge(['S1', 'a', 'S9'], ['S2', 'a', 'S9']).keys).toEqual(['S1', 'a', 'S9']);
  });

  it('is not stopped by equal messages in another order', () => {
    const said = merge(['S1', 'a', 'b'], ['S2', 'b', 'a']);
    expect([...new Set(said.keys)].sort()).toEqual(['S1', 'a', 'b']);
  });
});
