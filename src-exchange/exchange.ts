/**
 * Decides nothing new: puts the world, the two venues and the clock together and answers the handle.
 */

import { FaultDesk, type FaultHands } from './control/fault-desk.ts';
import type {
  ExchangeHandle,
  ExchangeLink,
  ExchangeOptions,
  ExchangePair,
  ExchangeStats,
  FaultReport,
  TrueBookRecord,
} from './control/handle.ts';
import { KalshiFeed } from './kalshi/feed.ts';
import { overflowKalshi } from './kalshi/session.ts';
import { kalshiAddresses, kalshiServer } from './kalshi/venue.ts';
import { QuietShelf } from './markets/quiet-shelf.ts';
import { RATE_MAX, UNREAD_BYTES_MAX } from './model/limits.ts';
import { listingIdentity, type VenueName } from './model/listing.ts';
import type { TrueTradeRecord } from './model/true-tape.ts';
import { TruthLedger } from './model/truth-ledger.ts';
import { PolymarketFeed } from './polymarket/feed.ts';
import { polymarketAddresses, polymarketServer } from './polymarket/venue.ts';
import { AccessKeys, type DemoKey, makeDemoKey } from './wire/access-keys.ts';
import type { DisconnectOptions } from './wire/connection-set.ts';
import type { FaultKind, FaultPlan } from './wire/fault-plan.ts';
import { VenueFaults } from './wire/venue-faults.ts';
import type { VenueServer } from './wire/venue-server.ts';
import { Pacer } from './world/pacing.ts';
import { World } from './world/world.ts';

/** Of all open markets, about 85,000 were on Polymarket and 115,000 on Kalshi (autumn 2026). */
const POLYMARKET_SHARE = 85 / 200;

const DEFAULTS = {
  seed: 1,
  ratePerSecond: 500,
  lifeSeconds: 90,
  heartbeatMs: 10_000,
  kalshiRateLimit: { perSecond: 20, burst: 60 },
} as const;

/** Starts the exchange in this thread; resolves when both servers listen. */
export async function createExchange(options: ExchangeOptions = {}): Promise<ExchangeHandle> {
  const demoKey = await makeDemoKey();
  const exchange = new Exchange(options, demoKey);
  await exchange.listen(options.port ?? 0);
  if (options.startPaused !== true) await exchange.resume();
  return exchange;
}

class Exchange implements ExchangeHandle {
  readonly demoKey: DemoKey;
  readonly links: readonly ExchangeLink[];
  readonly #options: ExchangeOptions;
  readonly #polymarket: PolymarketFeed;
  readonly #kalshi: KalshiFeed;
  readonly #ledger: TruthLedger | undefined;
  readonly #faults: Readonly<Record<VenueName, VenueFaults>>;
  readonly #desk: FaultDesk;
  readonly #keys = new AccessKeys();
  readonly #world: World;
  readonly #pacer: Pacer;
  #ratePerSecond: number;
  #rateFactor = 1;
  #clockOffsetMs = 0;
  #servers: VenueServer[] = [];
  #addresses: ExchangeHandle['addresses'] | undefined;

  constructor(options: ExchangeOptions, demoKey: DemoKey) {
    const seed = options.seed ?? DEFAULTS.seed;
    const ratePerSecond = options.ratePerSecond ?? DEFAULTS.ratePerSecond;
    this.#options = options;
    this.demoKey = demoKey;
    const startMs = options.startMs ?? Date.now();
    const quietMarkets = options.quietMarkets ?? 0;
    const onPolymarket = Math.round(quietMarkets * POLYMARKET_SHARE);
    this.#ledger = options.keepsLedger === true ? new TruthLedger() : undefined;
    this.#faults = {
      polymarket: new VenueFaults(false, this.#ledger),
      kalshi: new VenueFaults(true, this.#ledger),
    };
    this.#polymarket = new PolymarketFeed(
      seed,
      new QuietShelf({ venue: 'polymarket', count: onPolymarket, seed, startMs }),
      this.#ledger,
    );
    this.#kalshi = new KalshiFeed(
      seed,
      new QuietShelf({ venue: 'kalshi', count: quietMarkets - onPolymarket, seed, startMs }),
      this.#ledger,
    );
    this.#ratePerSecond = ratePerSecond;
    this.#desk = new FaultDesk(this.#hands());
    const worldOptions = {
      seed,
      eventsPerSecond: options.eventsPerSecond ?? ratePerSecond,
      lifeSeconds: options.lifeSeconds ?? DEFAULTS.lifeSeconds,
      startMs,
      pairs: options.pairs ?? 0,
    };
    this.#world = new World(worldOptions, { polymarket: this.#polymarket, kalshi: this.#kalshi });
    for (const listing of this.#world.listings) this.#ledger?.learn(listing);
    const millisMax = options.seconds === undefined ? Number.POSITIVE_INFINITY : options.seconds * 1000;
    this.#pacer = new Pacer({ step: () => this.#step(), flush: () => this.#flush() }, ratePerSecond, millisMax);
    this.links = this.#openLinks();
  }

  get addresses(): ExchangeHandle['addresses'] {
    if (this.#addresses === undefined) throw new Error('the exchange does not listen yet');
    return this.#addresses;
  }

  async listen(port: number): Promise<void> {
    for (const key of [this.demoKey, ...(this.#options.keys ?? [])]) this.#keys.add(key);
    const kalshi = kalshiServer(this.#kalshi, this.#faults.kalshi, {
      port: port === 0 ? 0 : port + 1,
      startMs: this.#world.options.startMs,
      heartbeatMs: this.#options.heartbeatMs ?? DEFAULTS.heartbeatMs,
      rateLimit: this.#options.kalshiRateLimit ?? DEFAULTS.kalshiRateLimit,
      keys: this.#keys,
    });
    const polymarket = polymarketServer(this.#polymarket, this.#faults.polymarket, port);
    this.#servers = [polymarket, kalshi];
    this.#addresses = {
      polymarket: polymarketAddresses(await polymarket.listen()),
      kalshi: kalshiAddresses(await kalshi.listen()),
    };
  }

  async currentLinks(): Promise<readonly ExchangeLink[]> {
    return this.#openLinks();
  }

  async pairs(): Promise<readonly ExchangePair[]> {
    return this.#world.pairs.map(({ plans, differs, inverted }) => {
      const idOn = (venue: VenueName): string => {
        const plan = plans.find((one) => one[venue] !== undefined);
        return plan === undefined ? '' : (listingIdentity(plan, venue, this.#world.options.seed)?.marketId ?? '');
      };
      const orientation = inverted ? 'inverted' : 'same';
      return { polymarket: idOn('polymarket'), kalshi: idOn('kalshi'), differs, orientation };
    });
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

  async trades(): Promise<readonly TrueTradeRecord[]> {
    return this.#world.tape.list();
  }

  async stats(): Promise<ExchangeStats> {
    const { connections: polymarket } = this.#polymarket;
    const { connections: kalshi } = this.#kalshi;
    return {
      messages: this.#polymarket.messages + this.#kalshi.messages,
      events: this.#world.event,
      trades: { ...this.#world.tape.counts },
      framesSent: polymarket.framesSent + kalshi.framesSent,
      forgiven: this.#pacer.forgiven,
      connections: { polymarket: polymarket.size, kalshi: kalshi.size },
      connectionIds: { polymarket: polymarket.ids(), kalshi: kalshi.ids() },
    };
  }

  async setRate(ratePerSecond: number): Promise<void> {
    this.#ratePerSecond = ratePerSecond;
    this.#applyRate();
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

  async startFaults(plan: FaultPlan): Promise<void> {
    this.#desk.start(plan, this.#world.event + 1);
  }

  async takeFaultReport(): Promise<FaultReport> {
    const fired: Partial<Record<FaultKind, number>> = {};
    for (const { fired: counts } of Object.values(this.#faults)) {
      for (const [kind, count] of counts) fired[kind] = (fired[kind] ?? 0) + count;
    }
    const rows = this.#ledger?.take() ?? [];
    return { rows, due: this.#desk.takeDue(), fired, isOver: this.#desk.isOver, heard: this.#heard() };
  }

  async restate(): Promise<void> {
    this.#world.restate();
    this.#flush();
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
    this.#desk.step(this.#world.event + 1);
    this.#world.step(Date.now() + this.#clockOffsetMs);
    return this.#polymarket.messages + this.#kalshi.messages - before;
  }

  #flush(): void {
    const { unreadBytesMax = UNREAD_BYTES_MAX } = this.#options;
    this.#desk.pace();
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

  #heard(): FaultReport['heard'] {
    if (this.#ledger === undefined) return [];
    return this.#world.listings.flatMap(({ venue, marketId }) => {
      const followers =
        venue === 'polymarket'
          ? [...(this.#polymarket.markets.get(marketId)?.watchersOfEither ?? [])]
          : [...(this.#kalshi.markets.get(marketId)?.books ?? [])].map(({ connection }) => connection);
      if (followers.length === 0) return [];
      return [[venue, marketId, Math.max(...followers.map(({ lastSentMs }) => lastSentMs))] as const];
    });
  }

  #applyRate(): void {
    this.#pacer.setRate(Math.min(RATE_MAX, this.#ratePerSecond * this.#rateFactor));
  }

  /** What a plan of faults may move. */
  #hands(): FaultHands {
    return {
      faults: this.#faults,
      polymarket: this.#polymarket.connections,
      kalshi: this.#kalshi.connections,
      setRateFactor: (factor) => {
        this.#rateFactor = factor;
        this.#applyRate();
      },
      setClockOffset: (offsetMs) => {
        if (offsetMs === this.#clockOffsetMs) return;
        this.#clockOffsetMs = offsetMs;
        this.#world.setClock(Date.now() + offsetMs);
      },
      setKeysValid: (valid) => {
        this.#keys.areValid = valid;
      },
      happen: (what, venue, choice) => {
        if (what !== 'empty-end') {
          this.#world.happen(what, venue, choice);
          return;
        }
        for (const faults of Object.values(this.#faults)) faults.mutesNotices = true;
        this.#world.happen('resolved', venue, choice);
        for (const faults of Object.values(this.#faults)) faults.mutesNotices = false;
      },
    };
  }

  #openLinks(): ExchangeLink[] {
    const links: ExchangeLink[] = [];
    for (const listing of this.#world.listings) {
      const { contract } = listing;
      const [first] = contract.listings;
      if (first !== listing || contract.listings.length < 2 || listing.state === 'resolved') continue;
      if (contract.plan.isSecret) continue;
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
