/**
 * Slots: the small integers under which a shard knows its instruments.
 *
 * Each venue's decoder sees only its own symbols. A removed instrument's slot is given out again, so memory follows the number
 * of books and not the number of markets ever seen.
 */
import type { Instrument } from '../../src-shared/domain/instrument.ts';
import type { ListingId, VenueId } from '../../src-shared/domain/listing.ts';
import type { SymbolTable } from '../../src-shared/venues/venue.ts';
import { SymbolBytes } from './symbol-bytes.ts';

/** One venue's symbols, by text and by bytes. */
class VenueSymbols {
  private readonly texts = new Map<string, number>();
  readonly bytes = new SymbolBytes();

  get(symbol: string): number {
    return this.texts.get(symbol) ?? -1;
  }

  /** The first symbol leads to the slot; the others are known and lead nowhere. */
  set({ symbols }: Instrument, slot: number): void {
    symbols.forEach((symbol, i) => {
      if (i === 0) this.texts.set(symbol, slot);
      this.bytes.set(symbol, i === 0 ? slot : -1);
    });
  }

  delete({ symbols }: Instrument): void {
    symbols.forEach((symbol, i) => {
      if (i === 0) this.texts.delete(symbol);
      this.bytes.delete(symbol);
    });
  }
}

export class SymbolIndex {
  private readonly instruments: (Instrument | undefined)[] = [];
  private readonly free: number[] = [];
  private readonly slots = new Map<ListingId, number>();
  private readonly symbols = new Map<VenueId, VenueSymbols>();

  /** Slots given out so far, some of them free again. */
  get capacity(): number {
    return this.instruments.length;
  }

  /** The slot of a listing, -1 when it is unknown. */
  slotOfListing(listing: ListingId): number {
    return this.slots.get(listing) ?? -1;
  }

  instrument(slot: number): Instrument | undefined {
    return this.instruments[slot];
  }

  /** Adds an instrument, or takes new facts of a known one; returns its slot. */
  add(instrument: Instrument): number {
    const known = this.slots.get(instrument.id);
    if (known !== undefined) {
      this.instruments[known] = instrument;
      return known;
    }
    const slot = this.free.pop() ?? this.instruments.length;
    this.instruments[slot] = instrument;
    this.slots.set(instrument.id, slot);
    this.symbolsOf(instrument.venue).set(instrument, slot);
    return slot;
  }

  /** Forgets a listing; returns the slot that became free, or -1. */
  remove(listing: ListingId): number {
    const slot = this.slots.get(listing);
    if (slot === undefined) return -1;
    const instrument = this.instruments[slot];
    if (instrument) this.symbolsOf(instrument.venue).delete(instrument);
    this.instruments[slot] = undefined;
    this.slots.delete(listing);
    this.free.push(slot);
    return slot;
  }

  /** The part of the index that one venue's decoder may see. */
  tableOf(venue: VenueId): SymbolTable {
    const symbols = this.symbolsOf(venue);
    return {
      slotOf: (symbol) => symbols.get(symbol),
      bytes: symbols.bytes,
      instrument: (slot) => {
        const instrument = this.instruments[slot];
        if (!instrument) throw new Error(`slot ${slot} is free`);
        return instrument;
      },
    };
  }

  private symbolsOf(venue: VenueId): VenueSymbols {
    let symbols = this.symbols.get(venue);
    if (!symbols) {
      symbols = new VenueSymbols();
      this.symbols.set(venue, symbols);
    }
    return symbols;
  }
}
