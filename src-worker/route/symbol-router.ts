/**
 * Finds the shard that a frame concerns, by a byte scan, without parsing.
 *
 * Every symbol behind one of the venue's symbol keys is looked up. A frame without a known symbol (a control answer, a word, a market
 * that is not followed) concerns no shard in particular, and one whose keys are written in an unusual way looks the same: such
 * frames go to all shards, so that this scan can cost time but never a change.
 */

import type { Instrument } from '../../src-shared/domain/instrument.ts';
import type { VenueId } from '../../src-shared/domain/listing.ts';
import { JSON_BYTE } from '../../src-shared/domain/wire/json-bytes.ts';
import type { Venue } from '../../src-shared/venues/venue.ts';
import type { FrameWindow } from '../decode/frame-window.ts';
import { SymbolBytes } from '../decode/symbol-bytes.ts';

/** The frame goes to every shard. */
export const EVERY_SHARD = -1;
const SPACE = 0x20;

/** Where a key stands in a batch: each batch is searched once, however many frames it has. */
class KeyFinder {
  private readonly key: Buffer;
  private batch: Buffer = Buffer.alloc(0);
  private at = -1;

  constructor(key: string) {
    this.key = Buffer.from(`"${key}"`);
  }

  open(batch: Buffer): void {
    this.batch = batch;
    this.at = -1;
  }

  /** Behind the first such key at or after `from`, or the end of the batch. */
  next(from: number): number {
    if (this.at < from) {
      const found = this.batch.indexOf(this.key, from);
      this.at = found < 0 ? this.batch.length : found;
    }
    return this.at === this.batch.length ? this.at : this.at + this.key.length;
  }
}

type VenueSymbols = { readonly symbols: SymbolBytes; readonly keys: readonly KeyFinder[] };

export class SymbolRouter {
  private readonly venues = new Map<VenueId, VenueSymbols>();

  constructor(venues: Iterable<Venue>) {
    for (const { id, symbolKeys } of venues) {
      this.venues.set(id, { symbols: new SymbolBytes(), keys: symbolKeys.map((key) => new KeyFinder(key)) });
    }
  }

  /** All symbols of the instrument lead to this shard. */
  place(instrument: Instrument, shard: number): void {
    const found = this.venues.get(instrument.venue);
    for (const symbol of instrument.symbols) found?.symbols.set(symbol, shard);
  }

  forget(instrument: Instrument): void {
    const found = this.venues.get(instrument.venue);
    for (const symbol of instrument.symbols) found?.symbols.delete(symbol);
  }

  /** Starts with a batch; its frames must be asked for in order. */
  open(batch: Uint8Array): void {
    const buffer = Buffer.from(batch.buffer, batch.byteOffset, batch.byteLength);
    for (const { keys } of this.venues.values()) for (const key of keys) key.open(buffer);
  }

  /** The one shard that the frame concerns, or EVERY_SHARD. */
  shardOf(venue: VenueId, frame: FrameWindow): number {
    const found = this.venues.get(venue);
    if (!found) return EVERY_SHARD;
    let shard = EVERY_SHARD;
    for (const key of found.keys) {
      for (let at = key.next(frame.start); at < frame.end; at = key.next(at)) {
        const text = textAfter(frame.view, at, frame.end);
        if (text < 0) break;
        const next = found.symbols.find(frame.view, text);
        if (found.symbols.end < 0) continue;
        if (shard !== EVERY_SHARD && shard !== next) return EVERY_SHARD;
        shard = next;
      }
    }
    return shard;
  }
}

/** The first byte of the text behind a key that ends at `at`: behind white space, a colon and a quote; -1 when there is none. */
function textAfter(view: DataView, at: number, end: number): number {
  for (let index = at; index < end; index++) {
    const byte = view.getUint8(index);
    if (byte > SPACE && byte !== JSON_BYTE.colon) return byte === JSON_BYTE.quote ? index + 1 : -1;
  }
  return -1;
}
