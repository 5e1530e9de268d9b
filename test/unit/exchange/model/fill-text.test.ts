import { describe, expect, test } from 'vitest';
import { fillText, fillTexts } from '../../../../src-exchange/model/fill-text.ts';

const DUE_MS = Date.UTC(2026, 11, 9, 22);
const timeOf = (): number => DUE_MS;

describe('texts that are data', () => {
  test('a place is a word, whose own places are filled, or a date', () => {
    const words = { asked: '{coin} above {strike}', coin: 'Bitcoin', strike: 110_000 };
    expect(fillText('{asked} on {longDay:due}?', words, timeOf)).toBe('Bitcoin above 110000 on December 9, 2026?');
  });

  test('a text is chosen by a word, and left out where it is null', () => {
    const texts = {
      title: { by: 'inverted', true: 'Not {coin}', false: '{coin}' },
      group: { by: 'coin', Bitcoin: null, else: 'Others' },
      ticker: '{title}-T',
    };
    expect(fillTexts(texts, { coin: 'Bitcoin', inverted: true }, timeOf)).toEqual({
      title: 'Not Bitcoin',
      ticker: 'Not Bitcoin-T',
    });
    expect(fillTexts(texts, { coin: 'Solana', inverted: false }, timeOf)).toEqual({
      title: 'Solana',
      group: 'Others',
      ticker: 'Solana-T',
    });
  });

  test('a place that nothing fills is an error', () => {
    expect(() => fillText('{coin}', {}, timeOf)).toThrow('the place {coin}');
    expect(() => fillText('{longDays:due}', {}, timeOf)).toThrow('the place {longDays:due}');
    expect(() => fillText('{longDay:due}', {})).toThrow('the time due');
  });
});
