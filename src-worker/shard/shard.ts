/**
 * A shard: the books of some instruments, from raw frame to what windows see.
 *
 * It decodes frames with the venues' decoders, applies their rows to its books, derives and publishes. It knows neither sockets nor
 * threads: a runner calls it, and it answers through its output. All members of a link live in one shard.
 */
import { CHANNEL, type Channel } from '../../src-shared/contract/frame-batch.ts';
import type { BookDump } from '../../src-shared/contract/main-engine.ts';
import type { BookReason } from '../../src-shared/domain/book-phase.ts';
import type { ConnectionLag } from '../../src-shared/domain/health.ts';
import type { Instrument } from '../../src-shared/domain/instrument.ts';
import { applyDifference, type LinkDifference } from '../../src-shared/domain/link-difference.ts';
import type { ListingId, VenueId } from '../../src-shared/domain/listing.ts';
import type { ConnectionChange, ConnectionState } from '../../src-shared/domain/subscription-table.ts';
import { EventBuffer } from '../../src-shared/domain/wire/event-buffer.ts';
import type { Decoder, Venue } from '../../src-shared/venues/venue.ts';
import { Applier } from '../book/applier.ts';
import { BookSubscriptions } from '../book/book-subscriptions.ts';
import { isHere } from '../book/book-table.ts';
import { FeedLags } from '../book/feed-lags.ts';
import { checksumHolds } from '../decode/checksum.ts';
import type { FrameWindow } from '../decode/frame-window.ts';
import { BINARY_FRAME } from '../decode/problem-log.ts';
import { AlertBoard } from '../derive/alert-board.ts';
import { dumpTable } from '../derive/book-dump.ts';
import { Consolidator } from '../derive/consolidated-book.ts';
import { countClosed, countDelivering, countSynced } from '../derive/coverage.ts';
import { countCoverage } from '../derive/market-activity.ts';
import { SpreadBoard } from '../derive/spread-board.ts';
import { TradeTapes } from '../derive/trade-tape.ts';
import { ApplierEvents } from './applier-events.ts';
import { monoMicros } from './clock.ts';
import { heapUsedBytes } from './heap-used.ts';
import { NoticeHandler } from './notice-handler.ts';
import { ShardBooks } from './shard-books.ts';
import type { ShardReport } from './shard-message.ts';
import { ShardMeter } from './shard-meter.ts';
import type { ShardOutput } from './shard-output.ts';
import { ShardWindows } from './shard-windows.ts';

/** A polled book older than this is stale: several polls in a row must have failed. */
const POLL_OVERDUE_MS = 30_000;
const NANOS_PER_MICRO = 1_000;
const MICROS_PER_MS = 1_000;

type Lane = { readonly venue: Venue; readonly decoder: Decoder };

export class Shard {
  readonly meter = new ShardMeter();
  readonly books = new ShardBooks();
  /** Worked out again after every frame that changed a linked book. */
  readonly spreads = new SpreadBoard((listing) => this.books.find(listing));
  readonly tapes = new TradeTapes();
  readonly alerts: AlertBoard;
  readonly windows: ShardWindows;
  private readonly number: number;
  private readonly out: ShardOutput;
  private readonly subscriptions = new BookSubscriptions(this.books.table, (listing) => this.books.entry(listing));
  private readonly lags = new FeedLags(this.books.table);
  private readonly applied: ApplierEvents;
  private readonly applier: Applier;
  private readonly notices: NoticeHandler;
  private readonly lanes = new Map<VenueId, Lane>();
  /** Venues of the connections. */
  private readonly venues = new Map<number, VenueId>();
  private readonly events = new EventBuffer();

  constructor(venues: readonly Venue[], number: number, out: ShardOutput) {
    const { books, spreads, tapes, meter } = this;
    this.number = number;
    this.out = out;
    this.alerts = new AlertBoard(books.table, spreads, (target) => books.ladder(target).filter(isHere), out);
    this.windows = new ShardWindows({
      ...{ books, tapes, spreads, consolidator: new Consolidator(), shard: number },
      onDelay: (micros) => meter.shown(micros),
    });
    this.applied = new ApplierEvents(books, tapes, this.alerts, this.windows, out);
    this.applier = new Applier(books.table, this.applied, checksumHolds);
    this.notices = new NoticeHandler(books, this.applier, this.alerts, out, (...lost) => void this.onLost(...lost));
    for (const venue of venues) {
      this.lanes.set(venue.id, { venue, decoder: venue.createDecoder(books.index.tableOf(venue.id)) });
    }
  }

  setInstruments(add: readonly Instrument[], remove: readonly ListingId[]): void {
    this.books.setInstruments(add, remove);
    for (const listing of remove) this.tapes.forget(listing);
    this.spreads.refresh();
    this.alerts.refresh();
    this.windows.refresh();
  }

  changeLinks(difference: LinkDifference): void {
    applyDifference(this.books.links, difference);
    this.spreads.setLinks([...this.books.links.values()]);
    this.alerts.refresh();
    this.windows.refresh();
  }

  setConnection(connection: number, venue: VenueId, change: ConnectionChange, reason: BookReason, nowMs: number): void {
    this.venues.set(connection, venue);
    this.lags.connect(connection, this.lanes.get(venue)?.venue.lag ?? null);
    this.subscriptions.change(connection, change, reason, nowMs);
    this.spreads.review(nowMs);
  }

  forgetConnection(connection: number): void {
    this.venues.delete(connection);
    this.lags.forget(connection);
    this.subscriptions.forget(connection);
    this.tapes.forgetConnection(connection);
  }

  /** The connection owns these books from now on; `state`: the connection as it is now. */
  subscribe(connection: number, state: ConnectionState, listings: readonly ListingId[], nowMs: number): void {
    this.subscriptions.subscribe(connection, state, listings, nowMs);
    this.settleLags(listings);
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
    this.settleLags(atOnce);
    if (atOnce.length > 0) this.out.takenOver(connection, atOnce);
    this.spreads.review(nowMs);
  }

  close(listings: readonly ListingId[], reason: BookReason, nowMs: number): void {
    for (const listing of listings) {
      const entry = this.books.entry(listing);
      entry?.book.close(reason);
      if (entry && reason === 'market-resolved') this.alerts.onResolved(entry, nowMs);
    }
    this.spreads.review(this.applied.receivedMicros / MICROS_PER_MS);
  }

  reopen(listings: readonly ListingId[]): void {
    for (const listing of listings) this.books.entry(listing)?.book.reopen();
  }

  /** Takes one frame; of an echo only the book events count. A decoder that throws is a programmer error and ends the engine. */
  onFrame(
    connection: number,
    channel: Channel,
    isEcho: boolean,
    receivedMicros: number,
    receivedNanos: number,
    frame: FrameWindow,
  ): void {
    const venue = this.venues.get(connection);
    const lane = venue === undefined ? undefined : this.lanes.get(venue);
    if (!lane || venue === undefined) return;
    this.applied.receivedMicros = receivedMicros;
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
    if (channel === CHANNEL.text && this.lags.observe(connection, events, receivedNanos)) {
      this.out.lag(this.lags.of(connection)!);
      this.spreads.review(receivedMs);
    }
    this.applier.lagMs = channel === CHANNEL.text ? this.lags.lateMs(connection) : 0;
    this.applier.apply(events, connection);
    this.settleLags(this.applied.frameApplied(connection));
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
      if (isEcho) this.notices.takeEcho(connection, notice, receivedMs);
      else this.notices.take(venue, connection, notice, frame, receivedMs);
    }
  }

  /** Frames of the connection were lost: none of its books can be trusted. Returns how many books it has here. */
  onLost(connection: number, reason: BookReason, nowMs: number): number {
    let books = 0;
    this.books.table.forEach((entry) => {
      if (entry.owner !== connection) return;
      books++;
      this.applier.fault(entry, reason, nowMs);
    });
    this.spreads.review(nowMs);
    return books;
  }

  /** Another shard found that the connection fell behind or caught up, or it was known before this shard began. */
  setLag(lag: ConnectionLag, nowMs: number): void {
    this.lags.assume(lag);
    this.spreads.review(nowMs);
  }

  /** Called about every 100 ms: judges finished bursts, repeats requests, finds overdue polls. */
  onTick(nowMs: number): void {
    this.books.table.forEach((entry) => {
      this.applier.tick(entry, nowMs);
      const { book, transport } = entry;
      if (transport !== 'poll' || book.sync.phase !== 'synced') return;
      // A clock that was set back makes a poll as untrustworthy as one that went on.
      if (Math.abs(nowMs - book.lastReceivedMs) > POLL_OVERDUE_MS) book.silent('poll-overdue');
    });
    this.alerts.tick(nowMs);
    this.spreads.review(nowMs);
  }

  /** Called about once a minute: books that fell quiet give memory back. */
  settle(): void {
    this.books.table.forEach(({ book }) => {
      book.settle();
    });
  }

  /** Sends windows what is due. `nowMs` never goes back; `sentMicros` is the time that books live by. */
  publish(nowMs: number, intervalMs: number, sentMicros: number): void {
    // Links or instruments may have come or gone without a frame since.
    this.spreads.settle(sentMicros / MICROS_PER_MS);
    this.windows.publish(nowMs, intervalMs, sentMicros);
  }

  /** The books become these; all others are empty and waiting. */
  restore(books: readonly BookDump[], nowMs: number): void {
    const dumps = new Map(books.map((dump) => [dump.listing, dump]));
    this.lags.forgetStates();
    this.books.table.forEach((entry) => {
      entry.handOver = null;
      const dump = dumps.get(entry.listing) ?? null;
      entry.book.restore(dump);
      const { owner, book } = entry;
      if (book.sync.phase === 'behind')
        this.lags.assume({ connection: owner, isBehind: true, lagMs: book.lagMs, toldMs: 0 });
    });
    this.tapes.clear();
    this.alerts.forget();
    this.spreads.review(nowMs);
  }

  dump(listings: readonly ListingId[]): readonly BookDump[] {
    return dumpTable(this.books.table, new Set(listings));
  }

  /** Called once a second. `bookMs`: the time that books live by, which in a replay is the recording's. */
  report(nowMs: number, bookMs = nowMs): ShardReport {
    const { table } = this.books;
    const { problems } = this.notices;
    return {
      health: {
        shard: this.number,
        books: table.size,
        synced: countSynced(table),
        closed: countClosed(table),
        queuedFrames: 0,
        events: this.applier.events,
        ...this.meter.report(nowMs),
      },
      decodeErrors: problems.total,
      problems: problems.counts(),
      heapBytes: heapUsedBytes(),
      coverage: countCoverage(table, bookMs),
      delivering: [...countDelivering(table)],
      trades: this.tapes.counts(),
      lags: this.lags.list(),
    };
  }

  /** These books may have another connection now. */
  private settleLags(listings: readonly ListingId[]): void {
    for (const listing of listings) {
      const entry = this.books.entry(listing);
      if (entry) this.lags.settle(entry);
    }
  }
}
