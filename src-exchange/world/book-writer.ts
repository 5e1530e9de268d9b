/**
 * Applies changes to true books, groups them into messages, and passes them to the venue.
 *
 * Usually one change a message; changes staged together are one message. At rest no book may be crossed or locked.
 */
import type { VenueId } from '../model/contract-plan.ts';
import type { Listing } from '../model/listing.ts';
import { TrueTape } from '../model/true-tape.ts';
import type { BookChange, Side, WorldSink } from '../model/world-sink.ts';

/** The most level changes one message carries. */
const CHANGES_MAX = 4;

export class BookWriter {
  readonly #sinks: Readonly<Record<VenueId, WorldSink>>;
  /** Every trade of every venue. */
  readonly tape: TrueTape;
  readonly #changes: BookChange[] = [];
  #count = 0;

  constructor(sinks: Readonly<Record<VenueId, WorldSink>>) {
    this.#sinks = sinks;
    this.tape = new TrueTape(Object.keys(sinks));
    for (let i = 0; i < CHANGES_MAX; i += 1) {
      this.#changes.push({ side: 'bid', priceMicros: 0, previousMicros: 0, sizeMicros: 0 });
    }
  }

  sinkOf(listing: Listing): WorldSink {
    return this.#sinks[listing.venue]!;
  }

  /** Sets a level's size now, to be published by the next commit. No effect when the size is the same. */
  stage(listing: Listing, side: Side, priceMicros: number, sizeMicros: number): void {
    const levels = side === 'bid' ? listing.book.bids : listing.book.asks;
    const previousMicros = levels.sizeAt(priceMicros);
    if (previousMicros === sizeMicros) return;
    const change = this.#changes[this.#count];
    if (change === undefined) throw new Error(`more than ${CHANGES_MAX} changes in one message`);
    this.#count += 1;
    change.side = side;
    change.priceMicros = priceMicros;
    change.previousMicros = previousMicros;
    change.sizeMicros = sizeMicros;
    levels.set(priceMicros, sizeMicros);
  }

  /** Tells what was staged as one message. */
  commit(listing: Listing, timeMs: number): void {
    if (this.#count === 0) return;
    const count = this.#count;
    this.#count = 0;
    listing.book.lastEventTimeMs = timeMs;
    this.sinkOf(listing).onBookChange(listing, this.#changes, count, timeMs);
  }

  /** Sets one level and publishes it. */
  set(listing: Listing, side: Side, priceMicros: number, sizeMicros: number, timeMs: number): void {
    this.stage(listing, side, priceMicros, sizeMicros);
    this.commit(listing, timeMs);
  }
}
