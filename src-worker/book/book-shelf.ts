/** All books of a shard, by slot, each with the connection that carries it. */
import type { Transport } from '../../src-shared/domain/book-phase.ts';
import type { ListingId, VenueId } from '../../src-shared/domain/listing.ts';
import { NO_CONNECTION } from '../../src-shared/domain/subscription-table.ts';
import { Book } from './book.ts';

/** A book on its way from one connection to another; handover.ts says how. */
export type Handover = {
  /** The connection that does not carry the book: the heir before the book passed, the former carrier after. */
  other: number;
  isTaken: boolean;
  /** How often either connection brought a trade since, and how often it was taken. */
  readonly trades: Map<string, { readonly brought: Map<number, number>; taken: number }>;
};

export type ShelvedBook = {
  readonly slot: number;
  readonly listing: ListingId;
  readonly venue: VenueId;
  readonly book: Book;
  /** Only frames of this connection are applied; one that was replaced cannot touch the book any more. */
  connection: number;
  transport: Transport;
  /** Set while the book passes from one connection to another. */
  handover: Handover | null;
  /** Snapshots in a row whose checksum did not hold. */
  checksumMisses: number;
};

/** In the place of a book that is not kept here: empty, waiting, carried by nobody. */
export function absentBook(listing: ListingId): ShelvedBook {
  return { ...EMPTY_PLACE, listing, book: new Book() };
}

/** Whether a member's book is kept here. */
export function isHere({ shelved }: { readonly shelved: ShelvedBook }): boolean {
  return shelved.slot !== NO_SLOT;
}

const NO_SLOT = -1;
const EMPTY_PLACE = {
  slot: NO_SLOT,
  venue: '',
  connection: NO_CONNECTION,
  transport: 'stream' as Transport,
  handover: null,
  checksumMisses: 0,
};

export class BookShelf {
  private readonly books: (ShelvedBook | undefined)[] = [];
  private count = 0;

  get size(): number {
    return this.count;
  }

  get(slot: number): ShelvedBook | undefined {
    return this.books[slot];
  }

  add(slot: number, listing: ListingId, venue: VenueId): ShelvedBook {
    const known = this.books[slot];
    if (known) return known;
    const shelved: ShelvedBook = {
      slot,
      listing,
      venue,
      book: new Book(),
      connection: NO_CONNECTION,
      transport: 'stream',
      handover: null,
      checksumMisses: 0,
    };
    this.books[slot] = shelved;
    this.count++;
    return shelved;
  }

  remove(slot: number): void {
    if (this.books[slot]) this.count--;
    this.books[slot] = undefined;
  }

  /** Visits every book; by index, as an iterator makes an object a book, and this runs over all books many times a second. */
  forEach(visit: (shelved: ShelvedBook) => void): void {
    const { books } = this;
    for (let slot = 0; slot < books.length; slot++) {
      const shelved = books[slot];
      if (shelved) visit(shelved);
    }
  }
}
