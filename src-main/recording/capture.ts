/**
 * The tap: copies every frame and everything that happens around them to the journal's thread, in order, and never waits for it.
 *
 * What is on its way is bounded. Above the bound frames are dropped and counted, and the session records it twice for each connection:
 * at the first frame lost, and with the number of the others when the flow resumes.
 */
import { type Channel, FrameBatchWriter } from '../../src-shared/contract/frame-batch.ts';
import type { BookReason } from '../../src-shared/domain/book-phase.ts';
import type { Link } from '../../src-shared/domain/link.ts';
import type { Listing, ListingId } from '../../src-shared/domain/listing.ts';
import type { SessionEvent } from '../../src-shared/domain/session.ts';
import type { ConnectionChange, SubscriptionTable } from '../../src-shared/domain/subscription-table.ts';
import { OverloadGate } from '../base/overload-gate.ts';
import type { Moment } from '../session/session-writer.ts';
import type { Tally } from '../session/trade-tally.ts';
import { connectionEvent, coverEvent, droppedEvent } from './capture-events.ts';
import {
  CAPTURE_BATCH_BYTES,
  CAPTURE_BATCH_FRAMES,
  CAPTURE_BATCH_MS,
  CAPTURE_BUFFER_BYTES,
  CAPTURE_BUFFERS_MAX,
  CAPTURE_BYTES_MAX,
  CAPTURE_CATALOG_PER_TURN,
  CAPTURE_FRAMES_MAX,
} from './capture-limits.ts';
import type { ToJournal } from './capture-messages.ts';

/** Posts to the thread; the buffers named are handed over. */
export type PostToJournal = (message: ToJournal, transfer: readonly ArrayBuffer[]) => void;

export type CaptureOptions = {
  readonly post: PostToJournal;
  readonly connections: SubscriptionTable;
  /** Only the connections that carry one of these; empty: all. */
  readonly listings: readonly ListingId[];
  readonly now: () => Moment;
  /** Bounds that tests lower. */
  readonly framesMax?: number;
};

export class Capture {
  /** Frames handed over so far; the thread writes each of them. */
  frames = 0;
  private readonly options: CaptureOptions;
  private readonly gate: OverloadGate;
  private readonly batch = new FrameBatchWriter();
  private readonly chosen: ReadonlySet<ListingId>;
  private readonly named = new Set<number>();
  private readonly ignored = new Set<number>();
  private readonly buffers: ArrayBuffer[] = [];
  private batchBytes = 0;
  private timer: NodeJS.Timeout | null = null;
  private hasStopped = false;

  constructor(options: CaptureOptions) {
    this.options = options;
    const limits = { framesMax: options.framesMax ?? CAPTURE_FRAMES_MAX, bytesMax: CAPTURE_BYTES_MAX };
    this.gate = new OverloadGate(limits, (connection, frames) =>
      this.event(droppedEvent(connection, this.venueOf(connection), frames)),
    );
    this.chosen = new Set(options.listings);
  }

  /** A frame; its bytes are copied. */
  frame(connection: number, channel: Channel, receivedMicros: number, receivedNanos: number, bytes: Uint8Array): void {
    if (this.hasStopped || !this.carries(connection) || !this.gate.admit(connection, bytes.length)) return;
    this.batch.add(connection, channel, receivedMicros, receivedNanos, bytes);
    this.frames++;
    this.batchBytes += bytes.length;
    if (this.batchBytes >= CAPTURE_BATCH_BYTES || this.batch.frames >= CAPTURE_BATCH_FRAMES) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), CAPTURE_BATCH_MS);
  }

  /** An event that stands behind every frame so far. Events of connections that are not recorded are left out. */
  event(event: SessionEvent): void {
    if (this.hasStopped || (event.connection !== null && !this.carries(event.connection))) return;
    this.flush();
    this.send({ kind: 'event', at: this.options.now(), event });
  }

  /** A connection changed, and the subscription table knows. A new one is introduced as it is now instead. */
  connection(connection: number, change: ConnectionChange, reason: BookReason): void {
    if (this.hasStopped) return;
    if (!this.named.has(connection)) this.carries(connection);
    else this.event(connectionEvent(connection, this.venueOf(connection), change, reason));
  }

  /** A connection carries other listings now; one that starts to carry a chosen one is recorded from here on. */
  cover(connection: number, add: readonly ListingId[], remove: readonly ListingId[]): void {
    if (this.hasStopped) return;
    const venue = this.venueOf(connection);
    if (!this.named.has(connection)) {
      this.ignored.delete(connection);
      // Its introduction holds what it carries now, these included.
      if (this.carries(connection)) return;
    }
    if (add.length > 0) this.event(coverEvent('subscribed', connection, venue, add));
    if (remove.length > 0) this.event(coverEvent('unsubscribed', connection, venue, remove));
  }

  /** A connection is to carry these, each from its first snapshot there. */
  handOver(connection: number, listings: readonly ListingId[]): void {
    if (this.hasStopped) return;
    if (!this.named.has(connection)) {
      this.ignored.delete(connection);
      if (this.carries(connection)) return;
    }
    this.event(coverEvent('handover', connection, this.venueOf(connection), listings));
  }

  /** Nothing will come of the connection any more. */
  gone(connection: number): void {
    this.named.delete(connection);
    this.ignored.delete(connection);
  }

  /** Some books of a keyframe, as JSON without brackets. */
  keyframeSlice(keyframe: number, text: string): void {
    if (!this.hasStopped) this.send({ kind: 'keyframe-slice', keyframe, text });
  }

  /** All slices of the keyframe were given: it is all books after exactly `frames` frames of this recording. Null: it is given up. */
  keyframe(keyframe: number, frames: number | null): void {
    if (this.hasStopped) return;
    this.flush();
    this.send({ kind: 'keyframe', keyframe, at: this.options.now(), frames });
  }

  /** Whether the connection's frames are recorded. */
  records(connection: number): boolean {
    return this.named.has(connection);
  }

  /** Trades by second. */
  tally(tally: Tally): void {
    if (!this.hasStopped) this.send({ kind: 'tally', at: this.options.now(), tally });
  }

  /** Hands the catalogue over, a slice a turn, so that a large one does not hold main up. */
  async catalog(listings: readonly Listing[], links: readonly Link[]): Promise<void> {
    const slices = [
      ...sliced(listings, (slice) => ({ listings: slice, links: [] })),
      ...sliced(links, (slice) => ({ listings: [], links: slice })),
    ];
    for (const [at, slice] of slices.entries()) {
      if (at > 0) await new Promise((resolve) => setImmediate(resolve));
      if (this.hasStopped) return;
      this.send({ kind: 'catalog', at: this.options.now(), ...slice });
    }
  }

  /** The thread has taken a batch; its buffer is free for another. */
  taken(frames: number, buffer: ArrayBuffer): void {
    const isKept = this.buffers.length < CAPTURE_BUFFERS_MAX && buffer.byteLength === CAPTURE_BUFFER_BYTES;
    if (isKept) this.buffers.push(buffer);
    this.gate.taken(frames);
  }

  /** Hands over what is left and ends the session behind it. */
  stop(): void {
    if (this.hasStopped) return;
    this.gate.resume();
    this.flush();
    this.send({ kind: 'stop' });
    this.abandon();
  }

  /** The thread is gone: nothing is copied any more. */
  abandon(): void {
    this.hasStopped = true;
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
  }

  /** Introduces every connection that is open or subscribed: a recording may start in the middle of their lives. */
  introduceAll(): void {
    for (const { connection, state, subscriptions } of this.options.connections.all()) {
      if (state.isOpen || subscriptions.owned.size > 0) this.carries(connection);
    }
  }

  /** Frames on their way to the thread. */
  get inFlight(): number {
    return this.gate.frames;
  }

  get dropped(): number {
    return this.gate.dropped;
  }

  /** Whether the connection is recorded; introduces it the first time. */
  private carries(connection: number): boolean {
    if (this.named.has(connection)) return true;
    if (this.ignored.has(connection)) return false;
    const known = this.options.connections.get(connection);
    if (!known || !(this.isChosen(known.subscriptions.owned) || this.isChosen(known.subscriptions.awaited))) {
      this.ignored.add(connection);
      return false;
    }
    this.named.add(connection);
    this.flush();
    const { venue, state, subscriptions } = known;
    const { owned, awaited } = subscriptions;
    this.send({ kind: 'connection', connection, venue, transport: state.transport });
    const at = this.options.now();
    const say = (event: SessionEvent): void => this.send({ kind: 'event', at, event });
    if (owned.size > 0) say(coverEvent('subscribed', connection, venue, [...owned]));
    if (awaited.size > 0) say(coverEvent('handover', connection, venue, [...awaited]));
    if (state.isOpen) say({ kind: 'connected', venue, connection, listings: [], text: 'none' });
    return true;
  }

  private isChosen(listings: Iterable<ListingId>): boolean {
    if (this.chosen.size === 0) return true;
    for (const listing of listings) if (this.chosen.has(listing)) return true;
    return false;
  }

  private venueOf(connection: number): string {
    return this.options.connections.get(connection)?.venue ?? '';
  }

  private flush(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    if (this.batch.frames === 0) return;
    this.gate.sent();
    this.batchBytes = 0;
    const batch = this.batch.exchange(this.buffers.pop() ?? new ArrayBuffer(CAPTURE_BUFFER_BYTES));
    this.options.post({ kind: 'frames', batch }, [batch.buffer]);
  }

  private send(message: ToJournal): void {
    this.options.post(message, []);
  }
}

function sliced<Item, Slice>(items: readonly Item[], make: (slice: readonly Item[]) => Slice): readonly Slice[] {
  const slices: Slice[] = [];
  for (let from = 0; from < items.length; from += CAPTURE_CATALOG_PER_TURN) {
    slices.push(make(items.slice(from, from + CAPTURE_CATALOG_PER_TURN)));
  }
  return slices;
}
