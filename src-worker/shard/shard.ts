/**
 * A shard: the books of some instruments, from raw frame to what windows see.
 *
 * It decodes with the venues' decoders, applies to its books, derives and publishes. It knows neither sockets nor threads: the
 * router calls it, and it answers through its output. All members of a link live in one shard.
 */

import { CHANNEL, type Channel } from '../../src-shared/contract/frame-batch.ts';
import type { BookDump } from '../../src-shared/contract/main-engine.ts';
import type { Port } from '../../src-shared/contract/port.ts';
import type { EngineToWindow, WindowToEngine } from '../../src-shared/contract/window-engine.ts';
import type { BookReason } from '../../src-shared/domain/book-phase.ts';
import type { Instrument } from '../../src-shared/domain/instrument.ts';
import type { Link } from '../../src-shared/domain/link.ts';
import { applyDifference, type LinkDifference } from '../../src-shared/domain/link-difference.ts';
import { type ListingId, listingId, type VenueId } from '../../src-shared/domain/listing.ts';
import { ANY_BOOK, type LifecycleNotice, type Notice } from '../../src-shared/domain/notice.ts';
import { uniformGrid } from '../../src-shared/domain/price-grid.ts';
import type { ConnectionChange, ConnectionState } from '../../src-shared/domain/subscription-table.ts';
import type { Trade } from '../../src-shared/domain/trade.ts';
import { EventBuffer, type Side } from '../../src-shared/domain/wire/event-buffer.ts';
import type { Decoder, Venue } from '../../src-shared/venues/venue.ts';
import { Applier, type ApplierOutput, takerWord } from '../book/applier.ts';
import { BookSubscriptions } from '../book/book-subscriptions.ts';
import { absentEntry, type BookEntry, BookTable, isHere } from '../book/book-table.ts';
import { checksumHolds } from '../decode/checksum.ts';
import type { FrameWindow } from '../decode/frame-window.ts';
import { BINARY_FRAME, ProblemLog } from '../decode/problem-log.ts';
import { SymbolIndex } from '../decode/symbol-index.ts';
import { AlertBoard } from '../derive/alert-board.ts';
import { dumpTable } from '../derive/book-dump.ts';
import { Consolidator } from '../derive/consolidated-book.ts';
import { countClosed, countDelivering, countSynced, deliversMost } from '../derive/coverage.ts';
import { countCoverage } from '../derive/market-activity.ts';
import { SpreadBoard } from '../derive/spread-board.ts';
import { TradeTapes } from '../derive/trade-tape.ts';
import type { LadderBook } from '../publish/ladder-watch.ts';
import { type BookDirectory, WindowSession } from '../publish/window-session.ts';
import { monoMicros } from './clock.ts';
import { heapUsedBytes } from './heap-used.ts';
import type { ShardReport } from './shard-message.ts';
import { ShardMeter } from './shard-meter.ts';
import type { ShardOutput } from './shard-output.ts';

/** A polled book older than this is stale: several polls in a row must have failed. */
const POLL_OVERDUE_MS = 30_000;
const NANOS_PER_MICRO = 1_000;
const MICROS_PER_MS = 1_000;

type Lane = { readonly venue: Venue; readonly decoder: Decoder };

export class Shard implements BookDirectory, ApplierOutput {
  readonly meter = new ShardMeter();
  private readonly number: number;
  private readonly out: ShardOutput;
  private readonly index = new SymbolIndex();
  private readonly table = new BookTable();
  private readonly subscriptions = new BookSubscriptions(this.table, (listing) => this.book(listing));
  private readonly applier = new Applier(this.table, this, checksumHolds);
  private readonly lanes = new Map<VenueId, Lane>();
  private readonly venueOf = new Map<number, VenueId>();
  private readonly events = new EventBuffer();
  private readonly problems = new ProblemLog();
  private readonly consolidator = new Consolidator();
  private readonly sessions = new Map<number, WindowSession>();
  private readonly tapes = new TradeTapes();
  private readonly links = new Map<string, Link>();
  readonly alerts: AlertBoard;
  /** Worked out anew after every frame that touched a linked book. */
  readonly spreads = new SpreadBoard((listing) => {
    const entry = this.book(listing);
    const instrument = entry && this.index.instrument(entry.slot);
    return entry && instrument ? { entry, instrument } : undefined;
  });
  private receivedMicros = 0;
  /** Books that passed to the frame's connection with it. */
  private readonly taken: ListingId[] = [];

  constructor(venues: readonly Venue[], number: number, out: ShardOutput) {
    this.number = number;
    this.out = out;
    this.alerts = new AlertBoard(this.table, this.spreads, (target) => this.ladderBooks(target).filter(isHere), out);
    for (const venue of venues) {
      this.lanes.set(venue.id, { venue, decoder: venue.createDecoder(this.index.tableOf(venue.id)) });
    }
  }

  setInstruments(add: readonly Instrument[], remove: readonly ListingId[]): void {
    for (const listing of remove) {
      const slot = this.index.remove(listing);
      if (slot >= 0) this.table.remove(slot);
      this.tapes.forget(listing);
    }
    for (const instrument of add) {
      const { book } = this.table.add(this.index.add(instrument), instrument.id, instrument.venue);
      book.setGrid(instrument.priceGrid);
    }
    this.spreads.refresh();
    this.refreshWindows();
  }

  changeLinks(difference: LinkDifference): void {
    applyDifference(this.links, difference);
    this.spreads.setLinks([...this.links.values()]);
    this.refreshWindows();
  }

  setConnection(connection: number, venue: VenueId, change: ConnectionChange, reason: BookReason, nowMs: number): void {
    this.venueOf.set(connection, venue);
    this.subscriptions.change(connection, change, reason, nowMs);
    this.spreads.review(nowMs);
  }

  forgetConnection(connection: number): void {
    this.venueOf.delete(connection);
    this.subscriptions.forget(connection);
    this.tapes.forgetConnection(connection);
  }

  /** The connection owns these books from now on; `state`: the connection as it is now. */
  subscribe(connection: number, state: ConnectionState, listings: readonly ListingId[], nowMs: number): void {
    this.subscriptions.subscribe(connection, state, listings, nowMs);
    this.spreads.review(nowMs);
  }

  /** The connection neither owns nor awaits these books any longer. */
  unsubscribe(connection: number, listings: readonly ListingId[], nowMs: number): void {
    this.subscriptions.unsubscribe(connection, listings);
    this.spreads.review(nowMs);
  }

  /** The connection takes these books over, each with its first snapshot there. */
  handOver(connection: number, state: ConnectionState, listings: readonly ListingId[], nowMs: number): void {
    const atOnce = this.subscriptions.handOver(connection, state, listings, nowMs);
    if (atOnce.length > 0) this.out.takenOver(connection, atOnce);
    this.spreads.review(nowMs);
  }

  close(listings: readonly ListingId[], reason: BookReason, nowMs: number): void {
    for (const listing of listings) {
      const entry = this.book(listing);
      entry?.book.close(reason);
      if (entry && reason === 'market-resolved') this.alerts.onResolved(entry, nowMs);
    }
    this.spreads.review(this.receivedMicros / MICROS_PER_MS);
  }

  reopen(listings: readonly ListingId[]): void {
    for (const listing of listings) this.book(listing)?.book.reopen();
  }

  /**
   * One frame; of an echo only the book events count. A decoder that throws is a programmer's error and ends the engine.
   */
  onFrame(
    connection: number,
    channel: Channel,
    isEcho: boolean,
    receivedMicros: number,
    receivedNanos: number,
    frame: FrameWindow,
  ): void {
    const venue = this.venueOf.get(connection);
    const lane = venue === undefined ? undefined : this.lanes.get(venue);
    if (!lane || venue === undefined) return;
    this.receivedMicros = receivedMicros;
    const events = this.events;
    events.clear();
    const isSampled = this.meter.countFrame();
    const startMicros = isSampled ? monoMicros() : 0;
    if (channel === CHANNEL.binary) events.notices.push(BINARY_FRAME);
    else if (channel === CHANNEL.poll) lane.decoder.decodePoll(frame, events);
    else lane.decoder.decode(frame, events);
    const decodedMicros = monoMicros();
    const receivedMonoMicros = receivedNanos / NANOS_PER_MICRO;
    const receivedMs = receivedMicros / MICROS_PER_MS;
    this.applier.receivedMs = receivedMs;
    // A recording's monotonic clock was another machine's: there the book is as of its frame.
    const queuedMicros = this.meter.measuresLatency ? decodedMicros - receivedMonoMicros : 0;
    this.applier.appliedMicros = receivedMicros + queuedMicros;
    this.applier.apply(events, connection);
    if (this.taken.length > 0) this.out.takenOver(connection, this.taken.splice(0));
    const appliedMicros = monoMicros();
    if (isSampled) this.meter.cost(decodedMicros - startMicros, appliedMicros - decodedMicros);
    if (events.length > 0) {
      const venueMs = channel === CHANNEL.text ? events.timeMs[events.length - 1]! : 0;
      const venueToReceipt = venueMs > 0 ? receivedMicros - venueMs * MICROS_PER_MS : 0;
      this.meter.applied(appliedMicros - receivedMonoMicros, venueToReceipt);
      this.spreads.afterFrame(events, receivedMs);
      this.alerts.afterFrame(events, receivedMs);
    }
    for (const notice of events.notices) {
      if (isEcho) this.takeEcho(connection, notice, receivedMs);
      else this.takeNotice(venue, connection, notice, frame, receivedMs);
    }
  }

  /** Frames of a connection were lost: none of its books can be trusted. */
  onLost(connection: number, reason: BookReason, nowMs: number): number {
    let books = 0;
    this.table.forEach((entry) => {
      if (entry.owner !== connection) return;
      books++;
      this.applier.fault(entry, reason, nowMs);
    });
    this.spreads.review(nowMs);
    return books;
  }

  /** About every 100 ms: finished bursts, repeated requests, overdue polls. */
  onTick(nowMs: number): void {
    this.table.forEach((entry) => {
      this.applier.tick(entry, nowMs);
      const { book, transport } = entry;
      if (transport !== 'poll' || book.sync.phase !== 'synced') return;
      // A clock that was set back makes it as untrustworthy as one that went on.
      if (Math.abs(nowMs - book.lastReceivedMs) > POLL_OVERDUE_MS) book.silent('poll-overdue');
    });
    this.alerts.tick(nowMs);
    this.spreads.review(nowMs);
  }

  /** About once a minute: books that fell quiet give memory back. */
  settle(): void {
    this.table.forEach(({ book }) => {
      book.settle();
    });
  }

  /** Sends windows what is due; `nowMs` never goes back, `sentMicros` is the time that books live by. */
  publish(nowMs: number, intervalMs: number, sentMicros: number): void {
    // Links or instruments may have come or gone without a frame since.
    this.spreads.settle(sentMicros / MICROS_PER_MS);
    for (const session of this.sessions.values()) session.publish(nowMs, intervalMs, sentMicros);
  }

  /** The books become these; all others are empty and waiting. */
  restore(books: readonly BookDump[], nowMs: number): void {
    const dumps = new Map(books.map((dump) => [dump.listing, dump]));
    this.table.forEach((entry) => {
      entry.handOver = null;
      entry.book.restore(dumps.get(entry.listing) ?? null);
    });
    this.tapes.clear();
    this.alerts.forget();
    this.spreads.review(nowMs);
  }

  addWindow(window: number, port: Port<EngineToWindow, WindowToEngine>): void {
    const onDelay = (micros: number): void => this.meter.shown(micros);
    const session = new WindowSession(port, this, this.consolidator, this.number, onDelay);
    // A window that was loaded anew has its next port before the old one is known to be closed.
    port.onClose = () => {
      if (this.sessions.get(window) === session) this.sessions.delete(window);
    };
    this.sessions.set(window, session);
  }

  dump(listings: readonly ListingId[]): readonly BookDump[] {
    return dumpTable(this.table, new Set(listings));
  }

  /** Once a second. `bookMs`: the time that books live by, which in a replay is the recording's. */
  report(nowMs: number, bookMs = nowMs): ShardReport {
    return {
      health: {
        shard: this.number,
        books: this.table.size,
        synced: countSynced(this.table),
        closed: countClosed(this.table),
        queuedFrames: 0,
        events: this.applier.events,
        ...this.meter.report(nowMs),
      },
      decodeErrors: this.problems.total,
      problems: this.problems.counts(),
      heapBytes: heapUsedBytes(),
      coverage: countCoverage(this.table, bookMs),
      delivering: [...countDelivering(this.table)],
      trades: this.tapes.counts(),
    };
  }

  book(listing: ListingId): BookEntry | undefined {
    const slot = this.index.slotOfListing(listing);
    return slot < 0 ? undefined : this.table.get(slot);
  }

  ladderBooks(target: string): readonly LadderBook[] {
    const link = this.links.get(target);
    const members = link ? link.members : [{ listing: target, orientation: 'same' as const }];
    const books = members.map(({ listing, orientation }) => ({
      entry: this.book(listing) ?? absentEntry(listing),
      inverted: orientation === 'inverted',
    }));
    return books.some(isHere) ? books : [];
  }

  recentTrades(listing: ListingId): readonly Trade[] {
    return this.tapes.recent(listing);
  }

  resync(connection: number, listing: ListingId, reason: BookReason): void {
    this.out.resync(connection, listing, reason);
  }

  /** A connection that delivers most of its books is kept: the venue may have nothing to send for the rest. */
  replace(connection: number, reason: BookReason): void {
    if (!deliversMost(this.table, connection)) this.out.replace(connection, reason);
  }

  takenOver({ listing }: BookEntry): void {
    this.taken.push(listing);
  }

  trade(entry: BookEntry, id: string, priceMicros: number, sizeMicros: number, taker: Side, venueMs: number): void {
    const { listing, owner } = entry;
    entry.book.lastActivityMs = this.receivedMicros / MICROS_PER_MS;
    const timeMs = venueMs > 0 ? venueMs : this.receivedMicros / MICROS_PER_MS;
    const trade: Trade = {
      listing,
      id,
      priceMicros,
      sizeMicros,
      taker: takerWord(taker),
      timeMs,
      receivedMicros: this.receivedMicros,
    };
    this.tapes.add(trade, owner);
    this.alerts.trade(entry, priceMicros, sizeMicros, taker, this.receivedMicros / MICROS_PER_MS);
    for (const session of this.sessions.values()) session.trade(trade);
  }

  gridChanged(entry: BookEntry, stepMicros: number, venueMs: number): void {
    const instrument = this.index.instrument(entry.slot);
    this.out.log('info', 'BOOK_GRID', entry, 'The price grid changed; the book starts anew with the next snapshot.');
    if (!instrument || stepMicros <= 0) return;
    const priceGrid = uniformGrid(stepMicros);
    entry.book.setGrid(priceGrid);
    const venueMarketId = entry.listing.slice(entry.venue.length + 1);
    this.out.lifecycle(entry.venue, {
      kind: 'lifecycle',
      change: 'grid',
      venueMarketId,
      timeMs: venueMs as LifecycleNotice['timeMs'],
      priceGrid,
    });
  }

  checksumFailed(entry: BookEntry, taken: boolean): void {
    const text = taken
      ? "Two snapshots in a row do not match the exchange's checksum; the book is shown, its checksum cannot be verified."
      : "A snapshot does not match the exchange's checksum; the book is not shown as live, another was asked for.";
    this.out.log('warn', 'BOOK_HASH', entry, text);
  }

  private takeNotice(venue: VenueId, connection: number, notice: Notice, frame: FrameWindow, nowMs: number): void {
    if (notice.kind === 'control') this.out.control(connection, notice.message);
    else if (notice.kind === 'lifecycle') this.takeLifecycle(venue, notice, nowMs);
    else if (notice.kind === 'problem') {
      const entry = notice.slot >= 0 ? this.table.get(notice.slot) : undefined;
      if (this.problems.add(venue, notice.code, notice.text, frame.bytes()))
        this.out.log('warn', `DECODE_${notice.code}`, entry ?? null, notice.text);
      this.distrust(connection, notice.slot, nowMs);
      // Frames that name no book of ours, or several shards', went to every shard; one that names ours came to us alone.
      if (notice.slot === ANY_BOOK) this.out.lost(connection, 'nameless-frame');
    }
  }

  private takeLifecycle(venue: VenueId, notice: LifecycleNotice, nowMs: number): void {
    this.out.lifecycle(venue, notice);
    const entry = notice.change === 'resolved' ? this.book(listingId(venue, notice.venueMarketId)) : undefined;
    if (entry) this.alerts.onResolved(entry, nowMs);
  }

  /** Another shard answers for the frame; here it only matters if it concerned a book of ours. */
  private takeEcho(connection: number, notice: Notice, nowMs: number): void {
    if (notice.kind === 'problem') this.distrust(connection, notice.slot, nowMs);
  }

  /** What could not be read was of one book, or of nobody knows which of the connection's. */
  private distrust(connection: number, slot: number, nowMs: number): void {
    const entry = slot >= 0 ? this.table.get(slot) : undefined;
    if (entry?.owner === connection) this.applier.fault(entry, 'bad-frame', nowMs);
    else if (slot === ANY_BOOK) this.onLost(connection, 'nameless-frame', nowMs);
  }

  private refreshWindows(): void {
    this.alerts.refresh();
    for (const session of this.sessions.values()) session.refresh();
  }
}
