/** Words of one text that another does not have. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { differingWords } from '../../../../src-renderer/panes/links/differing-words.ts';

const own = (text: string, other: string): readonly string[] =>
  differingWords(text, other)
    .filter(({ isOwn }) => isOwn)
    .map((part) => part.text);

test('marks dates, figures and sources that the other never says, wherever they stand', () => {
  const first = 'If Bitcoin is above 110,000 on December 9, 2026 according to Binance, it resolves to Yes.';
  const second = 'Resolves on December 10, 2026: Bitcoin above $110000, according to Coinbase.';
  expect(own(first, second)).toEqual(['9', 'Binance']);
  expect(own(second, first)).toEqual(['10', 'Coinbase']);
});

test('small words, large letters and full stops make no difference', () => {
  expect(own('The market will resolve to NO.', 'Bitcoin')).toEqual([]);
  expect(own('Bitcoin.', 'BITCOIN is')).toEqual([]);
});

test('the parts are the text, whatever it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (text, other) => {
      const parts = differingWords(text, other);
      expect(parts.map((part) => part.text).join('')).toBe(text);
      expect(parts.every(({ isOwn }, at) => at === 0 || parts[at - 1]!.isOwn !== isOwn)).toBe(true);
    }),
  );
});
