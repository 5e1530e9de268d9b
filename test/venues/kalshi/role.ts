/** Kalshi's frames by hand: bids of either outcome, signed changes, and a number for every message of a subscription (sid). */
import { kalshi } from '../../../src-shared/venues/kalshi/index.ts';
import { type KeyedWire, madeInstrument, type NumberedWire, type VenueRole } from '../venue-role.ts';
import { cents } from './cent-frames.ts';
import { inSeries } from './discovery.ts';
import { madeUpRecording } from './made-up-recording.ts';
import { matched } from './matched-book.ts';
import { namelessFrames } from './nameless.ts';

const numbered: NumberedWire = {
  instrument: (ticker) => madeInstrument(kalshi.id, ticker, [ticker]),
  snapshot: (sid, seq, ticker, yes, no) => {
    const msg = { market_ticker: ticker, yes_dollars_fp: [...yes].reverse(), no_dollars_fp: [...no].reverse() };
    return JSON.stringify({ type: 'orderbook_snapshot', sid, seq, msg });
  },
  delta: (sid, seq, ticker, side, price, change) => {
    const msg = { market_ticker: ticker, price_dollars: price, delta_fp: change, side };
    return JSON.stringify({ type: 'orderbook_delta', sid, seq, msg });
  },
  polled: (ticker, yes, no) =>
    JSON.stringify({
      orderbooks: [{ ...(ticker !== null && { ticker }), orderbook_fp: { yes_dollars: yes, no_dollars: no } }],
    }),
  namelessFrames,
  matched,
  cents,
  recording: madeUpRecording,
};

const keyed: KeyedWire = {
  access: {
    key: 'KALSHI-ACCESS-KEY',
    timestamp: 'KALSHI-ACCESS-TIMESTAMP',
    signature: 'KALSHI-ACCESS-SIGNATURE',
    signed: (timestampMs) => `${timestampMs}GET/trade-api/ws/v2`,
  },
  polledIn: (query) => query.getAll('tickers'),
  emptyBooks: (tickers) => JSON.stringify({ orderbooks: tickers.map((ticker) => ({ ticker, orderbook_fp: {} })) }),
};

export const role: VenueRole = { numbered, keyed, inSeries };
