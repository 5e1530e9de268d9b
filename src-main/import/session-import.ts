/**
 * Turns a recording of another program into a session.
 *
 * The file is read twice: once to learn whose messages it holds and of which markets, once to write them. There is one connection a
 * venue and connection named in the file, open from its first message. Messages stay as they are, but for one thing: where the venue
 * numbers a subscription and the file holds only some of its markets, the numbers would show a loss at every step; they are
 * renumbered, and the session notes it. Both receipt times are the file's; a file without any takes the venue's own times. A raw export of
 * Crossbook's own (raw-import.ts) becomes the session that it was made of.
 */
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Listing, VenueId } from '../../src-shared/domain/listing.ts';
import type { Json } from '../../src-shared/domain/notice.ts';
import type { Venue } from '../../src-shared/venues/venue.ts';
import { type DiskLimits, requireRoom } from '../base/disk-space.ts';
import { errorText } from '../base/error-text.ts';
import { openRegular, readRegular } from '../base/open-regular.ts';
import { VENUES } from '../base/registry.ts';
import { makeSession } from '../session/new-session.ts';
import { ENVELOPES_TEXT } from './envelope-keys.ts';
import { type ForeignLine, foreignLines } from './foreign-lines.ts';
import { LineView, recogniseVenue, VenueSurvey } from './foreign-survey.ts';
import { KeyframedWriter } from './keyframed-writer.ts';
import { importRaw, rawHeadOf } from './raw-import.ts';
import { RecordingTrouble } from './recording-bytes.ts';
import { renumber } from './session-merge.ts';

/** Lines by which a venue is recognised. */
const SAMPLES_MAX = 200;
const FAULTS_TOLD_MAX = 20;
const PART_BYTES_MAX = 512 << 20;
const SETTLE_MESSAGES = 5_000;
const MICROS_PER_LINE = 1_000;
/** A venue's records of some thousand markets. */
const MARKETS_BYTES_MAX = 256 << 20;
const MEMBERS_SHOWN_MAX = 12;

export type ImportOptions = {
  readonly path: string;
  /** The folder of all sessions. */
  readonly folder: string;
  readonly app: string;
  /** The venue, where the file cannot tell it. */
  readonly venue?: VenueId | null;
  /** The venue's own records of the markets (a REST answer as a file), for titles, grids and fees. */
  readonly markets?: string | null;
  /** The file of the thread that keeps the books, where a bundler moved it. */
  readonly booksEntry?: string;
  /** Tests lower it. */
  readonly disk?: DiskLimits;
  readonly onProgress?: (share: number) => void;
  readonly signal?: AbortSignal;
};

export type ImportReport = {
  /** The file was read to its end. */
  readonly ok: boolean;
  readonly session: string;
  readonly path: string;
  readonly venues: readonly VenueId[];
  readonly markets: number;
  readonly messages: number;
  /** Lines that are no message; they are not in the session. */
  readonly skipped: number;
  /** Messages that the venue's decoder does not understand; they are in the session. */
  readonly unknown: number;
  readonly renumbered: boolean;
  readonly startMicros: number;
  readonly endMicros: number;
  readonly problems: readonly string[];
};

/** Imports; rejects with a sentence, and then leaves nothing behind. */
export async function importRecording(options: ImportOptions): Promise<ImportReport> {
  const file = await openRegular(options.path).catch((error: unknown) => {
    throw new Error(`${options.path} cannot be read: ${errorText(error)}.`);
  });
  await file.close();
  // What cannot be unpacked is the other way's to say.
  const head = await rawHeadOf(options.path).catch(() => null);
  return head ? await importOwn(options, head.startMicros) : await new Import(options).run();
}

/** A raw export of Crossbook itself: nothing has to be found out. */
async function importOwn(options: ImportOptions, startMicros: number): Promise<ImportReport> {
  const { path, folder, app, disk, signal, onProgress } = options;
  const { size } = await stat(path);
  let read = 0;
  const onRead = (bytes: number): void => {
    read += bytes;
    onProgress?.(Math.min(1, read / Math.max(1, size)));
  };
  const made = await makeSession(folder, startMicros, (temporary, id) =>
    importRaw({ path, folder: temporary, id, app, startMicros, disk, onRead, signal }),
  );
  const { id: session, path: out, result } = made;
  return { ...result, session, path: out, unknown: 0, renumbered: false, startMicros };
}

class Import {
  private readonly options: ImportOptions;
  private readonly surveys = new Map<VenueId, VenueSurvey>();
  private readonly connections = new Map<string, number>();
  private readonly problems: string[] = [];
  private readonly view = new LineView();
  private readonly numbers = new Map<number, number>();
  private fallback: Venue | null = null;
  private skipped = 0;
  private lines = 0;
  private startMicros = 0;
  private endMicros = 0;
  private lastMicros = 0;
  private readBytes = 0;
  private isCut = false;
  private firstBytes: Uint8Array = new Uint8Array(0);

  constructor(options: ImportOptions) {
    this.options = options;
  }

  async run(): Promise<ImportReport> {
    const { folder, path } = this.options;
    await this.recognise();
    await this.survey();
    const surveys = [...this.surveys.values()];
    if (this.lines > 0 && surveys.every(({ events }) => events === 0)) {
      throw new Error(notUnderstood(basename(path), this.firstBytes));
    }
    if (this.lines === 0) throw new Error(`${basename(path)} holds no messages of a venue that is known here.`);
    const listings = await this.catalog();
    const made = await makeSession(folder, this.startMicros, (temporary, id) => this.write(temporary, id, listings));
    const unknown = [...this.surveys.values()].reduce((sum, { problems }) => sum + problems, 0);
    return {
      ok: !this.isCut,
      session: made.id,
      path: made.path,
      venues: [...this.surveys.keys()],
      markets: listings.length,
      messages: made.result,
      skipped: this.skipped,
      unknown,
      renumbered: [...this.surveys.values()].some(({ isPartOfStream }) => isPartOfStream),
      startMicros: this.startMicros,
      endMicros: this.endMicros,
      problems: this.problems,
    };
  }

  private async recognise(): Promise<void> {
    const { path, venue } = this.options;
    if (venue) {
      this.fallback = venueOf(venue);
      return;
    }
    const samples: Uint8Array[] = [];
    let named = 0;
    for await (const lines of this.groups(false)) {
      for (const line of lines) {
        if (line.venue !== null) named++;
        else if (line.fault === '') samples.push(Uint8Array.from(line.bytes));
      }
      if (samples.length + named >= SAMPLES_MAX) break;
    }
    if (samples.length === 0) return;
    const found = recogniseVenue(samples.slice(0, SAMPLES_MAX), VENUES);
    if (found.is === 'venue') this.fallback = venueOf(found.venue);
    else if (found.is === 'mixed') {
      throw new Error(`${basename(path)} cannot be imported as one: ${found.text}. Split it by exchange.`);
    } else if (named === 0) throw new Error(notUnderstood(basename(path), samples[0]!));
  }

  private async survey(): Promise<void> {
    const start = { found: false, fileMicros: (await stat(this.options.path)).mtimeMs * 1_000 };
    for await (const line of this.messages(0, 0.5)) {
      const survey = this.surveyOf(line);
      const venueMicros = survey.read(line.bytes, line.connection ?? 0);
      const micros = line.receivedMicros ?? (venueMicros > 0 ? venueMicros : this.lastMicros + MICROS_PER_LINE);
      if (!start.found) {
        start.found = true;
        this.firstBytes = line.bytes;
        this.startMicros = micros > MICROS_PER_LINE ? micros : start.fileMicros;
        this.lastMicros = this.startMicros;
      }
      this.lines++;
    }
  }

  private async write(folder: string, id: string, listings: readonly Listing[]): Promise<number> {
    const { app, booksEntry } = this.options;
    const { startMicros } = this;
    const parts = { partBytesMax: PART_BYTES_MAX, partMs: Number.POSITIVE_INFINITY };
    const entry = booksEntry === undefined ? undefined : new URL(booksEntry);
    requireRoom(folder, this.options.disk);
    const writer = new KeyframedWriter({ folder, id, app, startMicros, ...parts }, listings, [], entry);
    try {
      return await this.writeWith(writer, listings);
    } catch (error) {
      await writer.abandon();
      throw error;
    }
  }

  private async writeWith(writer: KeyframedWriter, listings: readonly Listing[]): Promise<number> {
    const at = { micros: this.startMicros, nanos: this.startMicros * 1_000 };
    const where = { venue: '', connection: null, listings: [] };
    writer.event(at, { ...where, kind: 'note', text: `Imported from ${basename(this.options.path)}.` });
    this.lastMicros = this.startMicros;
    let latest = this.startMicros;
    for await (const line of this.messages(0.5, 1)) {
      const { venue, isPartOfStream } = this.surveyOf(line);
      const connection = this.connectionOf(writer, venue, line, listings, latest);
      const micros = line.receivedMicros ?? this.venueMicros(venue, line.bytes);
      this.lastMicros = micros;
      latest = Math.max(latest, micros);
      const bytes = isPartOfStream ? this.renumbered(venue, connection, line.bytes) : line.bytes;
      writer.text(connection, micros, latest * 1_000, bytes);
      if (writer.frames % SETTLE_MESSAGES !== 0) continue;
      await writer.settle();
      requireRoom(this.options.folder, this.options.disk);
    }
    this.endMicros = latest;
    await writer.close();
    return writer.frames;
  }

  /** The file's messages; what is none is counted in the first reading. */
  private async *messages(from: number, to: number): AsyncGenerator<ForeignLine> {
    const { onProgress } = this.options;
    const { size } = await stat(this.options.path);
    for await (const lines of this.groups(from === 0)) {
      for (const line of lines) {
        const isKnown = line.venue !== null ? VENUES.some(({ id }) => id === line.venue) : this.fallback !== null;
        const fault = line.fault || (isKnown ? '' : 'its venue is not known');
        if (fault === '') yield line;
        else if (from === 0) this.skip(line.line, fault);
      }
      onProgress?.(from + ((to - from) * this.readBytes) / Math.max(1, size));
    }
  }

  /** The file's lines as far as it can be read; where it ends early, a problem is reported. */
  private async *groups(reports: boolean): AsyncGenerator<readonly ForeignLine[]> {
    const { path, signal } = this.options;
    this.readBytes = 0;
    try {
      yield* foreignLines(
        path,
        (bytes) => {
          this.readBytes += bytes;
        },
        signal,
      );
    } catch (error) {
      if (!(error instanceof RecordingTrouble)) throw error;
      this.isCut = true;
      if (reports) this.problems.push(`The file cannot be read to its end: ${error.message}.`);
    }
  }

  private skip(line: number, fault: string): void {
    this.skipped++;
    if (this.problems.length < FAULTS_TOLD_MAX) this.problems.push(`Line ${line} was left out: ${fault}.`);
  }

  private surveyOf({ venue }: ForeignLine): VenueSurvey {
    const owner = venue === null ? this.fallback! : venueOf(venue);
    const known = this.surveys.get(owner.id);
    if (known) return known;
    const survey = new VenueSurvey(owner);
    this.surveys.set(owner.id, survey);
    return survey;
  }

  private connectionOf(
    writer: KeyframedWriter,
    venue: Venue,
    line: ForeignLine,
    listings: readonly Listing[],
    micros: number,
  ): number {
    const key = `${venue.id}/${line.connection ?? ''}`;
    const known = this.connections.get(key);
    if (known !== undefined) return known;
    const connection = this.connections.size + 1;
    this.connections.set(key, connection);
    const at = { micros, nanos: micros * 1_000 };
    const where = { venue: venue.id, connection };
    const ids = listings.filter((listing) => listing.venue === venue.id).map(({ id }) => id);
    writer.connection(connection, venue.id, 'stream');
    writer.event(at, { ...where, kind: 'connected', listings: [], text: 'none' });
    writer.event(at, { ...where, kind: 'subscribed', listings: ids, text: '' });
    if (this.surveys.get(venue.id)?.isPartOfStream) {
      const text = 'The file holds some markets of a numbered subscription: its messages are renumbered.';
      writer.event(at, { ...where, kind: 'note', listings: [], text });
    }
    return connection;
  }

  private venueMicros(venue: Venue, bytes: Uint8Array): number {
    const times = venue.identify(this.view.hold(bytes)).map(({ timeMs }) => timeMs * 1_000);
    const micros = Math.max(0, ...times);
    return micros > 0 ? micros : this.lastMicros + MICROS_PER_LINE;
  }

  private renumbered(venue: Venue, connection: number, bytes: Uint8Array): Uint8Array {
    const [message] = venue.identify(this.view.hold(bytes));
    if (!message || message.numbers.length === 0) return bytes;
    const number = (this.numbers.get(connection) ?? 0) + 1;
    this.numbers.set(connection, number);
    return renumber(bytes, 0, message.numbers, number);
  }

  /** What the messages tell, and the venue's own records where they were given. */
  private async catalog(): Promise<readonly Listing[]> {
    const listings = [...this.surveys.values()].flatMap((survey) => survey.listings());
    const { markets } = this.options;
    if (!markets) return listings;
    const file = JSON.parse(String(await readRegular(markets, MARKETS_BYTES_MAX))) as { response?: unknown };
    const bodies = [file, file.response].filter((body) => typeof body === 'object' && body !== null);
    const known = new Map<string, Listing>();
    for (const { venue } of this.surveys.values()) {
      for (const given of bodies.flatMap((body) => [body, { markets: [body] }])) {
        try {
          for (const listing of venue.readMarkets(given as Json).listings) known.set(listing.id, listing);
        } catch {
          // Not this venue's answer, or not in this form.
        }
      }
    }
    if (known.size === 0) this.problems.push(`${basename(markets)} describes no market that is known here.`);
    return listings.map((listing) => known.get(listing.id) ?? listing);
  }
}

/** The sentence for a file in which nobody finds anything, with what its first line is and what is known. */
function notUnderstood(name: string, first: Uint8Array): string {
  let members = '';
  try {
    const value: unknown = JSON.parse(Buffer.from(first).toString('utf8'));
    if (typeof value === 'object' && value !== null)
      members = Object.keys(value).slice(0, MEMBERS_SHOWN_MAX).join(', ');
  } catch {
    // No JSON: it has no members.
  }
  const seen = members === '' ? 'Its first line is no JSON object' : `Its first line has the members ${members}`;
  return `No venue that is known here sends messages as in ${name}. ${seen}; known are a venue's own messages, a time before each, and ${ENVELOPES_TEXT}.`;
}

function venueOf(id: VenueId): Venue {
  const venue = VENUES.find((candidate) => candidate.id === id);
  if (!venue) throw new Error(`There is no venue '${id}'; known are ${VENUES.map((known) => known.id).join(', ')}.`);
  return venue;
}
