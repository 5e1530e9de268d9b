import { describe, expect, it } from 'vitest';
import { ASK, BID, EVENT, EventBuffer } from '../../../../src-shared/domain/wire/event-buffer.ts';

describe('EventBuffer', () => {
  it('keeps every row while it grows', () => {
    const events = new EventBuffer();
    for (let row = 0; row < 5_000; row++)
      expect(events.push(EVENT.set, row, row % 2 === 0 ? BID : ASK, row, row * 2, row * 3)).toBe(row);
    for (let row = 0; row < 5_000; row++) {
      expect([events.kind[row], events.slot[row], events.side[row]]).toEqual([EVENT.set, row, row % 2]);
      expect([events.price[row], events.size[row], events.timeMs[row]]).toEqual([row, row * 2, row * 3]);
    }
  });

  it('takes back the rows from a point on, with what belongs to them', () => {
    const events = new EventBuffer();
    events.tradeIds.set(events.push(EVENT.trade, 0, BID, 1, 1, 1), 'kept');
    events.tradeIds.set(events.push(EVENT.trade, 0, BID, 1, 1, 1), 'taken back');
    events.checksums.set(events.push(EVENT.snapshotEnd, 0, BID, 0, 0, 0), {
      algorithm: 'sha1',
      text: '',
      expected: '',
    });
    events.notices.push({ kind: 'word', text: 'stays' });
    events.truncate(1);
    expect(events.length).toBe(1);
    expect([...events.tradeIds]).toEqual([[0, 'kept']]);
    expect(events.checksums.size).toBe(0);
    expect(events.notices).toHaveLength(1);
  });

  it('forgets everything when cleared', () => {
    const events = new EventBuffer();
    events.tradeIds.set(events.push(EVENT.trade, 0, BID, 1, 1, 1), 'x');
    events.checksums.set(0, { algorithm: 'sha1', text: '', expected: '' });
    events.notices.push({ kind: 'word', text: 'x' });
    events.clear();
    expect([events.length, events.tradeIds.size, events.checksums.size, events.notices.length]).toEqual([0, 0, 0, 0]);
  });
});
