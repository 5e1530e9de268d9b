/** Kalshi's frames by hand: bids of either outcome, signed changes, and a number for every message of a subscription (sid). */
import { kalshi } from '../../../src-shared/venues/kalshi/index.ts';
import { madeInstrument, type NumberedWire, type VenueRole } from '../venue-role.ts';
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
};

export const role: VenueRole = { numbered };
