import { describe, expect, it } from 'vitest';
import { createSession } from '../../../src-shared/venues/polymarket/session.ts';

const frames = (say: readonly string[]): unknown[] => say.map((frame) => JSON.parse(frame));
const ids = (count: number): string[] => Array.from({ length: count }, (_, at) => `${at}`.padStart(77, '0'));

describe('the Polymarket session', () => {
  it('opens with a frame of type market that asks for the extra messages', () => {
    expect(frames(createSession().open(['1', '2'], 0).say)).toEqual([
      { assets_ids: ['1', '2'], type: 'market', custom_feature_enabled: true },
    ]);
  });

  it('says nothing without symbols, and no PING either, until some come', () => {
    const session = createSession();
    expect(session.open([], 0).say).toEqual([]);
    for (let second = 1; second <= 60; second++) expect(session.tick(second * 1_000).say).toEqual([]);
    expect(frames(session.add(['1'], 61_000).say)).toEqual([
      { assets_ids: ['1'], type: 'market', custom_feature_enabled: true },
    ]);
    expect(session.tick(70_999).say).toEqual([]);
    expect(session.tick(71_000).say).toEqual(['PING']);
  });

  it('sends PING every ten seconds', () => {
    const session = createSession();
    session.open(['1'], 0);
    const pings = Array.from({ length: 60 }, (_, at) => session.tick((at + 1) * 1_000).say.length);
    expect(pings.reduce((sum, said) => sum + said)).toBe(6);
  });

  it('uses operations after the first frame, since a second frame of type market is ignored', () => {
    const session = createSession();
    session.open(['1'], 0);
    expect(frames(session.add(['2', '2', '1'], 1).say)).toEqual([
      { assets_ids: ['2'], operation: 'subscribe', custom_feature_enabled: true },
    ]);
    expect(frames(session.remove(['2', '3'], 2).say)).toEqual([{ assets_ids: ['2'], operation: 'unsubscribe' }]);
  });

  it('asks for a fresh snapshot by leaving and coming back', () => {
    const session = createSession();
    session.open(['1', '2'], 0);
    expect(frames(session.resync(['2', 'stranger', '2'], 5).say)).toEqual([
      { assets_ids: ['2'], operation: 'unsubscribe' },
      { assets_ids: ['2'], operation: 'subscribe', custom_feature_enabled: true },
    ]);
  });

  it('subscribes both tokens of a market, and only the first again for a snapshot', () => {
    const session = createSession((first) => [first, `${first}-no`, `0x${first}`]);
    expect(frames(session.open(['1'], 0).say)).toMatchObject([{ assets_ids: ['1', '1-no'] }]);
    expect(frames(session.add(['2', '1'], 1).say)).toMatchObject([{ assets_ids: ['2', '2-no'] }]);
    expect(frames(session.resync(['2'], 2).say)).toMatchObject([
      { assets_ids: ['2'], operation: 'unsubscribe' },
      { assets_ids: ['2'], operation: 'subscribe' },
    ]);
    expect(frames(session.remove(['1'], 3).say)).toEqual([{ assets_ids: ['1', '1-no'], operation: 'unsubscribe' }]);
  });

  it('cuts long lists into frames, only the first of type market', () => {
    const all = ids(250);
    const said = frames(createSession().open(all, 0).say) as {
      assets_ids: string[];
      type?: string;
      operation?: string;
    }[];
    expect(said.map(({ assets_ids }) => assets_ids.length)).toEqual([100, 100, 50]);
    expect(said.flatMap(({ assets_ids }) => assets_ids)).toEqual(all);
    expect(said.map(({ type, operation }) => type ?? operation)).toEqual(['market', 'subscribe', 'subscribe']);
  });

  it('takes a symbol again after it was removed', () => {
    const session = createSession();
    session.open(['1'], 0);
    session.remove(['1'], 1);
    expect(frames(session.add(['1'], 2).say)).toEqual([
      { assets_ids: ['1'], operation: 'subscribe', custom_feature_enabled: true },
    ]);
  });
});
