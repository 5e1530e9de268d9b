/**
 * Says when two of Polymarket's messages, received by different recorders, are the same one.
 *
 * Nothing is numbered. A change is its market, time and every level it sets with the hash after it; a trade its token, time, price,
 * size, side and transaction. A book that names its tick size answers one recorder's subscription; one without is the refresh after
 * a trade, which everybody gets (evidence.md, "stream"). A frame may be a list of messages: each is one for itself.
 */

import { formatMicros } from '../../domain/micros.ts';
import { elementSpans } from '../../domain/wire/json-spans.ts';
import { bookLane, type FrameView, type MessageIdentity, type WholeBook } from '../venue.ts';
import { asObject, type Change, changesOf, type StreamMessage, textOr, timeMsOf } from './wire.ts';

export function identify(frame: FrameView): readonly MessageIdentity[] {
  let value: unknown;
  try {
    const text = frame.text();
    if (!/^\s*[{[]/.test(text)) return [own(frame.start, frame.end)];
    value = JSON.parse(text);
  } catch {
    return [];
  }
  if (!Array.isArray(value)) return [identityOf(value, frame.start, frame.end)];
  if (value.length === 0) return [own(frame.start, frame.end)];
  const spans = elementSpans(frame.view, frame.start, frame.end);
  return value.map((part, at) => identityOf(part, spans[at * 2]!, spans[at * 2 + 1]!));
}

function own(start: number, end: number): MessageIdentity {
  return { start, end, kind: 'own', lane: '', market: '', key: '', once: false, timeMs: 0, numbers: [] };
}

function identityOf(part: unknown, start: number, end: number): MessageIdentity {
  const message = asObject<StreamMessage>(part);
  if (message === null) return own(start, end);
  const market = textOr((message as { market?: unknown }).market);
  const timeMs = timeMsOf(message.timestamp) || 0;
  const shared = { start, end, market, timeMs, once: false, numbers: [] };
  const { event_type, asset_id, timestamp, hash, price, size, side } = message;
  const isBook = event_type === 'book' || (event_type === undefined && (message.bids ?? message.buys) !== undefined);
  if (isBook) {
    const kind = message.tick_size === undefined ? 'change' : 'snapshot';
    return { ...shared, kind, lane: bookLane(market), key: JSON.stringify(['book', asset_id, timestamp, hash]) };
  }
  switch (event_type) {
    case 'price_change': {
      const changes = changesOf(message);
      const levels = (Array.isArray(changes) ? changes : [message]).map((change) => levelOf(asObject<Change>(change)));
      return { ...shared, kind: 'change', lane: bookLane(market), key: JSON.stringify([timestamp, levels]) };
    }
    case 'tick_size_change': {
      const key = JSON.stringify(['tick', asset_id, timestamp, message.new_tick_size]);
      return { ...shared, kind: 'change', lane: bookLane(market), key };
    }
    case 'last_trade_price': {
      const key = JSON.stringify([asset_id, timestamp, price, size, side, message.transaction_hash]);
      return { ...shared, kind: 'trade', lane: `trades ${market}`, key };
    }
    case 'best_bid_ask':
      return { ...shared, kind: 'notice', lane: `touch ${market}`, key: JSON.stringify(message) };
    default:
      return { ...shared, kind: 'notice', lane: 'notices', key: JSON.stringify(message) };
  }
}

function levelOf(change: (Change & { hash?: unknown }) | null): readonly unknown[] {
  return change ? [change.asset_id, change.price, change.size, change.side, change.hash] : [];
}

/** The YES token's book, best level last. It has no hash: that one is of the venue's own text. */
export function writeBook({ listing, bids, asks, timeMs }: WholeBook): string {
  const levels = (side: WholeBook['bids']): readonly { price: string; size: string }[] =>
    side.map(([price, size]) => ({ price: formatMicros(price), size: formatMicros(size) })).reverse();
  return JSON.stringify({
    market: listing.marketId,
    asset_id: listing.symbols[0],
    timestamp: String(timeMs),
    bids: levels(bids),
    asks: levels(asks),
    event_type: 'book',
  });
}
