/**
 * Runs one shard: takes the engine's messages and frames in order, keeps the shard's own time, hands out what it says.
 *
 * The same for a shard inline and for one in a thread; only how messages come and go differs.
 */
import type { FrameBatchReader } from '../../src-shared/contract/frame-batch.ts';
import { CHANNEL_ECHO, CHANNEL_MASK, type Channel } from '../../src-shared/contract/frame-batch.ts';
import type { Port } from '../../src-shared/contract/port.ts';
import type { EngineToWindow, WindowToEngine } from '../../src-shared/contract/window-engine.ts';
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

type Pipe = Port<EngineToWindow, WindowToEngine>;

export class ShardRunner {
  private readonly shard: Shard;
  private readonly venues: readonly Venue[];
  private readonly say: (message: FromShard) => void;
  private readonly pipes = new Map<number, Pipe>();
  private readonly clock = new ShardClock();
  private frameIntervalMs = FRAME_INTERVAL_DEFAULT_MS;
  private isHeld = false;

  constructor(venues: readonly Venue[], number: number, say: (message: FromShard) => void) {
    this.say = say;
    this.venues = venues;
    this.shard = new Shard(venues, number, {
      control: (connection, message) => say({ kind: 'control', connection, message }),
      lifecycle: (venue, notice) => say({ kind: 'lifecycle', venue, notice }),
      resync: (connection, listing, reason) => say({ kind: 'resync', connection, listing, reason }),
      lost: (connection, reason) => say({ kind: 'lost', connection, reason }),
      replace: (connection, reason) => say({ kind: 'replace', connection, reason }),
      takenOver: (connection, listings) => say({ kind: 'taken-over', connection, listings }),
      alert: (sighting) => say({ kind: 'alert', sighting }),
      log: (level, code, entry, text) => say({ kind: 'event', event: eventOf(level, code, entry, text) }),
    });
    say({ kind: 'hops', hops: this.shard.meter.hops });
  }

  /** The frame that the reader stands at. */
  frame(reader: FrameBatchReader, frame: FrameWindow): void {
    const channel = (reader.channel & CHANNEL_MASK) as Channel;
    const isEcho = (reader.channel & CHANNEL_ECHO) !== 0;
    if (this.clock.isRecorded) this.advance(reader.receivedMicros / MICROS_PER_MS);
    this.shard.onFrame(reader.connection, channel, isEcho, reader.receivedMicros, reader.receivedNanos, frame);
  }

  take(message: ToShard): void {
    const { shard } = this;
    switch (message.kind) {
      case 'settings':
        this.frameIntervalMs = message.frameIntervalMs;
        if (message.clock === 'recorded') this.setRecorded(0);
        break;
      case 'restore':
        this.setRecorded(message.atMs);
        shard.restore(message.books, message.atMs);
        break;
      case 'hold':
        this.isHeld = message.isHeld;
        break;
      case 'instruments':
        shard.setInstruments(message.add, message.remove);
        break;
      case 'links':
        shard.changeLinks(message);
        break;
      case 'connection':
        this.advance(message.atMs);
        shard.setConnection(message.connection, message.venue, message.change, message.reason, this.clock.nowMs());
        break;
      case 'subscriptions':
        shard.unsubscribe(message.connection, message.remove, this.clock.nowMs());
        shard.subscribe(message.connection, message.state, message.add, this.clock.nowMs());
        break;
      case 'gone':
        shard.forgetConnection(message.connection);
        break;
      case 'hand-over':
        shard.handOver(message.connection, message.state, message.listings, this.clock.nowMs());
        break;
      case 'closed':
        shard.close(message.listings, message.reason, this.clock.nowMs());
        break;
      case 'alerts':
        shard.alerts.setRules(message.rules);
        break;
      case 'reopened':
        shard.reopen(message.listings);
        break;
      case 'lost':
        shard.onLost(message.connection, message.reason, this.clock.nowMs());
        break;
      case 'dump':
        this.say({ kind: 'books', id: message.id, books: shard.dump(message.listings) });
        break;
      case 'check':
        this.check(message);
        break;
      case 'window-opened':
        this.openWindow(message.window);
        break;
      case 'window-closed':
        this.pipes.get(message.window)?.onClose?.('closed');
        this.pipes.delete(message.window);
        break;
      case 'window-said':
        this.pipes.get(message.window)?.onMessage?.(message.message);
        break;
    }
  }

  /** Sends windows what is due; call at least as often as the fastest frame interval. Paced by a clock that nobody can set back. */
  publish(): void {
    if (this.isHeld) return;
    this.shard.publish(monoMicros() / MICROS_PER_MS, this.frameIntervalMs, this.clock.nowMs() * MICROS_PER_MS);
  }

  /** About every 100 ms; the recording's ticks come with its frames instead. */
  tick(): void {
    if (!this.clock.isRecorded) this.shard.onTick(wallMs());
  }

  settle(): void {
    this.shard.settle();
  }

  report(): void {
    this.say({ kind: 'report', report: this.shard.report(wallMs(), this.clock.nowMs()) });
  }

  private check({ id, instrument, updates, answer }: Extract<ToShard, { kind: 'check' }>): void {
    const venue = this.venues.find((known) => known.id === instrument.venue);
    const [live] = this.shard.dump([instrument.id]);
    const verdict = venue
      ? checkBook(venue, instrument, updates, answer, live)
      : { result: 'unreadable' as const, text: `There is no venue ${instrument.venue}.` };
    this.say({ kind: 'checked', id, verdict });
  }

  private setRecorded(atMs: number): void {
    this.clock.setRecorded(atMs);
    this.shard.meter.measuresLatency = false;
  }

  private advance(toMs: number): void {
    this.clock.advance(toMs, (nowMs) => this.shard.onTick(nowMs));
  }

  /** The shard's end of a window: what it posts goes out through the engine. */
  private openWindow(window: number): void {
    const pipe: Pipe = {
      onMessage: null,
      onClose: null,
      post: (data) => this.say({ kind: 'to-window', window, data }),
      close: () => {},
      pending: () => 0,
    };
    this.pipes.set(window, pipe);
    this.shard.addWindow(window, pipe);
  }
}

function eventOf(
  level: 'info' | 'warn' | 'error',
  code: string,
  entry: BookEntry | null,
  text: string,
): Extract<FromShard, { kind: 'event' }>['event'] {
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
