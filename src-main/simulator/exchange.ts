/**
 * Decides nothing new: puts the world, the two venues and the clock together and answers the handle.
 */
import { AccessKeys, type DemoKey, makeDemoKey } from './access-keys.ts';
import type { DisconnectOptions } from './connection-set.ts';
import { KalshiFeed } from './kalshi-feed.ts';
import { overflowKalshi } from './kalshi-session.ts';
import { kalshiAddresses, kalshiServer } from './kalshi-venue.ts';
import { UNREAD_BYTES_MAX } from './limits.ts';
import type { VenueName } from './listing.ts';
import { Pacer } from './pacing.ts';
import { PolymarketFeed } from './polymarket-feed.ts';
import { polymarketAddresses, polymarketServer } from './polymarket-venue.ts';
import type {
  SimulatorHandle,
  SimulatorLink,
  SimulatorOptions,
  SimulatorStats,
  TrueBookRecord,
} from './simulator-handle.ts';
import { VenueFaults } from './venue-faults.ts';
import type { VenueServer } from './venue-server.ts';
import { World } from './world.ts';

const DEFAULTS = {
  seed: 1,
  ratePerSecond: 500,
  lifeSeconds: 90,
  heartbeatMs: 10_000,
  kalshiRateLimit: { perSecond: 20, burst: 60 },
} as const;

/** Starts the exchange in this thread; resolves when both servers listen. */
export async function createExchange(options: SimulatorOptions = {}): Promise<SimulatorHandle> {
  const demoKey = await makeDemoKey();
  const exchange = new Exchange(options, demoKey);
  await exchange.listen(options.port ?? 0);
  if (options.startPaused !== true) await exchange.resume();
  return exchange;
}

class Exchange implements SimulatorHandle {
  readonly demoKey: DemoKey;
  readonly links: readonly SimulatorLink[];
  readonly #options: SimulatorOptions;
  readonly #polymarket: PolymarketFeed;
  readonly #kalshi: KalshiFeed;
  readonly #faults: Readonly<Record<VenueName, VenueFaults>> = {
    polymarket: new VenueFaults(),
    kalshi: new VenueFaults(),
  };
  readonly #world: World;
  readonly #pacer: Pacer;
  #servers: VenueServer[] = [];
  #addresses: SimulatorHandle['addresses'] | undefined;

  constructor(options: SimulatorOptions, demoKey: DemoKey) {
    const seed = options.seed ?? DEFAULTS.seed;
    const ratePerSecond = options.ratePerSecond ?? DEFAULTS.ratePerSecond;
    this.#options = options;
    this.demoKey = demoKey;
    this.#polymarket = new PolymarketFeed(seed);
    this.#kalshi = new KalshiFeed(seed);
    const worldOptions = {
      seed,
      eventsPerSecond: options.eventsPerSecond ?? ratePerSecond,
      lifeSeconds: options.lifeSeconds ?? DEFAULTS.lifeSeconds,
      startMs: options.startMs ?? Date.now(),
    };
    this.#world = new World(worldOptions, { polymarket: this.#polymarket, kalshi: this.#kalshi });
    const millisMax = options.seconds === undefined ? Number.POSITIVE_INFINITY : options.seconds * 1000;
    this.#pacer = new Pacer({ step: () => this.#step(), flush: () => this.#flush() }, ratePerSecond, millisMax);
    this.links = this.#openLinks();
  }

  get addresses(): SimulatorHandle['addresses'] {
    if (this.#addresses === undefined) throw new Error('the exchange does not listen yet');
    return this.#addresses;
  }

  async listen(port: number): Promise<void> {
    const keys = new AccessKeys();
    keys.add(this.demoKey);
    for (const key of this.#options.keys ?? []) keys.add(key);
    const kalshi = kalshiServer(this.#kalshi, this.#faults.kalshi, {
      port: port === 0 ? 0 : port + 1,
      startMs: this.#world.options.startMs,
      heartbeatMs: this.#options.heartbeatMs ?? DEFAULTS.heartbeatMs,
      rateLimit: this.#options.kalshiRateLimit ?? DEFAULTS.kalshiRateLimit,
      keys,
    });
    const polymarket = polymarketServer(this.#polymarket, this.#faults.polymarket, port);
    this.#servers = [polymarket, kalshi];
    this.#addresses = {
      polymarket: polymarketAddresses(await polymarket.listen()),
      kalshi: kalshiAddresses(await kalshi.listen()),
    };
  }

  async currentLinks(): Promise<readonly SimulatorLink[]> {
    return this.#openLinks();
  }

  async pause(): Promise<void> {
    this.#pacer.stop();
  }

  async resume(): Promise<void> {
    this.#pacer.start();
  }

  async advance(events: number): Promise<void> {
    for (let i = 0; i < events; i += 1) this.#step();
    this.#flush();
  }

  async truth(): Promise<readonly TrueBookRecord[]> {
    return this.#world.listings.map(({ venue, marketId, symbols, book, state }) => ({
      venue,
      marketId,
      symbols,
      bids: book.bids.sorted(),
      asks: book.asks.sorted(),
      lastEventTimeMs: book.lastEventTimeMs,
      resolved: state === 'resolved',
    }));
  }

  async stats(): Promise<SimulatorStats> {
    const { connections: polymarket } = this.#polymarket;
    const { connections: kalshi } = this.#kalshi;
    return {
      messages: this.#polymarket.messages + this.#kalshi.messages,
      events: this.#world.event,
      framesSent: polymarket.framesSent + kalshi.framesSent,
      forgiven: this.#pacer.forgiven,
      connections: { polymarket: polymarket.size, kalshi: kalshi.size },
      connectionIds: { polymarket: polymarket.ids(), kalshi: kalshi.ids() },
    };
  }

  async setRate(ratePerSecond: number): Promise<void> {
    this.#pacer.setRate(ratePerSecond);
  }

  async disconnect(venue: VenueName, options: DisconnectOptions = {}): Promise<void> {
    this.#connections(venue).disconnect(options);
  }

  async refuse(venue: VenueName, on: boolean, options: { readonly rest?: boolean } = {}): Promise<void> {
    this.#faults[venue].refusing = on;
    this.#faults[venue].refusingRest = on && options.rest === true;
  }

  async silence(venue: VenueName, on: boolean): Promise<void> {
    this.#faults[venue].silenced = on;
  }

  async dropNext(venue: VenueName, count: number, connection?: number): Promise<void> {
    this.#connections(venue).dropNext(count, connection);
  }

  async inject(venue: VenueName, data: string | Uint8Array): Promise<void> {
    this.#connections(venue).inject(data);
  }

  async close(): Promise<void> {
    this.#pacer.stop();
    await Promise.all(this.#servers.map((server) => server.close()));
  }

  #connections(venue: VenueName): PolymarketFeed['connections'] | KalshiFeed['connections'] {
    return venue === 'polymarket' ? this.#polymarket.connections : this.#kalshi.connections;
  }

  #step(): number {
    const before = this.#polymarket.messages + this.#kalshi.messages;
    this.#world.step(Date.now());
    return this.#polymarket.messages + this.#kalshi.messages - before;
  }

  #flush(): void {
    const { unreadBytesMax = UNREAD_BYTES_MAX } = this.#options;
    for (const connection of this.#polymarket.connections.all()) {
      connection.flush();
      if (connection.unreadBytes > unreadBytesMax) connection.end({});
    }
    for (const connection of this.#kalshi.connections.all()) {
      connection.flush();
      const stalled = connection.unreadBytes > unreadBytesMax && connection.subscriptions.size > 0;
      if (!stalled) continue;
      overflowKalshi(this.#kalshi, connection);
      connection.flush();
    }
  }

  #openLinks(): SimulatorLink[] {
    const links: SimulatorLink[] = [];
    for (const listing of this.#world.listings) {
      const { contract } = listing;
      const [first] = contract.listings;
      if (first !== listing || contract.listings.length < 2 || listing.state === 'resolved') continue;
      links.push({
        title: contract.plan.polymarket?.text.question ?? contract.plan.key,
        members: contract.listings.map(({ venue, marketId, inverted }) => ({
          venue,
          marketId,
          orientation: inverted === listing.inverted ? 'same' : 'inverted',
        })),
      });
    }
    return links;
  }
}
