/**
 * The live feed of one venue: its stream where that may be opened, else its polled books.
 *
 * A stream that the venue refuses for good is not left dark: its books are polled until its connection opens after all, and say
 * so. Books of connections that are open stay with them: one refusal is not the whole venue's.
 */
import type { Transport } from '../../src-shared/domain/book-phase.ts';
import type { ConnectionHealth } from '../../src-shared/domain/health.ts';
import type { Listing, ListingId } from '../../src-shared/domain/listing.ts';
import type { Json } from '../../src-shared/domain/notice.ts';
import type { Venue } from '../../src-shared/venues/venue.ts';
import type { ConnectionTiming } from './connection-options.ts';
import type { Feed } from './feed.ts';
import type { FeedOutput } from './feed-output.ts';
import { Poller } from './poller.ts';
import { Pool } from './pool.ts';
import type { RecycleSlots } from './recycle-slots.ts';
import type { Replacing } from './recycler.ts';
import type { RestClient } from './rest-client.ts';
import { signUpgrade, type UpgradeKey } from './signer.ts';

export type VenueFeedOptions = {
  readonly venue: Venue;
  readonly streamUrl: string;
  readonly rest: RestClient;
  readonly output: FeedOutput;
  /** For venues that ask for a signature: the key, or why there is none (one sentence). */
  readonly key: UpgradeKey | null;
  readonly keyNote: string;
  readonly subscriptionsPerConnection: number;
  /** Listings polled at the most: the rate limit decides how fresh a polled book can be. */
  readonly polledMax: number;
  /** Shared by all venues. */
  readonly slots: RecycleSlots;
  readonly timing?: ConnectionTiming;
  readonly pollIntervalMs?: number;
  readonly random: () => number;
  readonly onTransport: () => void;
};

export class VenueFeed implements Feed {
  note = '';
  private readonly options: VenueFeedOptions;
  private readonly pool: Pool | null;
  private poller: Poller | null = null;
  private listings: readonly Listing[] = [];

  constructor(options: VenueFeedOptions) {
    this.options = options;
    const { venue, key } = options;
    const upgrade = venue.signedUpgrade;
    if (upgrade !== null && key === null) {
      this.pool = null;
      this.poll(options.keyNote);
      return;
    }
    this.pool = new Pool(
      {
        venue,
        url: options.streamUrl,
        headers: () => (upgrade !== null && key !== null ? signUpgrade(upgrade, key, Date.now()) : {}),
        output: options.output,
        random: options.random,
        ...(options.timing ? { timing: options.timing } : {}),
        onRefused: (text) => this.poll(`${text} Books are polled meanwhile.`),
        onOpened: (connection) => this.stream(connection),
      },
      options.subscriptionsPerConnection,
      options.slots,
    );
  }

  get transport(): Transport {
    return this.poller && !this.pool?.isOpen ? 'poll' : 'stream';
  }

  setListings(listings: readonly Listing[]): void {
    this.listings = listings;
    this.pool?.setListings(listings);
    this.poller?.setListings(this.polled());
  }

  control(connection: number, message: Json): void {
    this.pool?.control(connection, message);
  }

  resync(connection: number, listings: readonly ListingId[]): void {
    this.pool?.resync(connection, listings);
  }

  took(connection: number, listings: readonly ListingId[]): void {
    this.pool?.took(connection, listings);
  }

  replace(connection: number, reason: string): Replacing | null {
    return this.pool?.replace(connection, reason) ?? null;
  }

  reconnect(connection: number, reason: string): boolean {
    return this.pool?.reconnect(connection, reason) ?? false;
  }

  reseed(): void {
    this.pool?.reseed();
    this.poller?.reseed();
  }

  health(): readonly ConnectionHealth[] {
    const streams = this.pool?.health() ?? [];
    return this.poller ? [...streams, this.poller.health()] : streams;
  }

  stop(): void {
    this.pool?.stop();
    this.poller?.stop();
  }

  private poll(note: string): void {
    this.note = note;
    if (this.poller === null) {
      const { venue, rest, output, pollIntervalMs } = this.options;
      this.poller = new Poller(venue, rest, output, pollIntervalMs);
    }
    this.poller.setListings(this.polled());
    // A replacement that came to nothing may have given them back to the connection that was refused.
    this.poller.coverAgain();
    this.options.onTransport();
  }

  /** What no connection brings. */
  private polled(): readonly Listing[] {
    const dark = this.pool?.dark();
    const listings = dark ? this.listings.filter(({ id }) => dark.has(id)) : this.listings;
    return listings.slice(0, this.options.polledMax);
  }

  private stream(connection: number): void {
    if (this.poller === null) return;
    const left = this.polled();
    if (left.length > 0) this.poller.setListings(left);
    else {
      this.poller.stop();
      this.poller = null;
      this.note = '';
    }
    // The connection covers its books again: while they were polled, the poller had them.
    this.pool?.recover(connection);
    this.options.onTransport();
  }
}
