/**
 * Writes a session that is made of a file or of other sessions, with what a live recording has from the engine: keyframes, so that
 * seeking is quick, and counts of trades for the timeline.
 *
 * Everything that is written also goes, in the same order, to the thread that keeps the books of exports; main and the importing
 * thread do not look into messages. A keyframe stands right behind the messages that it is made of.
 */
import { CHANNEL, type Channel } from '../../src-shared/contract/frame-batch.ts';
import type { Transport } from '../../src-shared/domain/book-phase.ts';
import { instrumentOf } from '../../src-shared/domain/instrument.ts';
import type { Link } from '../../src-shared/domain/link.ts';
import type { Listing, VenueId } from '../../src-shared/domain/listing.ts';
import type { SessionEvent } from '../../src-shared/domain/session.ts';
import { ExportFeed } from '../export/export-feed.ts';
import type { SessionItem } from '../session/session-item.ts';
import { type Moment, SessionWriter, type SessionWriterOptions } from '../session/session-writer.ts';
import { TradeTally } from '../session/trade-tally.ts';

/** As a live recording's, by default. */
const KEYFRAME_MICROS = 60_000_000;
/** Played as fast as possible, so many messages take a fraction of a second. */
const KEYFRAME_MESSAGES = 50_000;
/** The thread that keeps the books, in the sources. */
const BOOKS_ENTRY = new URL('../../src-worker/tables.ts', import.meta.url);

export class KeyframedWriter {
  private readonly writer: SessionWriter;
  private readonly books: ExportFeed;
  private readonly tally = new TradeTally();
  private readonly sources = new Map<number, { readonly venue: VenueId; readonly transport: Transport }>();
  private pending: SessionItem[] = [];
  private at: Moment;
  private keyframeMicros: number;
  private keyframeMessages = 0;

  /** `entry`: the file of the thread that keeps the books, where a bundler moved it. */
  constructor(
    options: SessionWriterOptions,
    listings: readonly Listing[],
    links: readonly Link[],
    entry: URL = BOOKS_ENTRY,
  ) {
    const { startMicros } = options;
    this.writer = new SessionWriter(options);
    this.at = { micros: startMicros, nanos: 0 };
    this.keyframeMicros = startMicros;
    const plan = {
      tables: [],
      listings: [],
      fromMicros: null,
      toMicros: null,
      levels: 1,
      intervalMs: 1_000,
      originals: false,
    };
    this.books = new ExportFeed(
      entry,
      { kind: 'start', plan, instruments: listings.map(instrumentOf), links },
      () => {},
    );
    this.writer.catalog(this.at, listings, links);
  }

  get frames(): number {
    return this.writer.frames;
  }

  connection(connection: number, venue: VenueId, transport: Transport): void {
    this.sources.set(connection, { venue, transport });
    this.writer.connection(connection, venue, transport);
  }

  /** The bytes must stay as they are until {@link settle}. */
  frame(connection: number, channel: Channel, receivedMicros: number, receivedNanos: number, bytes: Uint8Array): void {
    this.writer.frame(connection, channel, receivedMicros, receivedNanos, bytes);
    const { venue, transport } = this.sources.get(connection)!;
    this.at = { micros: receivedMicros, nanos: receivedNanos };
    this.pending.push({ kind: 'frame', venue, transport, connection, channel, receivedMicros, receivedNanos, bytes });
  }

  text(connection: number, receivedMicros: number, receivedNanos: number, bytes: Uint8Array): void {
    this.frame(connection, CHANNEL.text, receivedMicros, receivedNanos, bytes);
  }

  event(at: Moment, event: SessionEvent): void {
    this.writer.event(at, event);
    this.at = at;
    this.pending.push({ kind: 'event', atMicros: at.micros, atNanos: at.nanos, event });
  }

  /** What was given is on its way to the disk; writes a keyframe when one is due. Resolves when there is room for more. */
  async settle(): Promise<void> {
    const items = this.pending;
    this.pending = [];
    await this.books.add(items, () => {});
    this.writer.flush(performance.now());
    const isDue =
      this.at.micros - this.keyframeMicros >= KEYFRAME_MICROS ||
      this.writer.frames - this.keyframeMessages >= KEYFRAME_MESSAGES;
    if (isDue) await this.keyframe();
  }

  /** Ends the session properly. */
  async close(): Promise<void> {
    await this.settle();
    // A session ends with its books: they are what the user looks at first after seeking to the end.
    await this.keyframe();
    await this.books.close();
    this.writer.close();
  }

  /** After a failure: ends the thread; the files are the caller's to remove. */
  async abandon(): Promise<void> {
    await this.books.close();
    this.writer.abandon();
  }

  private async keyframe(): Promise<void> {
    const { writer, at } = this;
    this.keyframeMicros = at.micros;
    this.keyframeMessages = writer.frames;
    const { books, trades } = await this.books.ask();
    for (const [micros, count] of trades) this.tally.add(micros, count);
    writer.keyframe(at, writer.frames, books);
    const tally = this.tally.take();
    if (tally) writer.tally(at, tally);
  }
}
