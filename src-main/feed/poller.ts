/**
 * Asks for whole books in turn, for a venue whose stream cannot be used.
 *
 * Each answer goes to the engine as a frame like any other; the books are marked as polled, never as streaming. A round is the
 * time in which every book was asked for once; it is never shorter than the interval, and the venue's rate limit may make it
 * longer. A round that fails makes the books stale when it goes on for long, by their age.
 */
import { CHANNEL } from '../../src-shared/contract/frame-batch.ts';
import type { ConnectionHealth, ConnectionState } from '../../src-shared/domain/health.ts';
import type { Listing, ListingId } from '../../src-shared/domain/listing.ts';
import type { Venue } from '../../src-shared/venues/venue.ts';
import { ByteRate } from './byte-rate.ts';
import type { FeedOutput } from './feed-output.ts';
import { polledFrame } from './polled-frame.ts';
import { delay } from './rate-limit.ts';
import { ReceiveClock } from './receive-clock.ts';
import type { RestClient } from './rest-client.ts';
import { SteadyClock } from './steady-clock.ts';

export const POLL_INTERVAL_MS = 2_000;
const RATE_EVERY_MS = 1_000;

export class Poller {
  readonly id: number;
  private readonly venue: Venue;
  private readonly rest: RestClient;
  private readonly output: FeedOutput;
  private readonly intervalMs: number;
  private readonly clock = new ReceiveClock();
  private readonly steady = new SteadyClock();
  private readonly rate = new ByteRate();
  private readonly ticker: NodeJS.Timeout;
  private readonly stopping = new AbortController();
  private listings = new Map<string, ListingId>();
  private state: ConnectionState = 'idle';
  private reason = '';
  private heardMs = 0;
  private openedMs = 0;
  private errors = 0;
  /** A failure was logged, and no whole round went well since. */
  private isFailing = false;

  constructor(venue: Venue, rest: RestClient, output: FeedOutput, intervalMs = POLL_INTERVAL_MS) {
    this.venue = venue;
    this.rest = rest;
    this.output = output;
    this.intervalMs = intervalMs;
    this.id = output.nextConnection();
    this.tell('closed', 'no-snapshot-yet');
    this.ticker = setInterval(() => this.rate.observe(this.steady.now()), RATE_EVERY_MS);
    // Not at once: whoever makes a poller gives it its listings next, and they need not wait for a second round.
    queueMicrotask(() => void this.run());
  }

  setListings(listings: readonly Listing[]): void {
    const next = new Map(listings.map((listing) => [listing.symbols[0] ?? listing.id, listing.id]));
    const add = [...next].filter(([symbol]) => !this.listings.has(symbol)).map(([, listing]) => listing);
    const remove = [...this.listings].filter(([symbol]) => !next.has(symbol)).map(([, listing]) => listing);
    this.listings = next;
    if (add.length > 0 || remove.length > 0) this.output.cover(this.id, add, remove);
  }

  /** Says again what it brings: something else may have been given these books meanwhile. */
  coverAgain(): void {
    if (this.listings.size > 0) this.output.cover(this.id, [...this.listings.values()], []);
  }

  reseed(): void {
    this.tell('closed', 'engine-restarted');
    this.output.cover(this.id, [...this.listings.values()], []);
    if (this.state === 'open') this.tell('opened', 'none');
  }

  stop(): void {
    clearInterval(this.ticker);
    this.stopping.abort();
    this.tell('closed', 'not-subscribed');
    this.output.cover(this.id, [], [...this.listings.values()]);
    this.output.gone(this.id);
  }

  health(): ConnectionHealth {
    const nowMs = this.steady.now();
    return {
      connection: this.id,
      venue: this.venue.id,
      transport: 'poll',
      state: this.state,
      reason: this.reason,
      subscribed: this.listings.size,
      delivering: 0,
      frames: this.rate.frames,
      bytes: this.rate.bytes,
      framesPerSecond: this.rate.framesPerSecond,
      bytesPerSecond: this.rate.bytesPerSecond,
      errors: this.errors,
      reconnects: 0,
      gaps: 0,
      lagMs: null,
      isBehind: false,
      lastFrameAgeMs: this.heardMs === 0 ? null : nowMs - this.heardMs,
      openForMs: this.state === 'open' ? nowMs - this.openedMs : null,
    };
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      const startedMs = performance.now();
      await this.round();
      const restMs = Math.max(0, this.intervalMs - (performance.now() - startedMs));
      await delay(restMs, signal).catch(() => {});
    }
  }

  private async round(): Promise<void> {
    const symbols = [...this.listings.keys()];
    const errorsBefore = this.errors;
    for (let at = 0; at < symbols.length && !this.stopping.signal.aborted; at += this.venue.poll.max) {
      try {
        const bytes = await polledFrame(this.venue, this.rest, symbols.slice(at, at + this.venue.poll.max));
        if (!this.stopping.signal.aborted) this.onAnswer(bytes);
      } catch (error) {
        if (this.stopping.signal.aborted) return;
        this.onFailure(error instanceof Error ? error.message : String(error));
      }
    }
    if (this.errors === errorsBefore) this.isFailing = false;
  }

  private onAnswer(bytes: Uint8Array): void {
    this.clock.stamp();
    this.heardMs = this.steady.now();
    this.reason = '';
    if (this.state !== 'open') {
      this.state = 'open';
      this.openedMs = this.heardMs;
      this.tell('opened', 'none');
    }
    this.rate.add(bytes.length);
    this.output.frame(this.id, CHANNEL.poll, this.clock.micros, this.clock.nanos, bytes);
  }

  private onFailure(text: string): void {
    this.errors++;
    if (!this.isFailing) {
      this.isFailing = true;
      this.output.log({
        level: 'warn',
        code: 'FEED_POLL',
        venue: this.venue.id,
        connection: this.id,
        listing: '',
        text,
      });
    }
    this.state = 'backoff';
    this.reason = text;
  }

  private tell(
    change: 'opened' | 'closed',
    reason: 'none' | 'no-snapshot-yet' | 'engine-restarted' | 'not-subscribed',
  ): void {
    this.output.connection(this.id, this.venue.id, 'poll', change, reason);
  }
}
