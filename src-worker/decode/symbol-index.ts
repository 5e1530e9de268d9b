/**
 * Slots: the small integers under which a shard knows its instruments.
 *
 * Each venue's decoder sees only its own symbols. A removed instrument's slot is given out again, so memory follows the number
 * of books and not the number of markets ever seen.
 */
import type { Instrument } from '../../src-shared/domain/instrument.ts';
import type { ListingId, VenueId } from '../../src-shared/domain/listing.ts';
import type { SymbolTable } from '../../src-shared/venues/venue.ts';
import { SharedFacts } from './shared-facts.ts';
import { SymbolBytes } from './symbol-bytes.ts';

/** The first symbol leads to the slot, the second is the other outcome's; any more are known and lead nowhere. */
function setSymbols(table: SymbolBytes, { symbols }: Instrument, slot: number): void {
  symbols.forEach((symbol, i) => {
    if (i === 1) table.setMirror(symbol, slot);
    else table.set(symbol, i === 0 ? slot : -1);
  });
}

export class SymbolIndex {
  private readonly instruments: (Instrument | undefined)[] = [];
  private readonly free: number[] = [];
  private readonly slots = new Map<ListingId, number>();
  private readonly symbols = new Map<VenueId, SymbolBytes>();
  private readonly facts = new SharedFacts();

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
  add(told: Instrument): number {
    const instrument = this.facts.share(told);
    const known = this.slots.get(instrument.id);
    if (known !== undefined) {
      this.instruments[known] = instrument;
      return known;
    }
    const slot = this.free.pop() ?? this.instruments.length;
    this.instruments[slot] = instrument;
    this.slots.set(instrument.id, slot);
    setSymbols(this.symbolsOf(instrument.venue), instrument, slot);
    return slot;
  }

  /** Forgets a listing; returns the slot that became free, or -1. */
  remove(listing: ListingId): number {
    const slot = this.slots.get(listing);
    if (slot === undefined) return -1;
    const instrument = this.instruments[slot];
    for (const symbol of instrument?.symbols ?? []) this.symbolsOf(instrument!.venue).delete(symbol);
    this.instruments[slot] = undefined;
    this.slots.delete(listing);
    this.free.push(slot);
    return slot;
  }

  /** The part of the index that one venue's decoder may see. */
  tableOf(venue: VenueId): SymbolTable {
    const symbols = this.symbolsOf(venue);
    return {
      slotOf: (symbol) => symbols.slotOf(symbol),
      mirrorOf: (symbol) => symbols.mirrorOf(symbol),
      bytes: symbols,
      instrument: (slot) => {
        const instrument = this.instruments[slot];
        if (!instrument) throw new Error(`slot ${slot} is free`);
        return instrument;
      },
    };
  }

  private symbolsOf(venue: VenueId): SymbolBytes {
    let symbols = this.symbols.get(venue);
    if (!symbols) {
      symbols = new SymbolBytes();
      this.symbols.set(venue, symbols);
    }
    return symbols;
  }
}
