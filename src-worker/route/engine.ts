/**
 * The engine: takes main's messages in order, judges sequence numbers, hands frames to the shard that keeps their books.
 *
 * With one or two cores there is one shard, inline. The seam for more is here: everything a shard needs comes through the
 * calls below, in order, and everything it says goes through its output.
 */
import { FrameBatchReader } from '../../src-shared/contract/frame-batch.ts';
import type { EngineToMain, MainToEngine } from '../../src-shared/contract/main-engine.ts';
import type { Port } from '../../src-shared/contract/port.ts';
import type { EngineToWindow, WindowToEngine } from '../../src-shared/contract/window-engine.ts';
import type { BookReason, Transport } from '../../src-shared/domain/book-phase.ts';
import type { EngineHealth } from '../../src-shared/domain/health.ts';
import { FRAME_INTERVAL_DEFAULT_MS, FRAME_INTERVAL_MIN_MS } from '../../src-shared/domain/limits.ts';
import type { ListingId, VenueId } from '../../src-shared/domain/listing.ts';
import type { Json, LifecycleNotice } from '../../src-shared/domain/notice.ts';
import type { SequenceMark, Venue } from '../../src-shared/venues/venue.ts';
import type { ShelvedBook } from '../book/book-shelf.ts';
import { FrameWindow } from '../decode/frame-window.ts';
import { Rate } from '../derive/rate.ts';
import { Shard, type ShardOutput } from '../shard.ts';
import { wallMs } from './clock.ts';
import { SequenceGuard } from './sequence-guard.ts';

/** Frames are reported as taken in groups, so that backpressure costs few messages. */
const TAKEN_EVERY = 1_000;

type Carrier = { venue: Venue; transport: Transport; open: boolean; reason: BookReason; gaps: number };

export class Engine implements ShardOutput {
  private readonly port: Port<EngineToMain, MainToEngine>;
  private readonly venues: ReadonlyMap<VenueId, Venue>;
  private readonly shard: Shard;
  private readonly guard = new SequenceGuard();
  private readonly reader = new FrameBatchReader();
  private readonly frame = new FrameWindow();
  private readonly mark: SequenceMark = { stream: 0, sequence: 0, books: false };
  private readonly carriers = new Map<number, Carrier>();
  private readonly pendingResyncs = new Map<number, Map<BookReason, Set<ListingId>>>();
  private readonly pendingReplaces = new Map<number, BookReason>();
  private readonly frameRate = new Rate();
  private frames = 0;
  private gaps = 0;
  private resyncs = 0;
  private taken = 0;
  private frameIntervalMs = FRAME_INTERVAL_DEFAULT_MS;

  constructor(port: Port<EngineToMain, MainToEngine>, venues: readonly Venue[]) {
    this.port = port;
    this.venues = new Map(venues.map((venue) => [venue.id, venue]));
    this.shard = new Shard(venues, this);
    port.onMessage = (data) => {
      if (data instanceof Uint8Array) this.onBatch(data);
      else this.onMessage(data);
      this.sendRequests();
    };
    port.post({ kind: 'ready' });
  }

  addWindow(window: number, port: Port<EngineToWindow, WindowToEngine>): void {
    this.shard.addWindow(window, port);
  }

  /** Sends windows what is due; call at least as often as the fastest frame interval. */
  publish(): void {
    this.shard.publish(wallMs(), this.frameIntervalMs);
  }

  tick(): void {
    this.shard.onTick(wallMs());
    this.sendRequests();
    this.sendTaken();
  }

  settle(): void {
    this.shard.settle();
  }

  sendHealth(): void {
    this.port.post({ kind: 'health', health: this.health() });
  }

  control(connection: number, message: Json): void {
    this.port.post({ kind: 'control', connection, message });
  }

  lifecycle(venue: VenueId, notice: LifecycleNotice): void {
    this.port.post({ kind: 'lifecycle', venue, notice });
  }

  resync(connection: number, listing: ListingId, reason: BookReason): void {
    let byReason = this.pendingResyncs.get(connection);
    if (!byReason) {
      byReason = new Map();
      this.pendingResyncs.set(connection, byReason);
    }
    const listings = byReason.get(reason);
    if (listings) listings.add(listing);
    else byReason.set(reason, new Set([listing]));
  }

  replace(connection: number, reason: BookReason): void {
    this.pendingReplaces.set(connection, reason);
  }

  log(level: 'info' | 'warn' | 'error', code: string, shelved: ShelvedBook | null, text: string): void {
    this.port.post({
      kind: 'event',
      event: {
        atMs: wallMs(),
        level,
        code,
        venue: shelved?.venue ?? '',
        connection: shelved && shelved.connection >= 0 ? shelved.connection : null,
        listing: shelved?.listing ?? '',
        text,
      },
    });
  }

  private onMessage(message: MainToEngine): void {
    switch (message.kind) {
      case 'settings':
        this.frameIntervalMs = Math.max(FRAME_INTERVAL_MIN_MS, message.settings.frameIntervalMs);
        break;
      case 'instruments':
        this.shard.setInstruments(message.add, message.remove);
        break;
      case 'links':
        this.shard.setLinks(message.links);
        break;
      case 'connection':
        this.onConnection(message);
        break;
      case 'cover': {
        const carrier = this.carriers.get(message.connection);
        if (carrier) {
          this.shard.cover(message.connection, carrier, message.add, message.remove, wallMs());
        }
        break;
      }
      case 'dropped':
        this.onLost(message.connection, 'queue-overflow', `${message.frames} messages were dropped before they reached the engine`);
        break;
      case 'closed':
        this.shard.close(message.listings, message.reason);
        break;
      case 'dump':
        this.port.post({ kind: 'books', id: message.id, books: this.shard.dump(message.listings) });
        break;
      case 'window':
        break;
    }
  }

  private onConnection(message: Extract<MainToEngine, { kind: 'connection' }>): void {
    const { connection, change } = message;
    const venue = this.venues.get(message.venue);
    if (!venue) return;
    const carrier = this.carriers.get(connection) ?? {
      venue,
      transport: message.transport,
      open: false,
      reason: message.reason,
      gaps: 0,
    };
    if (change === 'opened' || change === 'closed') {
      carrier.open = change === 'opened';
      carrier.reason = message.reason;
      this.guard.reset(connection);
    }
    this.carriers.set(connection, carrier);
    this.shard.setConnection(connection, message.venue, change, message.reason, wallMs());
  }

  private onBatch(batch: Uint8Array): void {
    const reader = this.reader;
    const frame = this.frame;
    reader.open(batch);
    frame.open(batch);
    while (reader.next()) {
      this.frames++;
      this.taken++;
      frame.move(reader.start, reader.end);
      if (this.inOrder(reader.connection, frame)) {
        this.shard.onFrame(reader.connection, reader.channel, reader.receivedMicros, reader.receivedNanos, frame);
      }
    }
    if (this.taken >= TAKEN_EVERY) this.sendTaken();
  }

  /** Judges the frame's number where its venue gives one; false for a frame that was seen already. */
  private inOrder(connection: number, frame: FrameWindow): boolean {
    const carrier = this.carriers.get(connection);
    const read = carrier?.venue.sequence;
    if (!carrier || !read?.(frame, this.mark)) return true;
    const { stream, sequence, books } = this.mark;
    const verdict = this.guard.check(connection, stream, sequence, books);
    if (verdict === 'gap' && this.guard.carriesBooks(connection, stream)) {
      carrier.gaps++;
      this.onLost(connection, 'sequence-gap', `Message ${sequence} of stream ${stream} came out of order`);
    }
    return verdict !== 'repeat';
  }

  private onLost(connection: number, reason: BookReason, what: string): void {
    this.gaps++;
    const books = this.shard.onLost(connection, reason, wallMs());
    const venue = this.carriers.get(connection)?.venue.id ?? '';
    const text = `${what}; ${books} books are recovering and fresh snapshots were asked for.`;
    const event = { atMs: wallMs(), level: 'warn', code: 'BOOK_GAP', venue, connection, listing: '', text } as const;
    this.port.post({ kind: 'event', event });
  }

  /** Sends what books asked for, once a connection. Polled books are asked for anyway, at the poll's own pace. */
  private sendRequests(): void {
    if (this.pendingResyncs.size > 0) this.sendResyncs();
    if (this.pendingReplaces.size > 0) this.sendReplaces();
  }

  private sendResyncs(): void {
    for (const [connection, byReason] of this.pendingResyncs) {
      if (this.carriers.get(connection)?.transport === 'poll') continue;
      for (const [reason, listings] of byReason) {
        this.resyncs += listings.size;
        this.port.post({ kind: 'resync', connection, listings: [...listings], reason });
      }
    }
    this.pendingResyncs.clear();
  }

  /** A connection that delivers most of its books is kept: the venue may have nothing to send for the rest. */
  private sendReplaces(): void {
    for (const [connection, reason] of this.pendingReplaces) {
      if (this.carriers.get(connection)?.transport === 'poll' || this.shard.deliversMost(connection)) continue;
      this.port.post({ kind: 'replace', connection, reason });
    }
    this.pendingReplaces.clear();
  }

  private sendTaken(): void {
    if (this.taken === 0) return;
    this.port.post({ kind: 'taken', frames: this.taken });
    this.taken = 0;
  }

  private health(): EngineHealth {
    const nowMs = wallMs();
    this.frameRate.observe(this.frames, nowMs);
    const shard = this.shard.health(nowMs);
    return {
      frames: this.frames,
      framesPerSecond: this.frameRate.perSecond,
      books: shard.books,
      synced: shard.synced,
      gaps: this.gaps,
      resyncs: this.resyncs,
      decodeErrors: this.shard.decodeErrors,
      heapBytes: process.memoryUsage().heapUsed,
      shards: [shard],
      latency: {
        venueToReceipt: this.shard.venueToReceipt.summary(nowMs),
        receiptToBook: this.shard.receiveToBook.summary(nowMs),
        bookToWindow: this.shard.bookToWindow.summary(nowMs),
      },
      problems: this.shard.problemCounts,
      delivering: [...this.shard.delivering()],
      gapsByConnection: [...this.carriers].map(([connection, { gaps }]) => [connection, gaps] as const),
    };
  }
}
