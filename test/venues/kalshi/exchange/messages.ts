/** The exchange's changes as Kalshi's messages: each change is one, in differences. */
import { type ChangeMessages, micros } from '../../../replay/change-messages.ts';

const ONE_MICROS = 1_000_000;

type Frame = {
  readonly type: string;
  readonly msg: {
    readonly market_ticker: string;
    readonly price_dollars: string;
    readonly delta_fp: string;
    readonly side: 'yes' | 'no';
  };
};

export const messages: ChangeMessages = {
  of: (changes) =>
    changes.map(({ side, priceMicros, previousMicros, sizeMicros }, at) => ({
      text: `${side} ${priceMicros} ${sizeMicros - previousMicros}`,
      later: changes.slice(at + 1),
    })),
  read: (text) => {
    const { type, msg } = JSON.parse(text) as Frame;
    if (type !== 'orderbook_delta') return null;
    const price = micros(msg.price_dollars);
    const level = msg.side === 'yes' ? `bid ${price}` : `ask ${ONE_MICROS - price}`;
    return { market: msg.market_ticker, text: `${level} ${micros(msg.delta_fp)}` };
  },
};
