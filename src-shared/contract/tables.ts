/**
 * Main and the thread that makes tables: raw frames in, columns of rows out.
 *
 * Main reads a recording and posts what happened in order: connection changes as messages, frames in batches (frame-batch.ts).
 * The thread decodes, keeps the books and posts columns. It says `taken` after the columns of those frames, so main, which keeps at
 * most TABLE_BATCHES_IN_FLIGHT batches under way, also bounds the columns that wait for it.
 *
 * Numbers are integers in doubles: millionths, µs since the epoch, codes. What has no value is NaN in a time and -1 in a price.
 */
import type { Transport } from '../domain/book-phase.ts';
import type { Instrument } from '../domain/instrument.ts';
import type { Link } from '../domain/link.ts';
import type { ListingId, VenueId } from '../domain/listing.ts';
import type { BookDump } from './main-engine.ts';

/** Tables made of frames; `events` and `markets` are in the recording as they are. */
export const MADE_TABLES = ['trades', 'book_deltas', 'book_snapshots', 'quotes', 'spreads'] as const;
export type MadeTable = (typeof MADE_TABLES)[number];

/** How a column is kept between thread and database: a double, an integer of 32 bits, or text. */
export type StagedType = 'double' | 'integer' | 'text';
export type StagedColumn = { readonly name: string; readonly type: StagedType };

const double = (name: string): StagedColumn => ({ name, type: 'double' });
const integer = (name: string): StagedColumn => ({ name, type: 'integer' });
const text = (name: string): StagedColumn => ({ name, type: 'text' });

/** Number of the row over all tables, both times, whose. `listing`: index into the instruments of `start`. */
const HEAD = [double('seq'), double('received'), double('venue_time'), integer('listing'), integer('connection')];
const ORIGINALS = [text('price_text'), text('size_text')];

/** Columns of each table in the order in which their batches hold them: first the numbers, then the texts. */
export function stagedColumns(table: MadeTable, originals: boolean): readonly StagedColumn[] {
  const texts = originals ? ORIGINALS : [];
  switch (table) {
    case 'trades':
      return [...HEAD, integer('taker'), double('price'), double('size'), text('trade_id'), ...texts];
    case 'book_deltas':
      return [...HEAD, integer('kind'), integer('side'), double('price'), double('size'), double('change'), ...texts];
    case 'book_snapshots':
      return [...HEAD, integer('side'), integer('level'), double('price'), double('size')];
    case 'quotes':
      return [
        ...HEAD,
        integer('state'),
        double('bid_price'),
        double('bid_size'),
        double('ask_price'),
        double('ask_size'),
      ];
    case 'spreads':
      return [
        double('seq'),
        double('received'),
        integer('link'),
        integer('buy_listing'),
        integer('sell_listing'),
        double('buy_price'),
        double('sell_price'),
        double('size'),
        double('fees'),
        double('net_edge'),
        double('walk_size'),
        double('walk_profit'),
        double('walk_edge'),
        double('walk_buy_price'),
        double('walk_sell_price'),
        double('walk_buy_fee'),
        double('walk_sell_fee'),
        double('walk_cash'),
        double('open_since'),
      ];
  }
}

/**
 * What a row of `book_deltas` comes from. `start`: the book as it stood where the export begins. `snapshot`: a whole book from the venue.
 * `change`: one level. `clear`: the price grid changed and the old levels went.
 */
export const DELTA_KINDS = ['start', 'snapshot', 'change', 'clear'] as const;
export const DELTA_KIND = { start: 0, snapshot: 1, change: 2, clear: 3 } as const;

/** Rows of one batch of columns: 16 of the database's vectors. */
export const TABLE_ROWS_MAX = 2_048 * 16;
/** A batch of frames for this thread, which hurries nobody: many frames, so that a message between threads is rare. */
export const TABLE_FRAMES_MAX = 2_000;
export const TABLE_BYTES_MAX = 1 << 20;
/** Batches of frames posted and not yet taken: a few MiB keep both sides busy and the memory small. */
export const TABLE_BATCHES_IN_FLIGHT = 4;

export type TablesPlan = {
  readonly tables: readonly MadeTable[];
  /** Only rows of these; empty: all. */
  readonly listings: readonly ListingId[];
  /** Rows from here (inclusive) to there (exclusive), µs; null: from the start, to the end. */
  readonly fromMicros: number | null;
  readonly toMicros: number | null;
  /** Levels a side of `book_snapshots`. */
  readonly levels: number;
  /** 0: after every message that changed the book. */
  readonly intervalMs: number;
  readonly originals: boolean;
};

export type ToTables =
  | {
      readonly kind: 'start';
      readonly plan: TablesPlan;
      readonly instruments: readonly Instrument[];
      readonly links: readonly Link[];
    }
  /** Frames of this number belong to this venue and come in this way. */
  | { readonly kind: 'carrier'; readonly connection: number; readonly venue: VenueId; readonly transport: Transport }
  | {
      readonly kind: 'connection';
      /** Null: all of them. */
      readonly connection: number | null;
      readonly change:
        | 'connected'
        | 'disconnected'
        | 'silent'
        | 'heard'
        | 'subscribed'
        | 'handover'
        | 'unsubscribed'
        | 'lost';
      readonly listings: readonly ListingId[];
      readonly atMicros: number;
    }
  /** Books as they were at that time: taken where nothing better is known yet. */
  | { readonly kind: 'books'; readonly atMicros: number; readonly books: readonly BookDump[] }
  /** Asks for all books as they are here, and for the trades since it was last asked. */
  | { readonly kind: 'ask' }
  | { readonly kind: 'end' };

export type FromTables =
  | {
      readonly kind: 'columns';
      readonly table: MadeTable;
      readonly rows: number;
      readonly numbers: readonly Float64Array<ArrayBuffer>[];
      readonly texts: readonly (readonly string[])[];
    }
  /** One more batch of frames was taken, all its columns were posted. */
  | { readonly kind: 'taken' }
  /** The answer to `ask`. `trades`: how many, by the second they were received in. */
  | {
      readonly kind: 'books';
      readonly books: readonly BookDump[];
      readonly trades: readonly (readonly [atMicros: number, trades: number])[];
    }
  /** Everything was taken. `books`: as they are at the end of the exported time. */
  | {
      readonly kind: 'done';
      readonly books: readonly BookDump[];
      /** Frames, or parts of them, that could not be read. */
      readonly problems: number;
      /** Holes in the numbers of streams that carry books. */
      readonly gaps: number;
    };
