/**
 * One recording of a merge: its messages with their identities, its breaks, in its own order, a group at a time.
 *
 * Clocks of different machines differ. How far this one is from the venues' own times is measured over its first messages (the median
 * of receipt less venue time), so that all recordings can be read along one clock; the receipts themselves are not changed.
 */
import { CHANNEL, FrameBatchWriter } from '../../src-shared/contract/frame-batch.ts';
import type { FrameIdentities } from '../../src-shared/contract/merge-identities.ts';
import type { Listing } from '../../src-shared/domain/listing.ts';
import { bookLane } from '../../src-shared/venues/venue.ts';
import type { FrameItem, KeyframeItem, SessionItem } from '../session/session-item.ts';
import type { SessionReader } from '../session/session-reader.ts';
import type { MergeIdentifier } from './merge-identifier.ts';
import type { MergeBreak, MergeMessage } from './merge-lane.ts';

/** Messages over which a clock is measured. */
const CLOCK_SAMPLES = 2_000;
/** Clocks that differ by less are taken as they are: a burst at a recording's start moves the measure as much. */
const CLOCK_TRUSTED_MICROS = 1_000_000;
const MICROS_PER_MS = 1_000;

export type Observer = { readonly number: number; readonly source: number; readonly venue: string };

/** What a source hands on: a message, a break of one of its connections (of one market, or of all), or what is passed over. */
export type SourceItem =
  | { readonly kind: 'message'; readonly observer: Observer; readonly message: MergeMessage }
  | { readonly kind: 'break'; readonly observer: Observer; readonly market: string | null; readonly at: MergeBreak }
  | { readonly kind: 'poll'; readonly frame: FrameItem; readonly steadyMicros: number }
  | { readonly kind: 'repeat' | 'own' | 'unread'; readonly frame: FrameItem };

export class MergeSource {
  readonly number: number;
  readonly reader: SessionReader;
  /** Receipt less the venue's time, in the median; null while it is not known. */
  clockMicros: number | null = null;
  /** Up to here everything was read, on the shared clock. */
  readMicros = Number.NEGATIVE_INFINITY;
  hasEnded = false;
  private baseMicros = 0;
  private readonly identifier: MergeIdentifier;
  private readonly observers = new Map<number, Observer>();
  private readonly nextObserver: () => number;
  private readonly groups: AsyncIterator<readonly SessionItem[]>;
  private readonly identified: SourceItem[][] = [];
  private readonly samples: number[] = [];
  private readonly keyframes: AsyncIterator<KeyframeItem>;
  private keyframe: KeyframeItem | null | undefined;
  private readonly listings: ReadonlyMap<string, Listing>;
  /** Which connection owns a listing. */
  private readonly owners = new Map<string, { readonly venue: string; readonly connection: number }>();
  private frames = 0;
  private readonly named = new Set<number>();

  constructor(
    number: number,
    reader: SessionReader,
    listings: readonly Listing[],
    identifier: MergeIdentifier,
    nextObserver: () => number,
    signal: AbortSignal | undefined,
  ) {
    this.number = number;
    this.reader = reader;
    this.identifier = identifier;
    this.nextObserver = nextObserver;
    this.listings = new Map(listings.map((listing) => [listing.id, listing]));
    this.groups = reader.items({ signal })[Symbol.asyncIterator]();
    this.keyframes = reader.keyframes()[Symbol.asyncIterator]();
  }

  /** Reads on until the clock is known. */
  async measureClock(): Promise<void> {
    while (!this.hasEnded && this.samples.length < CLOCK_SAMPLES) {
      const items = await this.read();
      if (items.length > 0) this.identified.push(items);
    }
    if (this.samples.length === 0) return;
    this.samples.sort((a, b) => a - b);
    this.clockMicros = this.samples[Math.floor(this.samples.length / 2)]!;
  }

  /** `baseMicros`: the clock of the recording that the others are read along. */
  follow(baseMicros: number): void {
    const aheadMicros = this.clockMicros === null ? 0 : this.clockMicros - baseMicros;
    this.baseMicros = Math.abs(aheadMicros) < CLOCK_TRUSTED_MICROS ? 0 : aheadMicros;
  }

  /** The next group; empty at the end, where every connection breaks. */
  async next(): Promise<readonly SourceItem[]> {
    const items = this.identified.shift() ?? (this.hasEnded ? [] : await this.read());
    const shifted = items.map((item) => this.shifted(item));
    for (const item of shifted) this.readMicros = Math.max(this.readMicros, steadyOf(item) ?? this.readMicros);
    if (this.identified.length > 0 || !this.hasEnded) return shifted;
    const ends = [...this.observers.values()].map((observer): SourceItem => {
      const at = { observer: observer.number, steadyMicros: this.readMicros, isBreak: true } as const;
      return { kind: 'break', observer, market: null, at };
    });
    this.observers.clear();
    this.readMicros = Number.POSITIVE_INFINITY;
    return [...shifted, ...ends];
  }

  get isDone(): boolean {
    return this.hasEnded && this.identified.length === 0 && this.observers.size === 0;
  }

  /** The files that were read are let go, also when the merge did not come to their end. */
  async close(): Promise<void> {
    await this.groups.return?.();
    await this.keyframes.return?.();
  }

  private shifted(item: SourceItem): SourceItem {
    const by = this.baseMicros;
    if (by === 0) return item;
    if (item.kind === 'message') {
      return { ...item, message: { ...item.message, steadyMicros: item.message.steadyMicros - by } };
    }
    if (item.kind === 'break') return { ...item, at: { ...item.at, steadyMicros: item.at.steadyMicros - by } };
    return item.kind === 'poll' ? { ...item, steadyMicros: item.steadyMicros - by } : item;
  }

  private async read(): Promise<SourceItem[]> {
    const read = await this.groups.next();
    if (read.done === true) {
      this.hasEnded = true;
      return [];
    }
    return this.identify(read.value);
  }

  private async identify(group: readonly SessionItem[]): Promise<SourceItem[]> {
    const writer = new FrameBatchWriter();
    const named: { observer: number; venue: string }[] = [];
    const restarts: number[] = [];
    const restarted = new Set<number>();
    for (const item of group) {
      if (item.kind === 'event' && item.event.connection !== null && RESTARTS.has(item.event.kind)) {
        restarted.add(item.event.connection);
      }
      if (item.kind !== 'frame') continue;
      const observer = this.observers.get(item.connection) ?? this.observe(item.connection, item.venue);
      if (!this.named.has(observer.number)) {
        this.named.add(observer.number);
        named.push({ observer: observer.number, venue: item.venue });
      }
      if (restarted.delete(item.connection)) restarts.push(writer.frames);
      writer.add(observer.number, item.channel, item.receivedMicros, item.receivedNanos, item.bytes);
    }
    const batch = { batch: writer.take(), observers: named, restarts };
    const answers = await this.identifier.identify(batch);
    const items: SourceItem[] = [];
    let frame = 0;
    for (const item of group) {
      if (item.kind === 'frame') {
        await this.takeKeyframes(item.receivedMicros, items);
        this.takeFrame(item, answers[frame++]!, items);
        this.frames++;
      }
      if (item.kind === 'event') this.takeEvent(item, items);
    }
    return items;
  }

  private observe(connection: number, venue: string): Observer {
    const observer = { number: this.nextObserver(), source: this.number, venue };
    this.observers.set(connection, observer);
    return observer;
  }

  private takeFrame(frame: FrameItem, { verdict, messages }: FrameIdentities, items: SourceItem[]): void {
    const observer = this.observers.get(frame.connection)!;
    const steadyMicros = frame.receivedMicros;
    if (frame.channel === CHANNEL.poll) {
      items.push({ kind: 'poll', frame, steadyMicros });
      return;
    }
    if (verdict === 'repeat') {
      items.push({ kind: 'repeat', frame });
      return;
    }
    if (verdict === 'gap') this.breakOf(observer, null, steadyMicros, items);
    if (messages.length === 0) items.push({ kind: 'unread', frame });
    for (const identity of messages) {
      if (identity.kind === 'own') {
        items.push({ kind: 'own', frame });
        continue;
      }
      if (identity.timeMs > 0 && identity.kind !== 'snapshot' && this.samples.length < CLOCK_SAMPLES) {
        this.samples.push(frame.receivedMicros - identity.timeMs * MICROS_PER_MS);
      }
      const whole = identity.start === 0 && identity.end === frame.bytes.length;
      const bytes = whole ? frame.bytes : frame.bytes.subarray(identity.start, identity.end);
      const { number } = observer;
      const { channel, receivedMicros } = frame;
      const message = { source: this.number, observer: number, identity, channel, receivedMicros, steadyMicros, bytes };
      items.push({ kind: 'message', observer, message });
    }
  }

  /** The books of every keyframe that stands before the frame to come: where each observer's lanes begin, or begin again. */
  private async takeKeyframes(steadyMicros: number, items: SourceItem[]): Promise<void> {
    if (this.keyframe === undefined) this.keyframe = await this.nextKeyframe();
    while (this.keyframe && this.keyframe.frames <= this.frames) {
      if (this.keyframe.frames === this.frames) this.takeBooks(this.keyframe, steadyMicros, items);
      this.keyframe = await this.nextKeyframe();
    }
  }

  private async nextKeyframe(): Promise<KeyframeItem | null> {
    const next = await this.keyframes.next();
    return next.done === true ? null : next.value;
  }

  private takeBooks({ books }: KeyframeItem, steadyMicros: number, items: SourceItem[]): void {
    for (const { listing: id, phase, bids, asks, lastEventMs } of books) {
      const listing = this.listings.get(id);
      const owner = this.owners.get(id);
      if (phase !== 'synced' || !listing || !owner) continue;
      const observer = this.observers.get(owner.connection) ?? this.observe(owner.connection, owner.venue);
      const { marketId: market } = listing;
      const place = { start: 0, end: 0, kind: 'snapshot', lane: bookLane(market), market, once: false } as const;
      const identity = { ...place, key: `keyframe ${this.frames}`, timeMs: 0, numbers: [] };
      const message: MergeMessage = {
        source: this.number,
        observer: observer.number,
        identity,
        channel: CHANNEL.text,
        receivedMicros: steadyMicros,
        steadyMicros,
        bytes: NO_BYTES,
        book: { listing, bids, asks, timeMs: lastEventMs },
      };
      items.push({ kind: 'message', observer, message });
    }
  }

  private takeEvent({ atMicros, event }: Extract<SessionItem, { kind: 'event' }>, items: SourceItem[]): void {
    const { kind, venue, connection, listings } = event;
    if (kind === 'subscribed' && connection !== null) {
      for (const listing of listings) this.owners.set(listing, { venue, connection });
    }
    const observer = connection === null ? undefined : this.observers.get(connection);
    if (!observer) return;
    if (RESTARTS.has(kind) || kind === 'dropped') this.breakOf(observer, null, atMicros, items);
    else if (kind === 'unsubscribed') {
      for (const listing of listings) {
        this.breakOf(observer, listing.slice(observer.venue.length + 1), atMicros, items);
      }
    }
  }

  private breakOf(observer: Observer, market: string | null, steadyMicros: number, items: SourceItem[]): void {
    items.push({ kind: 'break', observer, market, at: { observer: observer.number, steadyMicros, isBreak: true } });
  }
}

const NO_BYTES = new Uint8Array(0);

/** Events after which a connection's numbers and books begin again. */
const RESTARTS: ReadonlySet<string> = new Set(['connected', 'disconnected']);

function steadyOf(item: SourceItem): number | null {
  if (item.kind === 'message') return item.message.steadyMicros;
  if (item.kind === 'break') return item.at.steadyMicros;
  return item.kind === 'poll' ? item.steadyMicros : null;
}
