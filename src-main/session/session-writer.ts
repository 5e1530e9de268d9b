/**
 * Writes a session: frames, events, keyframes and the catalogue in the order in which they are given, in parts that follow each
 * other without a hole.
 *
 * While it is being written the folder bears the mark of this process, which must flush every few seconds to keep it.
 * Synchronous, for a thread or a command of its own. A part ends at a chunk's end, by size or age; the next one starts with the
 * whole catalogue, so each explains itself. What throws is a write that failed: nothing more can be written then, and `abandon`
 * leaves as much as is whole.
 */
import { join } from 'node:path';
import { McapRecordBuilder } from '@mcap/core';
import { CHANNEL, type Channel } from '../../src-shared/contract/frame-batch.ts';
import type { BookDump } from '../../src-shared/contract/main-engine.ts';
import type { Transport } from '../../src-shared/domain/book-phase.ts';
import type { Link } from '../../src-shared/domain/link.ts';
import type { Listing, VenueId } from '../../src-shared/domain/listing.ts';
import type { SessionEvent } from '../../src-shared/domain/session.ts';
import { McapChunk } from './mcap-chunk.ts';
import { createPartFile, type PartFile } from './part-file.ts';
import { removeRecordingMark, renewRecordingMark, setRecordingMark } from './recording-mark.ts';
import { SessionPart } from './session-part.ts';
import type { Tally } from './trade-tally.ts';

/** A chunk is closed when it holds so much: what a reader unpacks at once. At most rates the flush, which ends one, comes first. */
export const CHUNK_BYTES_MAX = 4 << 20;
/** Listings in one message of the catalogue. */
const CATALOG_LISTINGS_MAX = 200;
const CHANNELS_PER_CONNECTION = 4;
const CHANNEL_NAMES: Readonly<Record<Channel, string>> = {
  [CHANNEL.text]: 'text',
  [CHANNEL.binary]: 'binary',
  [CHANNEL.poll]: 'poll',
};

export type SessionWriterOptions = {
  /** The session's own folder; exists, and holds no parts. */
  readonly folder: string;
  readonly id: string;
  /** Name and version of the program, for people. */
  readonly app: string;
  readonly startMicros: number;
  readonly partBytesMax: number;
  readonly partMs: number;
  /** Indexes every message: 16 bytes each, for programs that cannot read a file without. */
  readonly messageIndex?: boolean;
  /** Opens a part's file; a test's own may fail. */
  readonly createFile?: (path: string) => PartFile;
};

/** A moment: the wall clock in µs, the monotonic clock in ns. */
export type Moment = { readonly micros: number; readonly nanos: number };

type McapChannel = { readonly id: number; readonly record: Uint8Array };

export class SessionWriter {
  /** Frames given so far. */
  frames = 0;
  /** Frames that are in the file. */
  framesWritten = 0;
  parts = 0;
  private readonly options: SessionWriterOptions;
  private readonly chunk = new McapChunk();
  private readonly builder = new McapRecordBuilder();
  private readonly encoder = new TextEncoder();
  private readonly venues = new Map<number, { readonly venue: VenueId; readonly transport: Transport }>();
  private readonly frameChannels = new Map<number, McapChannel>();
  private readonly channels = new Map<string, McapChannel>();
  private readonly listings = new Map<string, Listing>();
  private readonly links = new Map<string, Link>();
  private part: SessionPart;
  private closedBytes = 0;
  private partSinceMs: number | null = null;
  /** Of the next message in its part. */
  private number = 0;
  private last: Moment;

  /** Creates the first part. Throws when that cannot be done. */
  constructor(options: SessionWriterOptions) {
    this.options = options;
    this.last = { micros: options.startMicros, nanos: 0 };
    setRecordingMark(options.folder);
    this.part = this.openPart();
  }

  /** Bytes of all parts so far. */
  get bytes(): number {
    return this.closedBytes + this.part.size;
  }

  /** Says what a connection is; needed before its first frame. */
  connection(connection: number, venue: VenueId, transport: Transport): void {
    this.venues.set(connection, { venue, transport });
  }

  /** Throws when the connection was not named, or a chunk that became full cannot be written. */
  frame(connection: number, channel: Channel, receivedMicros: number, receivedNanos: number, bytes: Uint8Array): void {
    const key = connection * CHANNELS_PER_CONNECTION + channel;
    const mcapChannel = this.frameChannels.get(key) ?? this.openFrameChannel(key, connection, channel);
    const nanos = Math.round(receivedNanos);
    this.chunk.add(mcapChannel.id, mcapChannel.record, this.number++, receivedMicros, nanos, bytes);
    this.frames++;
    if (this.chunk.used >= CHUNK_BYTES_MAX) this.endChunk();
  }

  /** A batch of frames was given. */
  batchGiven(): void {
    this.chunk.digest();
  }

  event(at: Moment, event: SessionEvent): void {
    this.json('events', at, event);
  }

  /** All books as they were after exactly `frames` frames of the session. */
  keyframe(at: Moment, frames: number, books: readonly BookDump[]): void {
    this.json('keyframes', at, { frames, books });
  }

  /** A keyframe of books that are JSON already, in slices without brackets: large lists are cheaper to hand over as text. */
  keyframeText(at: Moment, frames: number, slices: readonly string[]): void {
    const books = slices.filter((slice) => slice !== '').join(',');
    this.text('keyframes', at, `{"frames":${frames},"books":[${books}]}`);
  }

  /** Trades by second since the last tally. */
  tally(at: Moment, tally: Tally): void {
    this.json('tallies', at, tally);
  }

  /** Listings and links that are new or changed; those without news may be given again. */
  catalog(at: Moment, listings: readonly Listing[], links: readonly Link[]): void {
    for (const listing of listings) this.listings.set(listing.id, listing);
    for (const link of links) this.links.set(link.id, link);
    this.writeCatalog(at, listings, links);
  }

  /** Everything given so far is on the disk when it returns; a part that is due ends. `nowMs`: any steady clock. */
  flush(nowMs: number): void {
    this.partSinceMs ??= nowMs;
    this.endChunk();
    this.part.sync();
    renewRecordingMark(this.options.folder, new Date());
    const isOld = nowMs - this.partSinceMs >= this.options.partMs && this.part.messages > 0;
    if (!isOld && this.part.size < this.options.partBytesMax) return;
    this.rotate();
    this.partSinceMs = nowMs;
  }

  /** Ends the session properly. */
  close(): void {
    this.endChunk();
    this.part.finish();
    removeRecordingMark(this.options.folder);
  }

  /** After a failed write. False: the last part is without a summary, to be repaired at the next start. */
  abandon(): boolean {
    const isWhole = this.part.rescue();
    // The mark stays: it shows that the session must be repaired.
    if (isWhole) removeRecordingMark(this.options.folder);
    return isWhole;
  }

  private rotate(): void {
    this.part.finish();
    this.closedBytes += this.part.size;
    this.part = this.openPart();
  }

  private openPart(): SessionPart {
    const { folder, id, app, startMicros, messageIndex = false, createFile = createPartFile } = this.options;
    this.parts++;
    const name = `${String(this.parts).padStart(4, '0')}.mcap`;
    const part = new SessionPart(createFile(join(folder, name)), app);
    this.number = 0;
    part.indexesMessages = messageIndex;
    part.writeMetadata(
      'session',
      new Map([
        ['format', '1'],
        ['id', id],
        ['part', String(this.parts)],
        ['startMicros', String(startMicros)],
        ['framesBefore', String(this.frames)],
        ['app', app],
        ['messageIndex', messageIndex ? 'yes' : 'no'],
      ]),
    );
    this.writeCatalog(this.last, [...this.listings.values()], [...this.links.values()]);
    return part;
  }

  private writeCatalog(at: Moment, listings: readonly Listing[], links: readonly Link[]): void {
    for (let from = 0; from < listings.length; from += CATALOG_LISTINGS_MAX) {
      this.json('catalog', at, { listings: listings.slice(from, from + CATALOG_LISTINGS_MAX), links: [] });
    }
    if (links.length > 0) this.json('catalog', at, { listings: [], links });
  }

  private json(topic: string, at: Moment, value: unknown): void {
    this.text(topic, at, JSON.stringify(value));
  }

  private text(topic: string, at: Moment, json: string): void {
    const channel = this.channels.get(topic) ?? this.openChannel(topic, 'json', new Map());
    this.last = at;
    const data = this.encoder.encode(json);
    this.chunk.add(channel.id, channel.record, this.number++, at.micros, Math.round(at.nanos), data);
    if (this.chunk.used >= CHUNK_BYTES_MAX) this.endChunk();
  }

  private openFrameChannel(key: number, connection: number, channel: Channel): McapChannel {
    const source = this.venues.get(connection);
    if (!source) throw new Error(`connection ${connection} was not named before its first frame`);
    const { venue, transport } = source;
    const opened = this.openChannel(
      `frames/${venue}/${connection}/${CHANNEL_NAMES[channel]}`,
      channel === CHANNEL.binary ? 'application/octet-stream' : 'json',
      new Map([
        ['venue', venue],
        ['connection', String(connection)],
        ['transport', transport],
      ]),
    );
    this.frameChannels.set(key, opened);
    return opened;
  }

  private openChannel(topic: string, messageEncoding: string, metadata: Map<string, string>): McapChannel {
    const id = this.channels.size;
    this.builder.writeChannel({ id, schemaId: 0, topic, messageEncoding, metadata });
    const opened = { id, record: this.builder.buffer };
    this.builder.reset();
    this.channels.set(topic, opened);
    return opened;
  }

  private endChunk(): void {
    if (this.chunk.messages === 0) return;
    this.part.writeRecords(this.chunk.records(), this.chunk.contents());
    this.chunk.reset();
    this.framesWritten = this.frames;
  }
}
