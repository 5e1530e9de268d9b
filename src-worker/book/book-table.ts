/** Holds all books of a shard, by slot, each with the connection that owns it. */
import type { Transport } from '../../src-shared/domain/book-phase.ts';
import type { ListingId, VenueId } from '../../src-shared/domain/listing.ts';
import { NO_CONNECTION } from '../../src-shared/domain/subscription-table.ts';
import { Book } from './book.ts';

/** A book on its way from one connection to another (hand-over.ts). */
export type HandOver = {
  /** `awaited`: the other connection becomes the owner with its first snapshot. `handed-over`: it was the owner before. */
  state: 'awaited' | 'handed-over';
  /** The connection that does not own the book. */
  other: number;
  /** How often either connection brought a trade since the begin, and how often it was taken. */
  readonly trades: Map<string, { readonly brought: Map<number, number>; taken: number }>;
};

export type BookEntry = {
  readonly slot: number;
  readonly listing: ListingId;
  readonly venue: VenueId;
  readonly book: Book;
  /** The connection whose frames are applied, or NO_CONNECTION. */
  owner: number;
  transport: Transport;
  handOver: HandOver | null;
  /** Snapshots in a row whose checksum did not match. */
  checksumMisses: number;
};

const NO_SLOT = -1;

/** Stands for a book that is not kept in this shard: empty, waiting, without an owner. */
export function absentEntry(listing: ListingId): BookEntry {
  return newEntry(NO_SLOT, listing, '');
}

/** Whether a member's book is kept in this shard. */
export function isHere({ entry }: { readonly entry: BookEntry }): boolean {
  return entry.slot !== NO_SLOT;
}

function newEntry(slot: number, listing: ListingId, venue: VenueId): BookEntry {
  return {
    slot,
    listing,
    venue,
    book: new Book(),
    owner: NO_CONNECTION,
    transport: 'stream',
    handOver: null,
    checksumMisses: 0,
  };
}

export class BookTable {
  private readonly entries: (BookEntry | undefined)[] = [];
  private count = 0;

  get size(): number {
    return this.count;
  }

  get(slot: number): BookEntry | undefined {
    return this.entries[slot];
  }

  /** Adds an empty book; a slot that is taken keeps its book. */
  add(slot: number, listing: ListingId, venue: VenueId): BookEntry {
    const known = this.entries[slot];
    if (known) return known;
    const entry = newEntry(slot, listing, venue);
    this.entries[slot] = entry;
    this.count++;
    return entry;
  }

  remove(slot: number): void {
    if (this.entries[slot]) this.count--;
    this.entries[slot] = undefined;
  }

  /** Visits every book. By index: an iterator would allocate an object a book, and this runs over all books many times a second. */
  forEach(visit: (entry: BookEntry) => void): void {
    const { entries } = this;
    for (let slot = 0; slot < entries.length; slot++) {
      const entry = entries[slot];
      if (entry) visit(entry);
    }
  }
}
