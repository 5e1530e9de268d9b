/** One cross-check: the venue's answer against the live book, with the venue's own decoder. */
import { expect, it } from 'vitest';
import { checkBook } from '../../../../src-worker/shard/book-check.ts';
import { numbered } from '../../../venues/roles.ts';

const RAIN = numbered.instrument('RAIN');
const live = {
  listing: RAIN.id,
  phase: 'synced',
  reason: 'none',
  bids: [
    [400_000, 1_000_000],
    [390_000, 2_000_000],
  ],
  asks: [[420_000, 3_000_000]],
  lastEventMs: 7,
  updates: 4,
} as const;

const answer = (yes: readonly [string, string][], no: readonly [string, string][], symbol = 'RAIN'): string =>
  numbered.polled(symbol, yes, no);
const SAME = answer(
  [
    ['0.39', '2.00'],
    ['0.40', '1.00'],
  ],
  [['0.58', '3.00']],
);

const check = (text: string, book: typeof live | undefined = live, updates = 4) =>
  checkBook(numbered.venue, RAIN, updates, text, book);

it('is equal when every level is', () => {
  expect(check(SAME)).toEqual({ result: 'equal' });
});

it('says nothing of a book that changed since, is not live, or is not kept', () => {
  expect(check(SAME, live, 3)).toEqual({ result: 'moved' });
  expect(check(SAME, { ...live, phase: 'recovering' } as never)).toEqual({ result: 'moved' });
  expect(checkBook(numbered.venue, RAIN, 4, SAME, undefined)).toEqual({ result: 'moved' });
});

it('names the best level that differs: another size, one that only one of the two has', () => {
  const differs = (side: string, priceMicros: number, liveMicros: number, restMicros: number) => ({
    result: 'differs',
    difference: { side, priceMicros, liveMicros, restMicros },
    liveEventMs: 7,
    restEventMs: 0,
  });
  expect(check(answer([['0.40', '1.00']], [['0.58', '9.00']]))).toEqual(differs('bid', 390_000, 2_000_000, 0));
  expect(
    check(
      answer(
        [
          ['0.39', '2.00'],
          ['0.40', '1.00'],
        ],
        [
          ['0.58', '3.00'],
          ['0.59', '1.00'],
        ],
      ),
    ),
  ).toEqual(differs('ask', 410_000, 0, 1_000_000));
});

it('says why an answer cannot be read, or holds no such book', () => {
  expect(check('<html>')).toEqual({ result: 'unreadable', text: expect.stringContaining('not JSON') });
  expect(check(answer([], [], 'OTHER'))).toEqual({
    result: 'unreadable',
    text: 'The answer holds no book of this market.',
  });
});
