/**
 * Makes the tables of a recording: takes what happened in order, keeps the books, writes rows.
 *
 * It reads no clock: all times are the recording's own, so the same recording gives the same rows. Rows are written only for the
 * plan's time and listings; the books are kept for all that is needed to get them right.
 */
import { CHANNEL, FrameBatchReader } from '../../src-shared/contract/frame-batch.ts';
import type { BookDump } from '../../src-shared/contract/main-engine.ts';
import type { FromTables, MadeTable, TablesPlan, ToTables } from '../../src-shared/contract/tables.ts';
import type { Transport } from '../../src-shared/domain/book-phase.ts';
import type { ListingId, VenueId } from '../../src-shared/domain/listing.ts';
import { EventBuffer, type Side } from '../../src-shared/domain/wire/event-buffer.ts';
import type { Decoder, Venue } from '../../src-shared/venues/venue.ts';
import type { BookEntry } from '../book/book-table.ts';
import { FrameOrder } from '../decode/frame-order.ts';
import { FrameWindow } from '../decode/frame-window.ts';
import { SymbolIndex } from '../decode/symbol-index.ts';
import { dumpBook } from '../derive/book-dump.ts';
import type { FoundBook } from '../derive/spread-board.ts';
import { BookKeeper } from './book-keeper.ts';
import { Originals } from './originals.ts';
import { QuoteRows } from './quote-rows.ts';
import { RowBuffer } from './row-buffer.ts';
import { SnapshotRows } from './snapshot-rows.ts';
import { SpreadRows } from './spread-rows.ts';
import type { TableSink } from './table-sink.ts';

const MICROS_PER_MS = 1_000;
/** The engine looks at its books as often. */
const TICK_MICROS = 100_000;
/** Trades are counted by the second. */
const COUNT_MICROS = 1_000_000;

type Lane = { readonly venue: Venue; readonly decoder: Decoder };
type Carrier = { readonly lane: Lane; readonly transport: Transport };
type Post = (message: FromTables, transfer?: readonly ArrayBuffer[]) => void;

export class TableMaker implements TableSink {
  private readonly post: Post;
  private readonly plan: TablesPlan;
  private readonly index = new SymbolIndex();
  private readonly keeper = new BookKeeper(this.index, this);
  private readonly lanes = new Map<VenueId, Lane>();
  private readonly carriers = new Map<number, Carrier>();
  private readonly order = new FrameOrder();
  private readonly reader = new FrameBatchReader();
  private readonly frame = new FrameWindow();
  private readonly events = new EventBuffer();
  private readonly buffers = new Map<MadeTable, RowBuffer>();
  private readonly deltas: RowBuffer | undefined;
  private readonly trades: RowBuffer | undefined;
  private readonly quotes: QuoteRows | null;
  private readonly snapshots: SnapshotRows | null;
  private readonly spreads: SpreadRows | null;
  private readonly originals: Originals | null;
  private readonly wanted: ReadonlySet<number> | null;
  private readonly touchedBooks = new Set<BookEntry>();
  private readonly nextSeq = (): number => this.seq++;
  private seq = 0;
  private problems = 0;
  private gaps = 0;
  private tickMicros = 0;
  private receivedMicros = 0;
  /** `before` the plan's time, `in` it, `after` it. */
  private phase: 'before' | 'in' | 'after' = 'before';
  private originalsOpen = false;
  private tradeCounts: [atMicros: number, trades: number][] = [];

  constructor(venues: readonly Venue[], start: Extract<ToTables, { kind: 'start' }>, post: Post) {
    this.post = post;
    const { plan, instruments, links } = start;
    this.plan = plan;
    for (const venue of venues)
      this.lanes.set(venue.id, { venue, decoder: venue.createDecoder(this.index.tableOf(venue.id)) });
    for (const instrument of instruments) this.keeper.add(instrument);
    const only = plan.listings.map((listing) => this.index.slotOfListing(listing));
    this.wanted = only.length === 0 ? null : new Set(only);
    for (const table of plan.tables) this.buffers.set(table, new RowBuffer(table, plan.originals, post));
    this.deltas = this.buffers.get('book_deltas');
    this.trades = this.buffers.get('trades');
    const [quotes, snapshots, spreads] = (['quotes', 'book_snapshots', 'spreads'] as const).map((table) =>
      this.buffers.get(table),
    );
    this.quotes = quotes ? new QuoteRows(quotes) : null;
    this.snapshots = snapshots ? new SnapshotRows(snapshots, plan.levels, plan.intervalMs) : null;
    this.spreads = spreads ? new SpreadRows(spreads, links, (listing) => this.findBook(listing)) : null;
    this.originals = plan.originals ? new Originals() : null;
  }

  take(message: Exclude<ToTables, { kind: 'start' }>): void {
    switch (message.kind) {
      case 'carrier': {
        const lane = this.lanes.get(message.venue);
        if (!lane) break;
        this.carriers.set(message.connection, { lane, transport: message.transport });
        this.keeper.lags.connect(message.connection, lane.venue.lag);
        break;
      }
      case 'connection':
        this.onConnection(message);
        break;
      case 'books':
        if (!this.advance(message.atMicros)) break;
        for (const book of message.books) this.keeper.seed(book, message.atMicros / MICROS_PER_MS);
        this.settle();
        break;
      case 'ask':
        this.answer();
        break;
      case 'end':
        this.end();
        break;
    }
  }

  /** A batch of frames; throws RangeError when it is none. */
  takeBatch(batch: Uint8Array): void {
    const { reader, frame } = this;
    reader.open(batch);
    frame.open(batch);
    while (reader.next()) {
      if (!this.advance(reader.receivedMicros)) continue;
      frame.move(reader.start, reader.end);
      this.onFrame();
    }
    this.post({ kind: 'taken' });
  }

  level(
    { slot, owner }: BookEntry,
    kind: number,
    side: Side,
    priceMicros: number,
    sizeMicros: number,
    changeMicros: number,
    sent: number,
    venueMs: number,
  ): void {
    if (!this.deltas || this.phase !== 'in' || !this.wants(slot)) return;
    this.head(this.deltas, slot, owner, venueMs);
    this.deltas.number(kind).number(side).number(priceMicros).number(sizeMicros).number(changeMicros);
    if (this.originals) this.writeOriginals(this.originals, this.deltas, priceMicros, sent);
    this.deltas.end();
  }

  trade(
    { slot, owner }: BookEntry,
    id: string,
    taker: Side,
    priceMicros: number,
    sizeMicros: number,
    venueMs: number,
  ): void {
    this.countTrade();
    if (!this.trades || this.phase !== 'in' || !this.wants(slot)) return;
    this.head(this.trades, slot, owner, venueMs);
    this.trades.number(taker).number(priceMicros).number(sizeMicros).text(id);
    if (this.originals) this.writeOriginals(this.originals, this.trades, priceMicros, sizeMicros);
    this.trades.end();
  }

  touched(entry: BookEntry): void {
    this.touchedBooks.add(entry);
  }

  private onConnection({ connection, change, listings, atMicros }: Extract<ToTables, { kind: 'connection' }>): void {
    if (!this.advance(atMicros)) return;
    const { keeper } = this;
    const nowMs = atMicros / MICROS_PER_MS;
    if (connection !== null && (change === 'connected' || change === 'disconnected')) this.order.restart(connection);
    if (change === 'connected') keeper.connection(connection, (book) => book.connected(nowMs));
    else if (change === 'disconnected') keeper.connection(connection, (book) => book.disconnected('disconnected'));
    else if (change === 'silent') keeper.connection(connection, (book) => book.silent('feed-silent'));
    else if (change === 'heard') keeper.connection(connection, (book) => book.heard());
    else if (change === 'lost') keeper.lose(connection, 'queue-overflow', nowMs);
    else if (connection === null) return;
    else if (change === 'subscribed') keeper.cover(connection, listings, nowMs);
    else if (change === 'handover') keeper.handOver(connection, listings, nowMs);
    else keeper.uncover(connection, listings);
    this.settle();
  }

  private onFrame(): void {
    const { reader, frame, events } = this;
    const carrier = this.carriers.get(reader.connection);
    if (!carrier) return;
    const { lane, transport } = carrier;
    const nowMs = reader.receivedMicros / MICROS_PER_MS;
    this.originalsOpen = false;
    if (!this.isAdmitted(lane.venue, nowMs)) return;
    events.clear();
    if (reader.channel === CHANNEL.binary) this.problems++;
    else if (reader.channel === CHANNEL.poll) lane.decoder.decodePoll(frame, events);
    else lane.decoder.decode(frame, events);
    if (reader.channel === CHANNEL.text) this.keeper.observeLag(events, reader.connection, reader.receivedNanos);
    this.keeper.apply(events, reader.connection, transport, nowMs);
    for (const notice of events.notices) {
      if (notice.kind === 'problem') this.problems++;
      this.keeper.takeNotice(notice, reader.connection, nowMs);
    }
    this.settle();
  }

  /** Judges the frame's number as the engine does. */
  private isAdmitted(venue: Venue, nowMs: number): boolean {
    const { connection } = this.reader;
    const isAdmitted = this.order.admits(connection, venue, this.frame);
    if (this.order.isGap) {
      this.gaps++;
      this.keeper.lose(connection, 'sequence-gap', nowMs);
    }
    return isAdmitted;
  }

  /** Moves the recording's time on; false behind the plan's end. */
  private advance(atMicros: number): boolean {
    const { fromMicros, toMicros } = this.plan;
    const micros = Math.floor(atMicros);
    if (this.phase === 'after') return false;
    if (this.phase === 'in') this.snapshots?.advance(this.nextSeq, micros);
    if (toMicros !== null && micros >= toMicros) {
      this.phase = 'after';
      return false;
    }
    if (micros - this.tickMicros >= TICK_MICROS) {
      this.tickMicros = micros;
      this.keeper.tick(micros / MICROS_PER_MS);
    }
    this.receivedMicros = micros;
    if (this.phase === 'before' && (fromMicros === null || micros >= fromMicros)) this.begin();
    return true;
  }

  /** The plan's time begins: the books as they stand are its first rows. */
  private begin(): void {
    this.phase = 'in';
    this.keeper.books.forEach((entry) => {
      if (entry.book.bids.count + entry.book.asks.count === 0) return;
      this.keeper.tellStart(entry);
      this.touched(entry);
    });
    this.settle();
  }

  /** After a message: the rows that depend on the whole of it. */
  private settle(): void {
    if (this.touchedBooks.size === 0) return;
    if (this.phase === 'in') {
      for (const entry of this.touchedBooks) {
        if (!this.wants(entry.slot)) continue;
        this.quotes?.write(entry, this.nextSeq, this.receivedMicros);
        this.snapshots?.touched(entry);
        this.spreads?.touched(entry.slot);
      }
      this.snapshots?.applied(this.nextSeq, this.receivedMicros);
      this.spreads?.settle(this.nextSeq, this.receivedMicros);
    }
    this.touchedBooks.clear();
  }

  private head(rows: RowBuffer, slot: number, connection: number, venueMs: number): void {
    const venueMicros = venueMs > 0 ? venueMs * MICROS_PER_MS : Number.NaN;
    rows
      .number(this.seq++)
      .number(this.receivedMicros)
      .number(venueMicros)
      .number(slot)
      .number(connection);
  }

  private writeOriginals(originals: Originals, rows: RowBuffer, priceMicros: number, sent: number): void {
    if (Number.isNaN(sent)) {
      rows.text('').text('');
      return;
    }
    if (!this.originalsOpen) {
      this.originalsOpen = true;
      originals.open(this.frame.text());
    }
    originals.find(priceMicros, sent);
    rows.text(originals.price).text(originals.size);
  }

  private countTrade(): void {
    const { receivedMicros, tradeCounts } = this;
    const last = tradeCounts.at(-1);
    if (last && receivedMicros - last[0] < COUNT_MICROS && receivedMicros >= last[0]) last[1]++;
    else tradeCounts.push([Math.floor(receivedMicros / COUNT_MICROS) * COUNT_MICROS, 1]);
  }

  private answer(): void {
    const trades = this.tradeCounts;
    this.tradeCounts = [];
    this.post({ kind: 'books', books: this.books(), trades });
  }

  private findBook(listing: ListingId): FoundBook | undefined {
    const entry = this.keeper.book(listing);
    const instrument = entry && this.wants(entry.slot) ? this.index.instrument(entry.slot) : undefined;
    return entry && instrument ? { entry, instrument } : undefined;
  }

  private wants(slot: number): boolean {
    return this.wanted === null || this.wanted.has(slot);
  }

  private end(): void {
    for (const buffer of this.buffers.values()) buffer.flush();
    this.post({ kind: 'done', books: this.books(), problems: this.problems, gaps: this.gaps });
  }

  private books(): readonly BookDump[] {
    const books: BookDump[] = [];
    this.keeper.books.forEach(({ slot, listing, book }) => {
      if (this.wants(slot)) books.push(dumpBook(listing, book));
    });
    return books;
  }
}
