/**
 * The checksum of a snapshot: the text whose SHA-1 the venue sends as `hash` (evidence.md, "hash"), with its fixed key order, levels
 * and strings as received. Only snapshots sent on subscribing and REST books name all the fields; the REST form carries the last
 * market fields itself.
 */

import type { Instrument } from '../../domain/instrument.ts';
import type { Checksum } from '../../domain/wire/event-buffer.ts';
import type { BookMessage, WireLevel } from './wire.ts';

const SHA1_HEX = /^[0-9a-f]{40}$/i;

/** Null when a field is missing that the venue's text has. */
export function checksumOf(book: BookMessage, instrument: Instrument): Checksum | null {
  const { market, asset_id, timestamp, hash, bids, asks, tick_size, last_trade_price } = book;
  if (typeof hash !== 'string' || !SHA1_HEX.test(hash) || bids === undefined || asks === undefined) return null;
  if (typeof market !== 'string' || typeof timestamp !== 'string') return null;
  if (typeof tick_size !== 'string' || typeof last_trade_price !== 'string') return null;
  const min_order_size = book.min_order_size ?? instrument.venueData.minOrderSize;
  const neg_risk = book.neg_risk ?? negRiskOf(instrument.venueData.negRisk);
  if (typeof min_order_size !== 'string' || typeof neg_risk !== 'boolean') return null;
  const text = JSON.stringify({
    market,
    asset_id,
    timestamp,
    hash: '',
    bids: bareLevels(bids),
    asks: bareLevels(asks),
    min_order_size,
    tick_size,
    neg_risk,
    last_trade_price,
  });
  return { algorithm: 'sha1', text, expected: hash.toLowerCase() };
}

function negRiskOf(text: string | undefined): boolean | null {
  return text === 'true' ? true : text === 'false' ? false : null;
}

function bareLevels(levels: unknown): readonly WireLevel[] {
  return (levels as readonly WireLevel[]).map(({ price, size }) => ({ price, size }));
}
