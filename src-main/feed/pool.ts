/**
 * A venue's connections: spreads the instruments over them, opens them one after another, keeps each alive.
 */
import type { ConnectionHealth } from '../../src-shared/domain/health.ts';
import { STAGGER_START_MS } from '../../src-shared/domain/limits.ts';
import type { Listing, ListingId } from '../../src-shared/domain/listing.ts';
import type { Json } from '../../src-shared/domain/notice.ts';
import { Connection } from './connection.ts';
import { CONNECTION_TIMING, type ConnectionOptions } from './connection-options.ts';
import type { RecycleSlots } from './recycle-slots.ts';
import { Recycler, type Replacing } from './recycler.ts';
import { type NamedListing, type Place, planSubscriptions } from './subscription-plan.ts';

export class Pool {
  private readonly recycler: Recycler;
  private readonly options: ConnectionOptions;
  /** Instruments a connection. */
  private readonly target: number;
  private readonly connections = new Map<number, Connection>();
  /** What is subscribed to, by its first symbol. */
  private listings = new Map<string, NamedListing>();
  private nextStartMs = 0;
  /** When trading ends in what is subscribed to, by its first symbol. */
  private closeTimesMs: ReadonlyMap<string, number | null> = new Map();

  /** `target`: subscriptions a connection, at most the venue's own limit; an instrument may take more than one. */
  constructor(options: ConnectionOptions, target: number, slots: RecycleSlots) {
    this.options = {
      ...options,
      // A replacement that is refused costs nothing: what it should have replaced goes on.
      onRefused: (text, connection) => {
        if (!this.recycler.refused(connection)) options.onRefused?.(text, connection);
      },
      // The books are not to be stale until connections are looked at anyway.
      onSilent: () => this.recycler.check(),
    };
    const { output, timing = CONNECTION_TIMING, venue } = options;
    this.recycler = new Recycler(
      {
        connections: () => this.connections.values(),
        openReplacement: (old) => this.openReplacement(old),
        close: (connection) => this.close(connection),
        log: (event) => output.log({ ...event, venue: venue.id, listing: '' }),
      },
      slots,
      timing,
      venue.name,
    );
    const { max, perInstrument } = venue.subscriptionsPerConnection;
    this.target = Math.max(1, Math.floor(Math.min(target, max) / perInstrument));
  }

  /** Instruments subscribed to. */
  get size(): number {
    return this.listings.size;
  }

  setListings(listings: readonly Listing[]): void {
    const ended = this.ended(Date.now());
    this.closeTimesMs = new Map(listings.map(({ id, symbols, closeTimeMs }) => [symbols[0] ?? id, closeTimeMs]));
    this.listings = new Map(
      listings.map(({ id, symbols }) => {
        const symbol = symbols[0] ?? id;
        return [symbol, { symbol, listing: id, all: symbols }];
      }),
    );
    const plan = planSubscriptions(this.places(), [...this.listings.keys()], this.target);
    for (const { connection, symbols } of plan.remove) this.remove(connection, symbols, ended);
    for (const { connection, symbols } of plan.add) this.connections.get(connection)?.add(this.named(symbols));
    for (const symbols of plan.open) this.open(symbols);
    for (const id of plan.close) {
      const connection = this.connections.get(id);
      if (!connection) continue;
      if (this.recycler.isUnderWay(connection)) this.recycler.onUseless(connection);
      else this.close(connection);
    }
  }

  control(connection: number, message: Json): void {
    this.connections.get(connection)?.control(message);
  }

  resync(connection: number, listings: readonly ListingId[]): void {
    this.connections.get(connection)?.resync(new Set(listings));
  }

  reconnect(connection: number, reason: string): boolean {
    const found = this.connections.get(connection);
    found?.reconnect(reason);
    return found !== undefined;
  }

  /** The connection has taken these over. */
  took(connection: number, listings: readonly ListingId[]): void {
    this.recycler.took(connection, listings);
  }

  /** Begins to replace a connection without a gap; null: it is not one of this pool's. */
  replace(connection: number, reason: string): Replacing | null {
    const found = this.connections.get(connection);
    return found ? this.recycler.replace(found, reason) : null;
  }

  get isOpen(): boolean {
    return [...this.connections.values()].some(({ isOpen }) => isOpen);
  }

  /** Listings whose connection is not open. */
  dark(): ReadonlySet<ListingId> {
    const dark = [...this.connections.values()].filter(({ isOpen }) => !isOpen);
    return new Set(dark.flatMap(({ owned }) => owned));
  }

  /** A connection owns its books again, which something else owned meanwhile. */
  recover(connection: number): void {
    this.connections.get(connection)?.recover();
  }

  reseed(): void {
    for (const connection of this.connections.values()) connection.reseed();
  }

  health(): readonly ConnectionHealth[] {
    return [...this.connections.values()].map((connection) => {
      const health = connection.health();
      return health.state === 'open' && this.recycler.isReplaced(connection)
        ? { ...health, state: 'draining' }
        : health;
    });
  }

  stop(): void {
    this.recycler.stop();
    for (const connection of this.connections.values()) connection.stop();
    this.connections.clear();
  }

  /** What each connection owns; those that are replaced, or replace another, take no new instruments. */
  private places(): readonly Place[] {
    return [...this.connections.values()].map((connection) => {
      const owned = new Set(connection.owned);
      const symbols = [...connection.subscribed].filter(([, listing]) => owned.has(listing)).map(([symbol]) => symbol);
      const isClosedToNew = this.recycler.isUnderWay(connection);
      return { connection: connection.id, symbols: new Set(symbols), isClosedToNew };
    });
  }

  /** Of what was subscribed to so far, what has ended. */
  private ended(nowMs: number): ReadonlySet<string> {
    const ended = [...this.closeTimesMs].filter(([, closeTimeMs]) => closeTimeMs !== null && closeTimeMs <= nowMs);
    return new Set(ended.map(([symbol]) => symbol));
  }

  private remove(id: number, symbols: readonly string[], ended: ReadonlySet<string>): void {
    const connection = this.connections.get(id);
    if (!connection) return;
    connection.noteExpired(symbols.filter((symbol) => ended.has(symbol)).length);
    connection.remove(symbols);
    this.recycler.replacementOf(id)?.remove(symbols);
  }

  private open(symbols: readonly string[]): void {
    const connection = this.create();
    connection.add(this.named(symbols));
    this.start(connection);
  }

  private openReplacement(old: Connection): Connection {
    const replacement = this.create();
    replacement.awaitHandOver(this.named([...old.subscribed.keys()]));
    this.start(replacement);
    return replacement;
  }

  private create(): Connection {
    const connection = new Connection(this.options);
    this.connections.set(connection.id, connection);
    return connection;
  }

  private start(connection: Connection): void {
    const nowMs = performance.now();
    this.nextStartMs = Math.max(nowMs, this.nextStartMs);
    connection.start(this.nextStartMs - nowMs);
    this.nextStartMs += STAGGER_START_MS;
  }

  private close(connection: Connection): void {
    connection.stop();
    this.connections.delete(connection.id);
  }

  private named(symbols: readonly string[]): readonly NamedListing[] {
    return symbols.flatMap((symbol) => this.listings.get(symbol) ?? []);
  }
}
