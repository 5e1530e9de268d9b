import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSequence } from '../../../src-shared/venues/kalshi/sequence.ts';
import type { SequenceMark } from '../../../src-shared/venues/venue.ts';
import { SEED } from '../seed.ts';
import { frameOfText } from '../venue-fixtures.ts';

function read(text: string): SequenceMark | null {
  const mark: SequenceMark = { stream: -7, sequence: -7, books: false };
  return readSequence(frameOfText(text), mark) ? mark : null;
}

/** What JSON.parse says of the same frame. */
function expected(message: Record<string, unknown>): SequenceMark | null {
  const whole = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) < 1e15;
  if (!whole(message.sid) || !whole(message.seq)) return null;
  const books = typeof message.type === 'string' && message.type.startsWith('orderbook_');
  return { stream: message.sid as number, sequence: message.seq as number, books };
}

describe('readSequence', () => {
  it.each([
    [
      'as it is sent',
      '{"type":"orderbook_delta","sid":1,"seq":2399869,"msg":{"seq":5,"sid":6}}',
      { stream: 1, sequence: 2_399_869, books: true },
    ],
    [
      'in another order',
      '{"msg":{"seq":5,"type":"trade"},"seq":7,"type":"orderbook_snapshot","sid":3}',
      { stream: 3, sequence: 7, books: true },
    ],
    [
      'with white space',
      ' {\n\t"seq" : 7 ,\r "sid" : 3 , "type" : "trade" } ',
      { stream: 3, sequence: 7, books: false },
    ],
    [
      'of an answer to a command',
      '{"id":102,"sid":2,"seq":7,"type":"unsubscribed"}',
      { stream: 2, sequence: 7, books: false },
    ],
    ['without a type', '{"sid":2,"seq":7}', { stream: 2, sequence: 7, books: false }],
    [
      'after a text with quotes and brackets',
      '{"a":"\\"}{\\\\","sid":2,"seq":7,"type":"ok"}',
      { stream: 2, sequence: 7, books: false },
    ],
    [
      'said twice: the last one counts, as in JSON.parse',
      '{"sid":1,"seq":1,"sid":2}',
      { stream: 2, sequence: 1, books: false },
    ],
  ])('finds the place of a frame %s', (_name, text, mark) => {
    expect(read(text)).toEqual(mark);
  });

  it.each([
    '{"type":"ticker","sid":11,"msg":{"seq":4}}',
    '{"id":1,"type":"subscribed","msg":{"channel":"orderbook_delta","sid":1}}',
    '{"sid":1,"seq":"2"}',
    '{"sid":1,"seq":-2}',
    '{"sid":1,"seq":2.5}',
    '{"sid":1,"seq":1e3}',
    '{"sid":1,"seq":null}',
    '{"sid":1,"seq":1234567890123456}',
    '{"sid":1,"seq":2',
    '{"sid":1,"seq":2,"msg":{"a":[1}',
    '{"sid":1 "seq":2}',
    '{"sid":1,"seq":2,"a":"b}',
    '[{"sid":1,"seq":2}]',
    '"sid":1,"seq":2',
    '{}',
    '{',
    '',
    'PONG',
  ])('finds no place in %s', (text) => {
    expect(read(text)).toBeNull();
  });

  it('leaves the mark alone when there is no place', () => {
    const mark: SequenceMark = { stream: 5, sequence: 6, books: true };
    expect(readSequence(frameOfText('{"sid":1}'), mark)).toBe(false);
    expect(mark).toEqual({ stream: 5, sequence: 6, books: true });
  });

  it(`agrees with JSON.parse on any object (seed ${SEED})`, () => {
    const numbered = fc.record(
      {
        sid: fc.oneof(fc.nat(), fc.maxSafeInteger(), fc.jsonValue()),
        seq: fc.oneof(fc.nat(), fc.maxSafeInteger(), fc.jsonValue()),
        type: fc.oneof(fc.constantFrom('orderbook_delta', 'orderbook_snapshot', 'trade', 'ok'), fc.jsonValue()),
        msg: fc.jsonValue(),
        'a"b\\': fc.string({ unit: 'binary' }),
        id: fc.double(),
      },
      { requiredKeys: [] },
    );
    const shuffled = numbered.chain((message) =>
      fc.shuffledSubarray(Object.entries(message), { minLength: Object.keys(message).length }),
    );
    fc.assert(
      fc.property(shuffled, fc.constantFrom(0, 2), (entries, indent) => {
        const text = JSON.stringify(Object.fromEntries(entries), null, indent);
        expect(read(text)).toEqual(expected(JSON.parse(text)));
      }),
      { seed: SEED, numRuns: 3_000 },
    );
  });
});
