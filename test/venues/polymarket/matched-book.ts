/** Polymarket's side of one contract that two venues list: the recorded answer of its REST API, and a made-up one of the same shape. */
import { readFileSync } from 'node:fs';
import { feesOf } from '../../../src-shared/venues/polymarket/fees.ts';
import { polymarket } from '../../../src-shared/venues/polymarket/index.ts';
import { type MatchedBook, madeInstrument } from '../venue-role.ts';

export const matched: MatchedBook = {
  // The fee of a market of the economics category.
  instrument: (token) => ({
    ...madeInstrument(polymarket.id, token, [token], { minOrderSize: '5', negRisk: 'true' }),
    fees: feesOf({ feesEnabled: true, feeSchedule: { rate: 0.05, exponent: 1 } }).fees,
  }),
  recorded: (folder) => {
    const book = readFileSync(new URL('polymarket_book_2589812_yes.json', folder), 'utf8');
    return { symbol: (JSON.parse(book) as { readonly asset_id: string }).asset_id, answer: `[${book}]` };
  },
  made: {
    symbol: '77',
    answer: JSON.stringify([
      {
        market: '0x1',
        asset_id: '77',
        timestamp: '1791259402463',
        hash: '',
        bids: [
          { price: '0.73', size: '8' },
          { price: '0.79', size: '500' },
          { price: '0.81', size: '25' },
        ],
        asks: [
          { price: '0.90', size: '7' },
          { price: '0.83', size: '60.5' },
        ],
      },
    ]),
  },
};
