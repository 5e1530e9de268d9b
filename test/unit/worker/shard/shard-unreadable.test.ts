/** Frames that a shard cannot read: what they cost, and that no book is silently wrong after them. */
import { describe, expect, it } from 'vitest';
import { CHANNEL } from '../../../../src-shared/contract/frame-batch.ts';
import { RESYNC_INTERVAL_MS } from '../../../../src-shared/domain/limits.ts';
import { checked, numbered, TIME_MS } from '../../../venues/roles.ts';
import type { NamedFrame } from '../../../venues/venue-role.ts';
import { NOW_MS, TestShard } from './with-shard.ts';

const one = checked.instrument('111');
const two = checked.instrument('222');
const other = checked.instrument('333');
const BIDS = [
  ['0.40', '100'],
  ['0.39', '50'],
] as const;
const ASKS = [['0.42', '30.5']] as const;

function withBook(): TestShard {
  const test = new TestShard();
  test.carry(1, [one]);
  test.frames(1, [checked.book('111', BIDS, ASKS)]);
  return test;
}

/** Two books on connection 1, one on connection 2, all synced. */
function withBooks(): TestShard {
  const test = withBook();
  test.carry(1, [two]);
  test.carry(2, [other]);
  test.frames(1, [checked.book('222', BIDS, ASKS)]);
  test.frames(2, [checked.book('333', BIDS, ASKS)]);
  return test;
}

describe('a frame that cannot be read', () => {
  it('makes the book recover that it concerned, and no other; the rest of it is read', () => {
    const test = withBook();
    test.carry(1, [two]);
    test.frames(1, [checked.book('222', BIDS, ASKS)]);
    const bad = { side: 'BUY', price: 'zero', size: '1' } as const;
    const good = checked.change('222', TIME_MS + 1, { side: 'BUY', price: '0.40', size: '1' });
    test.frames(1, [`[${checked.change('111', TIME_MS + 1, bad)},${good}]`]);
    expect([test.state(one.id), test.state(two.id)]).toEqual(['recovering bad-frame', 'synced none']);
    expect(test.dump(two.id).bids[0]).toEqual([400_000, 1_000_000]);
    expect(test.notes.resyncs).toEqual([`1 ${one.id} bad-frame`]);
  });

  it('is counted with a sample, and named in the log once a kind', () => {
    const test = withBook();
    const unknown = '{"event_type":"surprise","asset_id":"111"}';
    test.frames(1, [unknown, unknown]);
    const { decodeErrors, problems } = test.shard.report(NOW_MS);
    expect(decodeErrors).toBe(2);
    expect(problems).toEqual([
      {
        venue: checked.id,
        code: 'UNKNOWN_KIND',
        text: 'A message has an unknown event_type.',
        count: 2,
        sample: unknown,
      },
    ]);
    expect(test.notes.logs).toEqual(['warn DECODE_UNKNOWN_KIND - A message has an unknown event_type.']);
    expect(test.state(one.id)).toBe('synced none');
  });

  it('puts every book of its connection in doubt when it is no JSON at all', () => {
    const test = withBook();
    test.carry(1, [two]);
    test.carry(2, [checked.instrument('333')]);
    test.frames(2, [checked.book('333', BIDS, ASKS)]);
    test.frames(1, ['{"event_type":"price_change","price_ch']);
    expect([test.state(one.id), test.state(`${checked.id}:0x333`)]).toEqual([
      'recovering nameless-frame',
      'synced none',
    ]);
    expect(test.notes.losses).toEqual(['1 nameless-frame']);
  });

  it('is a problem when it is binary or no UTF-8', () => {
    const test = withBook();
    test.frames(1, [Buffer.from('binary')], NOW_MS, CHANNEL.binary);
    test.frames(1, [Buffer.from([0x7b, 0xff, 0xfe])]);
    expect(test.shard.report(NOW_MS).problems.map(({ code }) => code)).toEqual(['BINARY_FRAME', 'MALFORMED_JSON']);
    expect(test.notes.losses.length).toBe(2);
  });

  it('faults its book but is not counted again when another shard answers for it', () => {
    const test = withBook();
    const bad = checked.change('111', TIME_MS + 1, { side: 'BUY', price: 'zero', size: '1' });
    test.frames(1, [bad, '{"event_type":"surprise"}'], NOW_MS, CHANNEL.text, true);
    expect(test.state(one.id)).toBe('recovering bad-frame');
    expect([test.shard.report(NOW_MS).decodeErrors, test.notes.logs]).toEqual([0, []]);
  });
});

describe('a frame that cannot be read and does not name its book', () => {
  it.each(checked.namelessFrames('111', '222'))('makes every book of its connection recover: %s', (_what, frame) => {
    const test = withBooks();
    test.frames(1, [frame], NOW_MS + 1);
    expect([one, two, other].map(({ id }) => test.state(id))).toEqual([
      'recovering nameless-frame',
      'recovering nameless-frame',
      'synced none',
    ]);
    expect(test.notes.resyncs).toEqual([`1 ${one.id} nameless-frame`, `1 ${two.id} nameless-frame`]);
    // A fresh snapshot heals, and only that.
    test.frames(1, [checked.change('111', TIME_MS + 2, { side: 'BUY', price: '0.40', size: '3' })], NOW_MS + 2);
    test.frames(1, [checked.book('222', BIDS, ASKS, TIME_MS + 3)], NOW_MS + 3);
    expect([test.state(one.id), test.state(two.id)]).toEqual(['recovering nameless-frame', 'synced none']);
    test.shard.onTick(NOW_MS + 1 + RESYNC_INTERVAL_MS);
    expect(test.notes.resyncs.slice(2)).toEqual([`1 ${one.id} nameless-frame`]);
  });

  it.each(numbered.namelessFrames('RAIN'))('does the same where messages are numbered: %s', (_what, frame) => {
    const test = new TestShard();
    const rain = numbered.instrument('RAIN');
    const snow = numbered.instrument('SNOW');
    test.carry(1, [rain, snow]);
    test.frames(1, [
      numbered.snapshot(1, 1, 'RAIN', [['0.4000', '10.00']], []),
      numbered.snapshot(1, 2, 'SNOW', [['0.4000', '10.00']], []),
      frame,
    ]);
    expect([rain, snow].map(({ id }) => test.state(id))).toEqual(Array(2).fill('recovering nameless-frame'));
  });

  it.each<NamedFrame>([
    ['a market of somebody else', checked.change('999', TIME_MS + 1, { side: 'BUY', price: 'zero', size: '1' })],
    ...checked.harmlessFrames('111'),
  ])('costs no book when it cannot have been a change of one: %s', (_what, frame) => {
    const test = withBooks();
    test.frames(1, [frame], NOW_MS + 1);
    expect([one, two, other].map(({ id }) => test.state(id))).toEqual(Array(3).fill('synced none'));
    expect([test.notes.resyncs, test.notes.losses]).toEqual([[], []]);
  });

  it('leaves polled books as they are: the next answer is a whole one', () => {
    const test = new TestShard();
    const rain = numbered.instrument('RAIN');
    test.carry(5, [rain], 'poll');
    const answers = ['RAIN', null].map((symbol) => numbered.polled(symbol, [['0.40', '1.00']], []));
    test.frames(5, answers, NOW_MS, CHANNEL.poll);
    expect(test.state(rain.id)).toBe('synced none');
  });
});
