/**
 * A venue's connections: spreads the instruments over them, opens them one after another, keeps each alive.
 */
import type { ConnectionHealth } from '../../src-shared/domain/health.ts';
import { STAGGER_START_MS } from '../../src-shared/domain/limits.ts';
import type { Listing, ListingId } from '../../src-shared/domain/listing.ts';
import type { Json } from '../../src-shared/domain/notice.ts';
import { Connection, type ConnectionOptions } from './connection.ts';
import { planSubscriptions } from './subscription-plan.ts';

export class Pool {
  private readonly options: ConnectionOptions;
  private readonly target: number;
  private readonly connections = new Map<number, Connection>();
  private listings = new Map<string, ListingId>();
  private nextStartMs = 0;

  /** `target`: instruments a connection, at most the venue's own limit. */
  constructor(options: ConnectionOptions, target: number) {
    this.options = options;
    this.target = Math.min(target, options.venue.subscriptionsPerConnection.max);
  }

  get carried(): number {
    return this.listings.size;
  }

  setListings(listings: readonly Listing[]): void {
    this.listings = new Map(listings.map((listing) => [listing.symbols[0] ?? listing.id, listing.id]));
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

  /** Takes the books back that something else carried meanwhile. */
  recover(): void {
    for (const connection of this.connections.values()) connection.recover();
  }

  reseed(): void {
    for (const connection of this.connections.values()) connection.reseed();
  }

  health(nowMs: number): readonly ConnectionHealth[] {
    return [...this.connections.values()].map((connection) => connection.health(nowMs));
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

  private named(symbols: readonly string[]): { readonly symbol: string; readonly listing: ListingId }[] {
    return symbols.map((symbol) => ({ symbol, listing: this.listings.get(symbol) ?? '' }));
  }
}
