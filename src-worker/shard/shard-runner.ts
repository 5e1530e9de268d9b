/**
 * Runs one shard: takes the engine's messages and frames in order, keeps the shard's time, and posts what it answers.
 *
 * It is the same for a shard inline and for one in a thread; only how messages come and go differs.
 */
import { dispatch, type Handlers } from '../../src-shared/contract/dispatch.ts';
import type { FrameBatchReader } from '../../src-shared/contract/frame-batch.ts';
import { CHANNEL_ECHO, CHANNEL_MASK, type Channel } from '../../src-shared/contract/frame-batch.ts';
import type { LogEvent } from '../../src-shared/domain/health.ts';
import { FRAME_INTERVAL_DEFAULT_MS } from '../../src-shared/domain/limits.ts';
import type { Venue } from '../../src-shared/venues/venue.ts';
import type { BookEntry } from '../book/book-table.ts';
import type { FrameWindow } from '../decode/frame-window.ts';
import { checkBook } from './book-check.ts';
import { monoMicros, wallMs } from './clock.ts';
import { Shard } from './shard.ts';
import { ShardClock } from './shard-clock.ts';
import type { FromShard, ToShard } from './shard-message.ts';

const MICROS_PER_MS = 1_000;

export class ShardRunner {
  private readonly shard: Shard;
  private readonly venues: readonly Venue[];
  private readonly post: (message: FromShard) => void;
  private readonly clock = new ShardClock();
  private readonly handlers = this.makeHandlers();
  private frameIntervalMs = FRAME_INTERVAL_DEFAULT_MS;
  private isHeld = false;

  constructor(venues: readonly Venue[], number: number, post: (message: FromShard) => void) {
    this.post = post;
    this.venues = venues;
    this.shard = new Shard(venues, number, {
      control: (connection, message) => post({ kind: 'control', connection, message }),
      lifecycle: (venue, notice) => post({ kind: 'lifecycle', venue, notice }),
      resync: (connection, listing, reason) => post({ kind: 'resync', connection, listing, reason }),
      lost: (connection, reason) => post({ kind: 'lost', connection, reason }),
      lag: (lag) => post({ kind: 'lag', lag }),
      replace: (connection, reason) => post({ kind: 'replace', connection, reason }),
      takenOver: (connection, listings) => post({ kind: 'taken-over', connection, listings }),
      alert: (sighting) => post({ kind: 'alert', sighting }),
      log: (level, code, entry, text) => post({ kind: 'event', event: eventOf(level, code, entry, text) }),
    });
    post({ kind: 'hops', hops: this.shard.meter.hops });
  }

  /** Takes the frame that the reader stands at. */
  frame(reader: FrameBatchReader, frame: FrameWindow): void {
    const channel = (reader.channel & CHANNEL_MASK) as Channel;
    const isEcho = (reader.channel & CHANNEL_ECHO) !== 0;
    if (this.clock.isRecorded) this.advance(reader.receivedMicros / MICROS_PER_MS);
    this.shard.onFrame(reader.connection, channel, isEcho, reader.receivedMicros, reader.receivedNanos, frame);
  }

  take(message: ToShard): void {
    dispatch<ToShard>(this.handlers, message);
  }

  /** Sends windows what is due; to be called at least as often as the fastest frame interval. Paced by the monotonic clock. */
  publish(): void {
    if (this.isHeld) return;
    this.shard.publish(monoMicros() / MICROS_PER_MS, this.frameIntervalMs, this.clock.nowMs() * MICROS_PER_MS);
  }

  /** Called about every 100 ms; the recording's ticks come with its frames instead. */
  tick(): void {
    if (!this.clock.isRecorded) this.shard.onTick(wallMs());
  }

  settle(): void {
    this.shard.settle();
  }

  report(): void {
    this.post({ kind: 'report', report: this.shard.report(wallMs(), this.clock.nowMs()) });
  }

  private makeHandlers(): Handlers<ToShard> {
    const now = (): number => this.clock.nowMs();
    return {
      settings: ({ frameIntervalMs, clock }) => {
        this.frameIntervalMs = frameIntervalMs;
        if (clock === 'recorded') this.setRecorded(0);
      },
      instruments: ({ add, remove }) => this.shard.setInstruments(add, remove),
      links: (difference) => this.shard.changeLinks(difference),
      alerts: ({ rules }) => this.shard.alerts.setRules(rules),
      connection: ({ connection, venue, change, reason, atMs }) => {
        this.advance(atMs);
        this.shard.setConnection(connection, venue, change, reason, now());
      },
      subscriptions: ({ connection, state, add, remove }) => {
        this.shard.unsubscribe(connection, remove, now());
        this.shard.subscribe(connection, state, add, now());
      },
      'hand-over': ({ connection, state, listings }) => this.shard.handOver(connection, state, listings, now()),
      gone: ({ connection }) => this.shard.forgetConnection(connection),
      lost: ({ connection, reason }) => void this.shard.onLost(connection, reason, now()),
      lag: ({ lag }) => this.shard.setLag(lag, now()),
      closed: ({ listings, reason }) => this.shard.close(listings, reason, now()),
      reopened: ({ listings }) => this.shard.reopen(listings),
      restore: ({ books, atMs }) => {
        this.setRecorded(atMs);
        this.shard.restore(books, atMs);
      },
      hold: ({ isHeld }) => {
        this.isHeld = isHeld;
      },
      dump: ({ id, listings }) => this.post({ kind: 'books', id, books: this.shard.dump(listings) }),
      check: (message) => this.check(message),
      'window-opened': ({ window }) =>
        this.shard.windows.open(window, (data) => this.post({ kind: 'to-window', window, data })),
      'window-message': ({ window, message }) => this.shard.windows.take(window, message),
      'window-closed': ({ window }) => this.shard.windows.close(window),
    };
  }

  private check({ id, instrument, updates, answer }: Extract<ToShard, { kind: 'check' }>): void {
    const venue = this.venues.find((known) => known.id === instrument.venue);
    const [live] = this.shard.dump([instrument.id]);
    const verdict = venue
      ? checkBook(venue, instrument, updates, answer, live)
      : { result: 'unreadable' as const, text: `There is no venue ${instrument.venue}.` };
    this.post({ kind: 'checked', id, verdict });
  }

  private setRecorded(atMs: number): void {
    this.clock.setRecorded(atMs);
    this.shard.meter.measuresLatency = false;
  }

  private advance(toMs: number): void {
    this.clock.advance(toMs, (nowMs) => this.shard.onTick(nowMs));
  }
}

function eventOf(level: LogEvent['level'], code: string, entry: BookEntry | null, text: string): LogEvent {
  return {
    atMs: wallMs(),
    level,
    code,
    venue: entry?.venue ?? '',
    connection: entry && entry.owner >= 0 ? entry.owner : null,
    listing: entry?.listing ?? '',
    text,
  };
}
