/**
 * Joins recordings of the same time, made by several machines of which any may have failed, into one session without duplicates.
 *
 * Decisions, and why:
 * - A message is kept as often as the recorder who saw it most often saw it (merge-lane.ts): two true equal changes survive, and what
 *   one recorder missed comes from another. The earliest receipt is kept, as the machine that had it wrote it down.
 * - The result has one connection a venue. The venues' own numbers (a subscription's and the message's) belong to a recorder's
 *   connection: those of several cannot stand in one stream, and one recorder's would show holes where another's message was
 *   filled in. They are renumbered, as one subscription counted from 1, and nothing else of a message is touched. So the engine
 *   still finds any later damage to this file by itself.
 * - A hole that no recording fills is marked by events: the market is unsubscribed, with a gap, and subscribed again at the
 *   next snapshot of any recorder. Its book is not shown as live in between.
 * - Snapshots and answers to commands belong to one recorder. Answers are left out; a snapshot is used where it is needed.
 * - Polled books are states, not changes, each recorder's own. They are kept where nobody streamed the venue.
 * - A recording that began while books were known holds them as a keyframe, and has no snapshot. Where such a book is the only
 *   beginning there is, it is written as a snapshot in the venue's form: the only message that was not received, and its content is true.
 * - Other keyframes are not carried over: they count the frames of their own recording.
 */
import { rename, stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import type { Link } from '../../src-shared/domain/link.ts';
import { type Listing, listingId, type VenueId } from '../../src-shared/domain/listing.ts';
import type { SessionEvent } from '../../src-shared/domain/session.ts';
import { VENUES } from '../base/registry.ts';
import { openSession, type SessionReader } from '../session/session-reader.ts';
import { whileInUse } from '../session/session-use.ts';
import { beginUnfinished } from '../session/unfinished.ts';
import { KeyframedWriter } from './keyframed-writer.ts';
import { MergeIdentifier } from './merge-identifier.ts';
import { type LaneOutput, MergeLane, type MergeMessage } from './merge-lane.ts';
import { type MergeReport, mergeReport, SourceTally } from './merge-report.ts';
import { MergeSource, type SourceItem } from './merge-source.ts';

/** A message reaches every recorder within this time, on clocks that were set against each other. */
const HORIZON_MICROS = 10_000_000;
/** The lanes are looked at when so much more was read. */
const ROUND_MICROS = 1_000_000;
const PART_BYTES_MAX = 512 << 20;
const NANOS_PER_MICRO = 1_000;

export type MergeOptions = {
  /** Paths of sessions, two or more. */
  readonly sources: readonly string[];
  /** The folder of the new session; must not exist. */
  readonly out: string;
  readonly app: string;
  /** The file of the thread that reads messages. */
  readonly identifier?: URL;
  /** The file of the thread that keeps the books. */
  readonly booksEntry?: URL;
  readonly onProgress?: (share: number) => void;
  readonly signal?: AbortSignal;
};

const encoder = new TextEncoder();

/** Merges; rejects with a sentence, and then leaves nothing behind. */
export async function mergeSessions(options: MergeOptions): Promise<MergeReport> {
  const { out } = options;
  if (options.sources.length < 2) throw new Error('A merge needs two or more sessions.');
  if (await stat(out).catch(() => null)) throw new Error(`${out} exists already; a merge makes a new session.`);
  const parent = dirname(resolve(out));
  const unfinished = await beginUnfinished(parent, basename(resolve(out)));
  const identifier = new MergeIdentifier(options.identifier ?? new URL('../../src-worker/merge.ts', import.meta.url));
  try {
    const report = await whileInUse(options.sources, () => new Merge(options, unfinished.files, identifier).run());
    await rename(unfinished.files, out);
    return report;
  } finally {
    await identifier.close();
    await unfinished.discard();
  }
}

type Ready =
  | { readonly kind: 'message'; readonly atMicros: number; readonly message: MergeMessage; readonly venue: VenueId }
  | { readonly kind: 'poll'; readonly atMicros: number; readonly item: Extract<SourceItem, { kind: 'poll' }> }
  | { readonly kind: 'event'; readonly atMicros: number; readonly event: SessionEvent };

class Merge implements LaneOutput {
  private readonly options: MergeOptions;
  private readonly folder: string;
  private readonly identifier: MergeIdentifier;
  private readonly lanes = new Map<string, MergeLane>();
  private readonly connections = new Map<VenueId, number>();
  private readonly numbers = new Map<VenueId, number>();
  private tallies: SourceTally[] = [];
  private ready: Ready[] = [];
  private polled: Ready[] = [];
  private writer!: KeyframedWriter;
  private catalogs: readonly Awaited<ReturnType<SessionReader['catalog']>>[] = [];
  private streamed = new Set<VenueId>();
  private baseMicros = 0;
  private lastNanos = 0;
  private messages = 0;
  private holes = 0;
  private polls = 0;

  constructor(options: MergeOptions, folder: string, identifier: MergeIdentifier) {
    this.options = options;
    this.folder = folder;
    this.identifier = identifier;
  }

  async run(): Promise<MergeReport> {
    const { sources: paths, app, out, signal } = this.options;
    const startedMs = performance.now();
    let observers = 0;
    const readers = await Promise.all(paths.map((path) => openSession(path)));
    this.catalogs = await Promise.all(readers.map((reader) => reader.catalog()));
    const sources = readers.map((reader, at) => {
      const { listings } = this.catalogs[at]!;
      return new MergeSource(at, reader, listings, this.identifier, () => observers++, signal);
    });
    this.tallies = readers.map((reader) => new SourceTally(reader));
    for (const source of sources) await source.measureClock();
    const clocks = sources.map(({ clockMicros }) => clockMicros).filter((clock) => clock !== null);
    const base = clocks.length > 0 ? Math.min(...clocks) : 0;
    for (const source of sources) source.follow(base);
    this.streamed = new Set(
      readers.flatMap(({ summary }) =>
        summary.connections.filter(({ transport }) => transport === 'stream').map(({ venue }) => venue),
      ),
    );
    this.baseMicros = Math.min(...readers.map(({ summary }) => summary.startMicros));
    const { listings, links, venues } = this.catalogOf(sources);
    this.writer = new KeyframedWriter(
      {
        folder: this.folder,
        id: basename(resolve(out)),
        app,
        startMicros: this.baseMicros,
        partBytesMax: PART_BYTES_MAX,
        partMs: Number.POSITIVE_INFINITY,
      },
      listings,
      links,
      this.options.booksEntry,
    );
    try {
      this.begin(sources, listings, venues);
      await this.pump(sources);
      await this.writer.close();
    } catch (error) {
      await this.writer.abandon();
      throw error;
    } finally {
      for (const source of sources) await source.close();
    }
    const clockMicros = sources.map(({ clockMicros }) => clockMicros);
    const seconds = (performance.now() - startedMs) / 1_000;
    const { messages, holes, polls } = this;
    return mergeReport({ path: out, messages, holes, polls, seconds, tallies: this.tallies, clockMicros });
  }

  message(lane: MergeLane, message: MergeMessage, sources: readonly number[], atMicros: number): void {
    for (const source of sources) this.tallies[source]!.had(message.identity.kind, sources.length === 1);
    this.ready.push({ kind: 'message', atMicros, message, venue: lane.venue });
  }

  followed({ venue, market, carriesBook }: MergeLane, isFollowed: boolean, atMicros: number): void {
    if (!carriesBook || market === '') return;
    const at = { venue, connection: this.connections.get(venue)!, listings: [listingId(venue, market)] };
    const add = (event: SessionEvent): void => void this.ready.push({ kind: 'event', atMicros, event });
    if (isFollowed) {
      add({ ...at, kind: 'subscribed', text: '' });
      return;
    }
    this.holes++;
    add({ ...at, kind: 'gap', text: 'None of the merged recordings followed this market from here on.' });
    add({ ...at, kind: 'unsubscribed', text: '' });
  }

  left(message: MergeMessage, why: 'snapshot' | 'resend'): void {
    const tally = this.tallies[message.source]!;
    if (why === 'snapshot') tally.snapshotsLeft++;
    else tally.resends++;
  }

  /** What there is, as the last of the sources that say it. */
  private catalogOf(sources: readonly MergeSource[]): {
    readonly listings: readonly Listing[];
    readonly links: readonly Link[];
    readonly venues: readonly VenueId[];
  } {
    const listings = new Map<string, Listing>();
    const links = new Map<string, Link>();
    const venues = new Set<VenueId>();
    for (const { reader, number } of sources) {
      const catalog = this.catalogs[number]!;
      for (const listing of catalog.listings) listings.set(listing.id, listing);
      for (const link of catalog.links) links.set(link.id, link);
      for (const venue of reader.summary.venues) venues.add(venue);
    }
    return { listings: [...listings.values()], links: [...links.values()], venues: [...venues].sort() };
  }

  /** Who is who. */
  private begin(sources: readonly MergeSource[], listings: readonly Listing[], venues: readonly VenueId[]): void {
    const { writer } = this;
    const at = { micros: this.baseMicros, nanos: 0 };
    const names = sources.map(({ reader }) => reader.summary.id).join(', ');
    writer.event(at, { kind: 'note', venue: '', connection: null, listings: [], text: `Merged from ${names}.` });
    for (const venue of venues) {
      const connection = this.connections.size + 1;
      this.connections.set(venue, connection);
      writer.connection(connection, venue, this.streamed.has(venue) ? 'stream' : 'poll');
      const ids = listings.filter((listing) => listing.venue === venue).map(({ id }) => id);
      writer.event(at, { kind: 'connected', venue, connection, listings: [], text: 'none' });
      writer.event(at, { kind: 'subscribed', venue, connection, listings: ids, text: '' });
    }
  }

  private async pump(sources: readonly MergeSource[]): Promise<void> {
    const { onProgress, signal } = this.options;
    const total = sources.reduce((sum, { reader }) => sum + reader.summary.messages, 0);
    let taken = 0;
    let roundMicros = Number.NEGATIVE_INFINITY;
    for (;;) {
      signal?.throwIfAborted();
      const open = sources.filter(({ isDone }) => !isDone);
      if (open.length === 0) break;
      const behind = open.reduce((a, b) => (b.readMicros < a.readMicros ? b : a));
      const items = await behind.next();
      for (const item of items) this.take(item, this.tallies[behind.number]!);
      taken += items.length;
      onProgress?.(Math.min(0.99, taken / Math.max(1, total)));
      const certain = Math.min(...open.map(({ readMicros }) => readMicros)) - HORIZON_MICROS;
      if (certain < roundMicros + ROUND_MICROS || certain === Number.POSITIVE_INFINITY) continue;
      roundMicros = certain;
      await this.round(certain, false);
    }
    await this.round(Number.POSITIVE_INFINITY, true);
  }

  private take(item: SourceItem, tally: SourceTally): void {
    switch (item.kind) {
      case 'message':
        this.lane(item.observer.venue, item.message).push(item.message);
        break;
      case 'break':
        tally.breaks++;
        for (const lane of this.lanes.values()) {
          const isMeant = item.market === null || (lane.venue === item.observer.venue && lane.market === item.market);
          if (isMeant) lane.push(item.at);
        }
        break;
      case 'poll':
        tally.polls++;
        if (!this.streamed.has(item.frame.venue)) {
          this.polled.push({ kind: 'poll', atMicros: item.steadyMicros, item });
        }
        break;
      case 'repeat':
        tally.repeats++;
        break;
      case 'own':
        tally.own++;
        break;
      case 'unread':
        tally.unread++;
        break;
    }
  }

  private lane(venue: VenueId, { identity }: MergeMessage): MergeLane {
    const name = `${venue} ${identity.lane}`;
    const known = this.lanes.get(name);
    if (known) return known;
    const carriesBook = identity.kind === 'change' || identity.kind === 'snapshot';
    const lane = new MergeLane(venue, identity.market, carriesBook);
    this.lanes.set(name, lane);
    return lane;
  }

  /** Writes what is certain, in the order of time. */
  private async round(untilMicros: number, isLast: boolean): Promise<void> {
    for (const lane of this.lanes.values()) if (!lane.isEmpty) lane.drain(untilMicros, isLast, this);
    const polls = this.polled.filter(({ atMicros }) => atMicros <= untilMicros);
    this.polled = this.polled.filter(({ atMicros }) => atMicros > untilMicros);
    const ready = [...this.ready, ...polls].sort((a, b) => a.atMicros - b.atMicros);
    this.ready = [];
    for (const one of ready) this.write(one);
    await this.writer.settle();
  }

  private write(ready: Ready): void {
    const { writer } = this;
    const nanos = Math.max(this.lastNanos, Math.round((ready.atMicros - this.baseMicros) * NANOS_PER_MICRO));
    this.lastNanos = nanos;
    if (ready.kind === 'event') {
      writer.event({ micros: ready.atMicros, nanos }, ready.event);
      return;
    }
    if (ready.kind === 'poll') {
      const { frame } = ready.item;
      this.polls++;
      writer.frame(this.connections.get(frame.venue)!, frame.channel, frame.receivedMicros, nanos, frame.bytes);
      return;
    }
    const { message, venue } = ready;
    const connection = this.connections.get(venue)!;
    this.messages++;
    const { channel, receivedMicros } = message;
    writer.frame(connection, channel as 0 | 1, receivedMicros, nanos, this.renumbered(message, venue));
  }

  /** The message's bytes as the next of the venue's one subscription. */
  private renumbered({ bytes, identity, book }: MergeMessage, venue: VenueId): Uint8Array {
    const words = book ? VENUES.find(({ id }) => id === venue) : undefined;
    if (identity.numbers.length === 0 && !words?.sequence) {
      return book && words ? encoder.encode(words.writeBook(book, 0)) : bytes;
    }
    const number = (this.numbers.get(venue) ?? 0) + 1;
    this.numbers.set(venue, number);
    if (book && words) return encoder.encode(words.writeBook(book, number));
    return renumber(bytes, identity.start, identity.numbers, number);
  }
}

/** Bytes of a message with its stream set to 1 and its number to `number`. */
export function renumber(
  bytes: Uint8Array,
  messageStart: number,
  numbers: readonly number[],
  number: number,
): Uint8Array {
  const [streamStart, streamEnd, numberStart, numberEnd] = numbers.map((place) => place - messageStart) as [
    number,
    number,
    number,
    number,
  ];
  const edits: readonly (readonly [number, number, string])[] = [
    [streamStart, streamEnd, '1'],
    [numberStart, numberEnd, String(number)],
  ];
  const parts: Uint8Array[] = [];
  let at = 0;
  for (const [start, end, text] of [...edits].sort((a, b) => a[0] - b[0])) {
    parts.push(bytes.subarray(at, start), encoder.encode(text));
    at = end;
  }
  parts.push(bytes.subarray(at));
  return Buffer.concat(parts);
}
