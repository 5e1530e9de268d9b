/** Kalshi's side of one contract that two venues list: the recorded answer of its REST API, and a made-up one of the same shape. */
import { readFileSync } from 'node:fs';
import { feesOf } from '../../../src-shared/venues/kalshi/fees.ts';
import { kalshi } from '../../../src-shared/venues/kalshi/index.ts';
import { type MatchedBook, madeInstrument } from '../venue-role.ts';

const answerOf = (ticker: string, book: unknown): string =>
  JSON.stringify({ orderbooks: [{ ticker, orderbook_fp: book }] });

export const matched: MatchedBook = {
  // The fee of every series with multiplier 1.
  instrument: (ticker) => ({
    ...madeInstrument(kalshi.id, ticker, [ticker]),
    fees: feesOf({ fee_type: 'quadratic', fee_multiplier: 1 }),
  }),
  recorded: (folder) => {
    const file = new URL('kalshi_orderbook_KXFEDDECISION-26OCT-H0.json', folder);
    const { orderbook_fp } = JSON.parse(readFileSync(file, 'utf8')) as { readonly orderbook_fp: unknown };
    return { symbol: 'FED', answer: answerOf('FED', orderbook_fp) };
  },
  made: {
    symbol: 'MADE',
    answer: answerOf('MADE', {
      yes_dollars: [
        ['0.7100', '30.00'],
        ['0.7300', '12.50'],
      ],
      // YES is asked at 0.75 for 40 and at 0.78 for 100.
      no_dollars: [
        ['0.2200', '100.00'],
        ['0.2500', '40.00'],
      ],
    }),
  },
};
