/**
 * Decides nothing new: puts the world, the venues and the clock together and answers the handle.
 */

import { FaultController } from './control/fault-controller.ts';
import type {
  ExchangeHandle,
  ExchangeLink,
  ExchangeOptions,
  ExchangePair,
  ExchangeStats,
  FaultReport,
  TrueBookRecord,
} from './control/handle.ts';
import { QuietMarkets } from './markets/quiet-markets.ts';
import type { VenueId } from './model/contract-plan.ts';
import { RATE_MAX, UNREAD_BYTES_MAX } from './model/limits.ts';
import type { TrueTradeRecord } from './model/true-tape.ts';
import { TruthLedger } from './model/truth-ledger.ts';
import { loadPlayedVenues } from './venues.ts';
import type { DemoKey } from './wire/access-key.ts';
import type { ConnectionSet, DisconnectOptions } from './wire/connection-set.ts';
import type { FaultKind, FaultPlan } from './wire/fault-kinds.ts';
import type { OpenVenue, PlayedVenue } from './wire/played-venue.ts';
import type { VenueConnection } from './wire/venue-connection.ts';
import { VenueFaults } from './wire/venue-faults.ts';
import { Pacer } from './world/pacing.ts';
import { World } from './world/world.ts';

const DEFAULTS = { seed: 1, ratePerSecond: 500, lifeSeconds: 90, heartbeatMs: 10_000 } as const;

/** Starts the exchange in this thread; resolves when every venue's server listens. */
export async function createExchange(options: ExchangeOptions = {}): Promise<ExchangeHandle> {
  const venues = await loadPlayedVenues(options.venuesUrl);
  const keys: Record<VenueId, DemoKey> = {};
  for (const { id, makeKey } of venues) if (makeKey !== undefined) keys[id] = await makeKey();
  const exchange = new Exchange(options, venues, keys);
  await exchange.listen();
  if (options.startPaused !== true) await exchange.resume();
  return exchange;
}

interface Played {
  readonly venue: PlayedVenue;
  readonly faults: VenueFaults;
  readonly open: OpenVenue;
}

class Exchange implements ExchangeHandle {
  readonly keys: Readonly<Record<VenueId, DemoKey>>;
  readonly links: readonly ExchangeLink[];
  readonly #unreadBytesMax: number;
  readonly #venues: ReadonlyMap<VenueId, Played>;
  readonly #ledger: TruthLedger | undefined;
  readonly #faults: FaultController;
  readonly #world: World;
  readonly #pacer: Pacer;
  #ratePerSecond: number;
  #rateFactor = 1;
  #clockOffsetMs = 0;
  #addresses: ExchangeHandle['addresses'] | undefined;

  constructor(options: ExchangeOptions, venues: readonly PlayedVenue[], keys: Readonly<Record<VenueId, DemoKey>>) {
    const seed = options.seed ?? DEFAULTS.seed;
    const ratePerSecond = options.ratePerSecond ?? DEFAULTS.ratePerSecond;
    const startMs = options.startMs ?? Date.now();
    this.keys = keys;
    this.#unreadBytesMax = options.unreadBytesMax ?? UNREAD_BYTES_MAX;
    this.#ledger = options.keepsLedger === true ? new TruthLedger() : undefined;
    const counts = quietCounts(venues, options.quietMarkets ?? 0);
    this.#venues = new Map(
      venues.map((venue, venueIndex) => {
        const faults = new VenueFaults(venue.faults, this.#ledger);
        const key = keys[venue.id];
        const open = venue.open({
          seed,
          startMs,
          port: options.port ? options.port + venueIndex : 0,
          heartbeatMs: options.heartbeatMs ?? DEFAULTS.heartbeatMs,
          restLimit: options.restLimit,
          keys: key === undefined ? [] : [key, ...(options.keys ?? [])],
          quiet: new QuietMarkets({ venue, venueIndex, count: counts[venueIndex]!, seed, startMs }),
          faults,
          ledger: this.#ledger,
        });
        return [venue.id, { venue, faults, open }];
      }),
    );
    this.#ratePerSecond = ratePerSecond;
    this.#faults = new FaultController({
      venues: this.#venues,
      setRateFactor: (factor) => {
        this.#rateFactor = factor;
        this.#applyRate();
      },
      setClockOffset: (offsetMs) => this.#setClockOffset(offsetMs),
      happen: (what, venue, choice) => {
        for (const { faults } of this.#played()) faults.mutesNotices = what === 'empty-end';
        this.#world.happen(what === 'empty-end' ? 'resolved' : what, venue, choice);
        for (const { faults } of this.#played()) faults.mutesNotices = false;
      },
    });
    const worldOptions = {
      seed,
      eventsPerSecond: options.eventsPerSecond ?? ratePerSecond,
      lifeSeconds: options.lifeSeconds ?? DEFAULTS.lifeSeconds,
      startMs,
      pairs: options.pairs ?? 0,
    };
    this.#world = new World(
      worldOptions,
      venues,
      this.#byVenue(({ open }) => open.feed),
    );
    for (const listing of this.#world.listings) this.#ledger?.learn(listing);
    const millisMax = options.seconds === undefined ? Number.POSITIVE_INFINITY : options.seconds * 1000;
    this.#pacer = new Pacer({ step: () => this.#step(), flush: () => this.#flush() }, ratePerSecond, millisMax);
    this.links = this.#openLinks();
  }

  get addresses(): ExchangeHandle['addresses'] {
    if (this.#addresses === undefined) throw new Error('the exchange does not listen yet');
    return this.#addresses;
  }

  async listen(): Promise<void> {
    const addresses: Record<VenueId, Readonly<Record<string, string>>> = {};
    for (const [id, { open }] of this.#venues) addresses[id] = open.endpoints(await open.server.listen());
    this.#addresses = addresses;
  }

  async currentLinks(): Promise<readonly ExchangeLink[]> {
    return this.#openLinks();
  }

  async pairs(): Promise<readonly ExchangePair[]> {
    return this.#world.pairs.map(({ plans, differs, inverted, venues }) => {
      const memberOn = (venue: VenueId): ExchangePair['listings'][number] => {
        const { key, venues: listed } = plans.find((plan) => plan.venues[venue] !== undefined)!;
        const { marketId } = this.#of(venue).venue.identify(listed[venue]!, key, this.#world.options.seed);
        return { venue, marketId };
      };
      const [first, second] = venues;
      return { listings: [memberOn(first), memberOn(second)], differs, orientation: inverted ? 'inverted' : 'same' };
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
    return {
      messages: this.#messages(),
      events: this.#world.event,
      trades: { ...this.#world.tape.counts },
      framesSent: [...this.#played()].reduce((sum, { open }) => sum + open.feed.connections.framesSent, 0),
      forgiven: this.#pacer.forgiven,
      connections: this.#byVenue(({ open }) => open.feed.connections.size),
      connectionIds: this.#byVenue(({ open }) => open.feed.connections.ids()),
    };
  }

  async setRate(ratePerSecond: number): Promise<void> {
    this.#ratePerSecond = ratePerSecond;
    this.#applyRate();
  }

  async disconnect(venue: VenueId, options: DisconnectOptions = {}): Promise<void> {
    this.#connections(venue).disconnect(options);
  }

  async refuse(venue: VenueId, on: boolean, options: { readonly rest?: boolean } = {}): Promise<void> {
    const { faults } = this.#of(venue);
    faults.refusing = on;
    faults.refusingRest = on && options.rest === true;
  }

  async silence(venue: VenueId, on: boolean): Promise<void> {
    this.#of(venue).faults.silenced = on;
  }

  async dropNext(venue: VenueId, count: number, connection?: number): Promise<void> {
    this.#connections(venue).dropNext(count, connection);
  }

  async inject(venue: VenueId, data: string | Uint8Array): Promise<void> {
    this.#connections(venue).inject(data);
  }

  async startFaults(plan: FaultPlan): Promise<void> {
    this.#faults.start(plan, this.#world.event + 1);
  }

  async takeFaultReport(): Promise<FaultReport> {
    const fired: Partial<Record<FaultKind, number>> = {};
    for (const { faults } of this.#played()) {
      for (const [kind, count] of faults.fired) fired[kind] = (fired[kind] ?? 0) + count;
    }
    const rows = this.#ledger?.take() ?? [];
    return { rows, due: this.#faults.takeDue(), fired, isOver: this.#faults.isOver, heard: this.#heard() };
  }

  async restate(): Promise<void> {
    this.#world.restate();
    this.#flush();
  }

  async close(): Promise<void> {
    this.#pacer.stop();
    await Promise.all([...this.#played()].map(({ open }) => open.server.close()));
  }

  #played(): Iterable<Played> {
    return this.#venues.values();
  }

  #of(venue: VenueId): Played {
    const played = this.#venues.get(venue);
    if (played === undefined) throw new Error(`no venue ${venue} is played`);
    return played;
  }

  #connections(venue: VenueId): ConnectionSet<VenueConnection> {
    return this.#of(venue).open.feed.connections;
  }

  #byVenue<Value>(read: (played: Played) => Value): Record<VenueId, Value> {
    return Object.fromEntries([...this.#venues].map(([id, played]) => [id, read(played)]));
  }

  #messages(): number {
    let messages = 0;
    for (const { open } of this.#played()) messages += open.feed.messages;
    return messages;
  }

  #step(): number {
    const before = this.#messages();
    this.#faults.step(this.#world.event + 1);
    this.#world.step(Date.now() + this.#clockOffsetMs);
    return this.#messages() - before;
  }

  #flush(): void {
    this.#faults.pace();
    for (const { open } of this.#played()) open.flush(this.#unreadBytesMax);
  }

  #heard(): FaultReport['heard'] {
    if (this.#ledger === undefined) return [];
    return this.#world.listings.flatMap(({ venue, marketId }) => {
      const followers = [...this.#of(venue).open.feed.followersOf(marketId)];
      if (followers.length === 0) return [];
      return [[venue, marketId, Math.max(...followers.map(({ lastSentMs }) => lastSentMs))] as const];
    });
  }

  #applyRate(): void {
    this.#pacer.setRate(Math.min(RATE_MAX, this.#ratePerSecond * this.#rateFactor));
  }

  #setClockOffset(offsetMs: number): void {
    if (offsetMs === this.#clockOffsetMs) return;
    this.#clockOffsetMs = offsetMs;
    this.#world.setClock(Date.now() + offsetMs);
  }

  #openLinks(): ExchangeLink[] {
    const links: ExchangeLink[] = [];
    for (const listing of this.#world.listings) {
      const { contract } = listing;
      const [first] = contract.listings;
      if (first !== listing || contract.listings.length < 2 || listing.state === 'resolved') continue;
      if (contract.plan.isSecret) continue;
      links.push({
        title: listing.title,
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

/** Quiet markets for each venue, in proportion to what is open on the real one. */
function quietCounts(venues: readonly PlayedVenue[], quietMarkets: number): readonly number[] {
  const total = venues.reduce((sum, { openMarkets }) => sum + openMarkets, 0);
  let open = 0;
  let shared = 0;
  return venues.map(({ openMarkets }) => {
    open += openMarkets;
    const before = shared;
    shared = total === 0 ? 0 : Math.round((quietMarkets * open) / total);
    return shared - before;
  });
}
