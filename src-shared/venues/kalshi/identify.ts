/**
 * Says when two of Kalshi's messages, received by different recorders, are the same one.
 *
 * A trade is its trade_id. A delta has no id: it is its market, side, price, change and time in full (`ts_ms`, and the older `ts` as
 * text); two true deltas can agree in all of them. `sid` and `seq` count one recorder's subscription and are no part of it. A
 * snapshot answers one recorder's request, and so do the answers to commands.
 */

import { formatMicros, ONE_MICROS } from '../../domain/micros.ts';
import { valueSpan } from '../../domain/wire/json-spans.ts';
import { bookLane, type FrameView, type MessageIdentity, type WholeBook } from '../venue.ts';
import { asObject, type DeltaBody, type StreamMessage, type TradeBody, textOr } from './wire.ts';

export function identify(frame: FrameView): readonly MessageIdentity[] {
  let message: StreamMessage | null;
  try {
    message = asObject<StreamMessage>(JSON.parse(frame.text()));
  } catch {
    return [];
  }
  if (message === null) return [];
  const body = asObject<DeltaBody & TradeBody>(message.msg);
  const place = { start: frame.start, end: frame.end, numbers: numbersOf(frame, message) };
  if (body === null) return [{ ...place, kind: 'own', lane: '', market: '', key: '', once: false, timeMs: 0 }];
  const market = textOr(body.market_ticker);
  const timeMs = typeof body.ts_ms === 'number' ? body.ts_ms : 0;
  const shared = { ...place, market, timeMs, once: false };
  switch (message.type) {
    case 'orderbook_delta': {
      const key = JSON.stringify([body.price_dollars, body.delta_fp ?? body.delta, body.side, body.ts_ms, body.ts]);
      return [{ ...shared, kind: 'change', lane: bookLane(market), key }];
    }
    case 'orderbook_snapshot':
      return [{ ...shared, kind: 'snapshot', lane: bookLane(market), key: JSON.stringify(body) }];
    case 'trade': {
      const id = textOr(body.trade_id);
      const key = id === '' ? JSON.stringify(body) : id;
      return [{ ...shared, kind: 'trade', lane: `trades ${market}`, key, once: id !== '' }];
    }
    case 'ticker':
      return [{ ...shared, kind: 'notice', lane: `ticker ${market}`, key: JSON.stringify(body) }];
    case 'subscribed':
    case 'unsubscribed':
    case 'ok':
    case 'error':
      return [{ ...shared, kind: 'own', lane: '', key: '' }];
    default:
      return [{ ...shared, kind: 'notice', lane: 'notices', key: JSON.stringify([message.type, body]) }];
  }
}

function numbersOf({ view, start, end }: FrameView, { sid, seq }: StreamMessage): readonly number[] {
  if (typeof sid !== 'number' || typeof seq !== 'number') return [];
  const stream = valueSpan(view, start, end, 'sid');
  const number = valueSpan(view, start, end, 'seq');
  return stream && number ? [...stream, ...number] : [];
}

/** Bids of either outcome, ascending: a YES ask at p is a NO bid at 1 - p. */
export function writeBook({ listing, bids, asks, timeMs }: WholeBook, sequence: number): string {
  const level = (price: number, size: number): readonly [string, string] => [
    formatMicros(price, 4),
    formatMicros(size, 2),
  ];
  const yes = bids.map(([price, size]) => level(price, size)).reverse();
  const no = asks.map(([price, size]) => level(ONE_MICROS - price, size)).reverse();
  const msg = { market_ticker: listing.marketId, yes_dollars_fp: yes, no_dollars_fp: no, ts_ms: timeMs };
  return JSON.stringify({ type: 'orderbook_snapshot', sid: 1, seq: sequence, msg });
}
