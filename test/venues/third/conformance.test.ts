/** The made-up third venue keeps the promises of venue.ts like those of the registry, but for what it says that it does not have. */
import { describe, expect, it } from 'vitest';
import { EventBuffer } from '../../../src-shared/domain/wire/event-buffer.ts';
import { testVenue } from '../conformance.ts';
import { testDecoder } from '../decoder-conformance.ts';
import { eventLines } from '../event-lines.ts';
import { fixtureTable, frameOfText } from '../venue-fixtures.ts';
import { third } from './venue.ts';

describe('the made-up third venue', () => {
  testVenue(third, ['paused', 'changes']);
  testDecoder(third, ['paused', 'changes']);

  it('passes over a book that is older than the last, and takes one of a venue that started over', () => {
    const decoder = third.createDecoder(fixtureTable(third));
    const read = (version: number, ts: number): number => {
      const events = new EventBuffer();
      decoder.decode(
        frameOfText(JSON.stringify({ type: 'book', market: 't-one', version, ts, bids: [], asks: [] })),
        events,
      );
      return eventLines(events).length;
    };
    expect([read(7, 1_000), read(9, 1_000), read(8, 1_000), read(9, 1_000), read(1, 2_000)]).toEqual([2, 2, 0, 2, 2]);
  });

  it('says nothing before it is greeted, and gives up a connection that is not', () => {
    const session = third.createSession();
    expect([session.open(['A'], 0), session.add(['B'], 1), session.resync(['A'], 2)]).toEqual(
      Array.from({ length: 3 }, () => ({ say: [] })),
    );
    expect(session.tick(9_999).fault).toBeUndefined();
    expect(session.tick(10_000).fault).toMatchObject({ remedy: 'reconnect' });
    expect(session.control({ type: 'hello' }, 10_001).say).toHaveLength(2);
    expect(session.tick(20_000).fault).toBeUndefined();
  });
});
