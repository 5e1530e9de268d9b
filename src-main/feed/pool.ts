/**
 * A venue's connections: spreads the instruments over them, opens them one after another, keeps each alive.
 */
import type { ConnectionHealth } from '../../src-shared/domain/health.ts';
import { STAGGER_START_MS } from '../../src-shared/domain/limits.ts';
import type { Listing, ListingId } from '../../src-shared/domain/listing.ts';
import type { Json } from '../../src-shared/domain/notice.ts';
import { Connection, type ConnectionOptions } from './connection.ts';
import { type Carried, planSubscriptions } from './subscription-plan.ts';

export class Pool {
  private readonly options: ConnectionOptions;
  /** Instruments a connection. */
  private readonly target: number;
  private readonly connections = new Map<number, Connection>();
  /** What is carried, by its first symbol. */
  private listings = new Map<string, Carried>();
  private nextStartMs = 0;

  /** `target`: subscriptions a connection, at most the venue's own limit; an instrument may take more than one. */
  constructor(options: ConnectionOptions, target: number) {
    this.options = options;
    const { max, perInstrument } = options.venue.subscriptionsPerConnection;
    this.target = Math.max(1, Math.floor(Math.min(target, max) / perInstrument));
  }

  get carried(): number {
    return this.listings.size;
  }

  setListings(listings: readonly Listing[]): void {
    this.listings = new Map(
      listings.map(({ id, symbols }) => {
        const symbol = symbols[0] ?? id;
        return [symbol, { symbol, listing: id, all: symbols }];
      }),
    );
    const places = [...this.connections.values()].map(({ id, carried }) => ({
      connection: id,
      symbols: new Set(carried.keys()),
    }));
    const plan = planSubscriptions(places, [...this.listings.keys()], this.target);
    for (const { connection, symbols } of plan.remove) this.connections.get(connection)?.remove(symbols);
    for (const { connection, symbols } of plan.add) this.connections.get(connection)?.add(this.named(symbols));
    for (const symbols of plan.open) this.open(symbols);
    for (const id of plan.close) {
      this.connections.get(id)?.stop();
      this.connections.delete(id);
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

  get isOpen(): boolean {
    return [...this.connections.values()].some(({ isOpen }) => isOpen);
  }

  /** What no open connection carries. */
  dark(): ReadonlySet<ListingId> {
    const dark = [...this.connections.values()].filter(({ isOpen }) => !isOpen);
    return new Set(dark.flatMap(({ carried }) => [...carried.values()]));
  }

  /** A connection takes its books back that something else carried meanwhile. */
  recover(connection: number): void {
    this.connections.get(connection)?.recover();
  }

  reseed(): void {
    for (const connection of this.connections.values()) connection.reseed();
  }

  health(): readonly ConnectionHealth[] {
    return [...this.connections.values()].map((connection) => connection.health());
  }

  stop(): void {
    for (const connection of this.connections.values()) connection.stop();
    this.connections.clear();
  }

  private open(symbols: readonly string[]): void {
    const connection = new Connection(this.options);
    this.connections.set(connection.id, connection);
    connection.add(this.named(symbols));
    const nowMs = performance.now();
    this.nextStartMs = Math.max(nowMs, this.nextStartMs);
    connection.start(this.nextStartMs - nowMs);
    this.nextStartMs += STAGGER_START_MS;
  }

  private named(symbols: readonly string[]): readonly Carried[] {
    return symbols.flatMap((symbol) => this.listings.get(symbol) ?? []);
  }
}
