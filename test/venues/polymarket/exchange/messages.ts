/** The exchange's changes as Polymarket's messages: all that happened at once is one, in new totals. */
import { type ChangeMessages, micros } from '../../../replay/change-messages.ts';

type Frame = {
  readonly event_type?: string;
  readonly market: string;
  readonly price_changes: readonly {
    readonly asset_id: string;
    readonly price: string;
    readonly size: string;
    readonly side: 'BUY' | 'SELL';
  }[];
};

export const messages: ChangeMessages = {
  of: (changes) => {
    const texts = changes.map(({ side, priceMicros, sizeMicros }) => `${side} ${priceMicros} ${sizeMicros}`);
    return [{ text: texts.join(', '), later: [] }];
  },
  read: (text, firstSymbols) => {
    const { event_type, market, price_changes } = JSON.parse(text) as Frame;
    if (event_type !== 'price_change') return null;
    const changes = price_changes
      .filter(({ asset_id }) => firstSymbols.has(asset_id))
      .map(({ side, price, size }) => `${side === 'BUY' ? 'bid' : 'ask'} ${micros(price)} ${micros(size)}`);
    return { market, text: changes.join(', ') };
  },
};
