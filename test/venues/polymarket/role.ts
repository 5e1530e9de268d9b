/** Polymarket's frames by hand: changes carry new totals of a token's levels, and nothing is numbered. */
import { polymarket } from '../../../src-shared/venues/polymarket/index.ts';
import { type CheckedWire, madeInstrument, type TextLevels, TIME_MS, type VenueRole } from '../venue-role.ts';
import { cents } from './cent-frames.ts';
import { paged } from './discovery.ts';
import { madeUpRecording } from './made-up-recording.ts';
import { matched } from './matched-book.ts';
import { harmlessFrames, namelessFrames } from './nameless.ts';

const wireLevels = (levels: TextLevels): readonly { price: string; size: string }[] =>
  [...levels].reverse().map(([price, size]) => ({ price, size }));

const checked: CheckedWire = {
  instrument: (token) =>
    madeInstrument(polymarket.id, `0x${token}`, [token, `${token}9`, `0x${token}`], { conditionId: `0x${token}` }),
  book: (token, bids, asks, timeMs = TIME_MS) =>
    JSON.stringify({
      event_type: 'book',
      asset_id: token,
      market: `0x${token}`,
      timestamp: String(timeMs),
      hash: '',
      bids: wireLevels(bids),
      asks: wireLevels(asks),
    }),
  change: (token, timeMs, ...changes) =>
    JSON.stringify({
      event_type: 'price_change',
      market: `0x${token}`,
      timestamp: String(timeMs),
      price_changes: changes.map((change) => ({ asset_id: token, ...change })),
    }),
  trade: (token, price, size, side = 'BUY', timeMs = TIME_MS) =>
    JSON.stringify({
      event_type: 'last_trade_price',
      asset_id: token,
      market: `0x${token}`,
      price,
      size,
      side,
      timestamp: String(timeMs),
      transaction_hash: `0xhash${price}`,
    }),
  namelessFrames,
  harmlessFrames,
  matched,
  cents,
  recording: madeUpRecording,
};

export const role: VenueRole = { checked, paged };
