/**
 * Turns a raw export back into a session equal to the one it was made of: the same messages with both times, events, books, catalogue.
 *
 * What cannot be read is never passed over: a broken line costs all connections so far a `dropped` event, where it stands, so that
 * their books recover; a file without its last line was cut off.
 */
import { basename } from 'node:path';
import type { VenueId } from '../../src-shared/domain/listing.ts';
import { type DiskLimits, requireRoom } from '../base/disk-space.ts';
import { isRawHead, RAW_VERSION, type RawHead, type RawLine, readRawLine } from '../session/raw-line.ts';
import { type Moment, SessionWriter } from '../session/session-writer.ts';
import { fileLines } from './foreign-lines.ts';
import { RecordingTrouble } from './recording-bytes.ts';

const PART_BYTES_MAX = 512 << 20;
const FLUSH_MESSAGES = 5_000;
const FAULTS_TOLD_MAX = 20;

export type RawImportOptions = {
  readonly path: string;
  /** The new session's own folder; exists, and is empty. */
  readonly folder: string;
  readonly id: string;
  readonly app: string;
  readonly startMicros: number;
  readonly disk?: DiskLimits;
  readonly onRead: (bytes: number) => void;
  readonly signal?: AbortSignal;
};

export type RawImported = {
  readonly ok: boolean;
  readonly venues: readonly VenueId[];
  readonly markets: number;
  readonly messages: number;
  readonly skipped: number;
  readonly endMicros: number;
  readonly problems: readonly string[];
};

/** The first line of a raw export; null: the file is something else. */
export async function rawHeadOf(path: string): Promise<RawHead | null> {
  for await (const [first] of fileLines(path, () => {})) {
    const head = first && isRawHead(first.bytes) ? readRawLine(first.bytes) : null;
    return head?.kind === 'head' ? head : null;
  }
  return null;
}

export async function importRaw(options: RawImportOptions): Promise<RawImported> {
  return new RawImport(options).run();
}

class RawImport {
  private readonly options: RawImportOptions;
  private readonly writer: SessionWriter;
  private readonly connections = new Map<number, VenueId>();
  private readonly listings = new Set<string>();
  private readonly problems: string[] = [];
  private at: Moment;
  private skipped = 0;
  private declared: number | null = null;

  constructor(options: RawImportOptions) {
    const { folder, id, app, startMicros, disk } = options;
    requireRoom(folder, disk);
    this.options = options;
    this.at = { micros: startMicros, nanos: 0 };
    this.writer = new SessionWriter({
      folder,
      id,
      app,
      startMicros,
      partBytesMax: PART_BYTES_MAX,
      partMs: Number.POSITIVE_INFINITY,
    });
  }

  async run(): Promise<RawImported> {
    const { path, onRead, signal } = this.options;
    try {
      for await (const lines of fileLines(path, onRead, signal)) {
        for (const { bytes, number } of lines) this.take(readRawLine(bytes), number);
      }
    } catch (error) {
      if (!(error instanceof RecordingTrouble)) {
        this.writer.abandon();
        throw error;
      }
      this.problems.push(`The file cannot be read to its end: ${error.message}.`);
    }
    const { writer, skipped, problems, declared } = this;
    if (declared === null) problems.push('The file has no last line: it was cut, and messages at its end are missing.');
    else if (declared !== writer.frames)
      problems.push(`The file declares ${declared} messages; ${writer.frames} were read.`);
    writer.close();
    return {
      ok: problems.length === 0,
      venues: [...new Set(this.connections.values())],
      markets: this.listings.size,
      messages: writer.frames,
      skipped,
      endMicros: this.at.micros,
      problems,
    };
  }

  private take(line: RawLine | null, number: number): void {
    const { writer } = this;
    if (line === null) {
      this.skip(number);
      return;
    }
    switch (line.kind) {
      case 'frame': {
        const { connection, venue, transport, channel, receivedMicros, receivedNanos, bytes } = line;
        if (this.connections.get(connection) !== venue) writer.connection(connection, venue, transport);
        this.connections.set(connection, venue);
        this.at = { micros: receivedMicros, nanos: receivedNanos };
        writer.frame(connection, channel, receivedMicros, receivedNanos, bytes);
        if (writer.frames % FLUSH_MESSAGES === 0) this.flush();
        break;
      }
      case 'event':
        this.at = { micros: line.atMicros, nanos: line.atNanos };
        writer.event(this.at, line.event);
        break;
      case 'keyframe':
        writer.keyframe({ micros: line.atMicros, nanos: line.atNanos }, writer.frames, line.books);
        break;
      case 'tally':
        writer.tally(this.at, line.tally);
        break;
      case 'catalog':
        for (const { id } of line.listings) this.listings.add(id);
        writer.catalog(this.at, line.listings, line.links);
        break;
      case 'head':
        if (line.version > RAW_VERSION)
          throw new Error(
            `${basename(this.options.path)} is of a later version of Crossbook; update this one to import it.`,
          );
        break;
      case 'end':
        this.declared = line.messages;
        break;
    }
  }

  private flush(): void {
    this.writer.flush(performance.now());
    requireRoom(this.options.folder, this.options.disk);
  }

  private skip(number: number): void {
    this.skipped++;
    if (this.problems.length < FAULTS_TOLD_MAX) this.problems.push(`Line ${number} was left out: it cannot be read.`);
    const text = `1 frame may be missing here: line ${number} of the imported file cannot be read.`;
    for (const [connection, venue] of this.connections)
      this.writer.event(this.at, { kind: 'dropped', venue, connection, listings: [], text });
  }
}
