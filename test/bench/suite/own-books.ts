/** The product's decoder and books for made-up markets, put together as a shard does it, and compared with the reference. */
import { FrameBatchReader } from '../../../src-shared/contract/frame-batch.ts';
import { ONE_MICROS } from '../../../src-shared/domain/micros.ts';
import { ASK, BID, EventBuffer } from '../../../src-shared/domain/wire/event-buffer.ts';
import { VENUES } from '../../../src-shared/venues/index.ts';
import type { Decoder } from '../../../src-shared/venues/venue.ts';
import { Applier, type ApplierOutput } from '../../../src-worker/book/applier.ts';
import type { Book } from '../../../src-worker/book/book.ts';
import type { BookSide } from '../../../src-worker/book/book-side.ts';
import { BookTable } from '../../../src-worker/book/book-table.ts';
import { checksumHolds } from '../../../src-worker/decode/checksum.ts';
import { FrameWindow } from '../../../src-worker/decode/frame-window.ts';
import { SymbolIndex } from '../../../src-worker/decode/symbol-index.ts';
import type { MadeMarket } from '../frames/made-market.ts';
import { levelsText, type NaiveBooks } from '../frames/naive-book.ts';
import { mustEqual } from './measure.ts';

const MICROS_PER_MS = 1_000;

/** Everything a measured book may ask for shows that it is not right. */
const NOTHING_ASKED: ApplierOutput = {
  resync: (_connection, listing, reason) => complain(`${listing} asks for a snapshot (${reason})`),
  replace: (connection, reason) => complain(`connection ${connection} is to be replaced (${reason})`),
  trade: () => complain('a trade was read where there is none'),
  gridChanged: () => complain('a grid change was read where there is none'),
  takenOver: ({ listing }) => complain(`${listing} passed to another connection`),
  checksumFailed: ({ listing }) => complain(`the checksum of ${listing} does not hold`),
};

function complain(text: string): never {
  throw new Error(text);
}

export class OwnBooks {
  readonly applier: Applier;
  private readonly table = new BookTable();
  private readonly index = new SymbolIndex();
  private readonly decoders = new Map<string, Decoder>();
  private readonly events = new EventBuffer();
  private readonly reader = new FrameBatchReader();
  private readonly frame = new FrameWindow();

  constructor() {
    this.applier = new Applier(this.table, NOTHING_ASKED, checksumHolds);
    for (const venue of VENUES) this.decoders.set(venue.id, venue.createDecoder(this.index.tableOf(venue.id)));
  }

  add(markets: readonly MadeMarket[], connection: number): void {
    for (const { instrument } of markets) {
      const entry = this.table.add(this.index.add(instrument), instrument.id, instrument.venue);
      entry.owner = connection;
      entry.book.setGrid(instrument.priceGrid);
      entry.book.connected(Date.now());
    }
  }

  decoder(venue: string): Decoder {
    const decoder = this.decoders.get(venue);
    if (!decoder) throw new Error(`there is no venue ${venue}`);
    return decoder;
  }

  book(market: MadeMarket): Book {
    const entry = this.table.get(this.index.slotOfListing(market.instrument.id));
    if (!entry) throw new Error(`there is no book of ${market.instrument.id}`);
    return entry.book;
  }

  /** The measured work: every frame of a batch is decoded and applied. */
  take(decoder: Decoder, batch: Uint8Array): void {
    const { reader, frame, events, applier } = this;
    reader.open(batch);
    frame.open(batch);
    while (reader.next()) {
      frame.move(reader.start, reader.end);
      events.clear();
      decoder.decode(frame, events);
      applier.receivedMs = reader.receivedMicros / MICROS_PER_MS;
      applier.appliedMicros = reader.receivedMicros;
      applier.apply(events, reader.connection);
    }
  }

  /** Throws unless every book is synced and equals the reference, level by level. */
  verify(markets: readonly MadeMarket[], reference: NaiveBooks): void {
    for (const market of markets) {
      const book = this.book(market);
      const { id, symbols } = market.instrument;
      book.judge(Date.now());
      mustEqual(book.sync.phase, 'synced', `the phase of ${id} (${book.sync.reason})`);
      mustEqual(bookText(book), reference.text(symbols[0]!), `the book of ${id}`);
    }
  }
}

export function bookText({ bids, asks }: Pick<Book, 'bids' | 'asks'>): string {
  return levelsText(sideLevels(bids, BID), sideLevels(asks, ASK));
}

function sideLevels(side: BookSide, which: typeof BID | typeof ASK): readonly (readonly [number, number])[] {
  const keys = new Float64Array(side.count);
  const sizes = new Float64Array(side.count);
  side.copyBest(keys, sizes, side.count);
  return Array.from(keys, (key, rank) => [which === ASK ? ONE_MICROS - key : key, sizes[rank]!] as const);
}
