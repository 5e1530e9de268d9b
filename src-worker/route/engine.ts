/**
 * The engine: takes main's messages in order, judges sequence numbers, and hands each frame to the shard that keeps its book.
 *
 * With one or two cores there is one shard, inline; otherwise as many threads as the settings say. A frame that concerns no shard
 * in particular goes to all, and the first answers for it. A shard that dies is started again (shard-keeper.ts), told everything, and its
 * books are seeded anew; until then they are recovering. One that dies again and again ends the engine: its supervisor knows when to stop.
 */
import type { BookDump, EngineToMain, MainToEngine } from '../../src-shared/contract/main-engine.ts';
import type { Port } from '../../src-shared/contract/port.ts';
import type { EngineToWindow, WindowToEngine } from '../../src-shared/contract/window-engine.ts';
import type { BookReason } from '../../src-shared/domain/book-phase.ts';
import type { LogEvent } from '../../src-shared/domain/health.ts';
import { FRAME_INTERVAL_MIN_MS } from '../../src-shared/domain/limits.ts';
import { applyDifference, type LinkDifference } from '../../src-shared/domain/link-difference.ts';
import type { ListingId, VenueId } from '../../src-shared/domain/listing.ts';
import { SubscriptionTable } from '../../src-shared/domain/subscription-table.ts';
import type { Venue } from '../../src-shared/venues/venue.ts';
import { wallMs } from '../shard/clock.ts';
import { type ShardDeath, ShardKeeper } from '../shard/shard-keeper.ts';
import type { ShardLink } from '../shard/shard-link.ts';
import type { FromShard, ToShard } from '../shard/shard-message.ts';
import { Briefing } from './briefing.ts';
import { EngineReport } from './engine-report.ts';
import { FrameRouter } from './frame-router.ts';
import { Placement } from './placement.ts';
import { RequestBook } from './request-book.ts';
import { SymbolRouter } from './symbol-router.ts';
import { WindowHub } from './window-hub.ts';

/** Frames are reported as taken in groups, so that backpressure costs few messages. */
const TAKEN_EVERY = 2_500;

/** `from`: shards that have not answered yet. */
type Gathering = { readonly from: Set<number>; readonly listings: readonly ListingId[]; readonly books: BookDump[] };

export class Engine {
  private readonly port: Port<EngineToMain, MainToEngine>;
  private readonly keeper: ShardKeeper;
  private readonly shards: readonly ShardLink[];
  private readonly subscriptions = new SubscriptionTable();
  private readonly venues: ReadonlyMap<VenueId, Venue>;
  private readonly symbols: SymbolRouter;
  private readonly router: FrameRouter;
  private readonly windows = new WindowHub(() => this.shards);
  private readonly report: EngineReport;
  private readonly briefing: Briefing;
  private readonly requests: RequestBook;
  private readonly gatherings = new Map<number, Gathering>();
  private placement = new Placement(1);
  private taken = 0;

  /** `shardEntry`: the file that a shard's thread runs. */
  constructor(port: Port<EngineToMain, MainToEngine>, venues: readonly Venue[], shardEntry: URL) {
    this.port = port;
    this.keeper = new ShardKeeper(venues, shardEntry, {
      said: (shard, message) => this.onShard(shard, message),
      died: (shard, death) => this.onShardDied(shard, death),
      placed: (link, shard, asks) => this.onShardPlaced(link, shard, asks),
    });
    this.shards = this.keeper.links;
    this.report = new EngineReport(this.keeper.lives);
    this.venues = new Map(venues.map((venue) => [venue.id, venue]));
    this.briefing = new Briefing(this.subscriptions);
    this.symbols = new SymbolRouter(venues);
    this.router = new FrameRouter(this.shards, this.symbols, (connection, stream, sequence) =>
      this.onGap(connection, stream, sequence),
    );
    this.requests = new RequestBook(this.subscriptions, (message) => port.post(message));
    port.onMessage = (data) => {
      if (data instanceof Uint8Array) {
        this.start(0);
        this.router.take(data);
      } else this.onMessage(data);
      this.requests.send();
    };
    port.post({ kind: 'ready' });
  }

  /** May come before main's first word: its shards are not there then, and hear of it when they begin. */
  addWindow(window: number, port: Port<EngineToWindow, WindowToEngine>): void {
    this.windows.add(window, port);
  }

  /** About every 100 ms. */
  tick(): void {
    this.requests.send();
    this.sendTaken();
  }

  /** Once a second: the sign of life. */
  sendHealth(): void {
    this.keeper.look();
    const queued = this.shards.map(({ queuedFrames }) => queuedFrames);
    this.port.post({
      kind: 'health',
      health: this.report.health(wallMs(), this.router.frames, queued, this.subscriptions, this.requests.resyncs),
    });
  }

  private start(threads: number): void {
    if (this.shards.length > 0) return;
    this.keeper.start(threads);
    for (const shard of this.shards) this.windows.introduce(shard);
    this.placement = new Placement(this.shards.length);
  }

  private toAll(message: ToShard): void {
    for (const shard of this.shards) shard.post(message);
  }

  private onMessage(message: MainToEngine): void {
    if (message.kind !== 'settings') this.start(0);
    switch (message.kind) {
      case 'settings':
        this.start(message.settings.shards);
        this.onSettings(message.settings);
        break;
      case 'instruments':
        this.onInstruments(message);
        break;
      case 'links':
        this.onLinks(message);
        break;
      case 'connection':
        this.onConnection(message);
        break;
      case 'cover':
        this.subscriptions.unsubscribe(message.connection, message.remove);
        this.subscriptions.subscribe(message.connection, message.add);
        this.cover(message.connection, message.add, message.remove);
        break;
      case 'gone':
        this.subscriptions.forget(message.connection);
        this.report.forgetConnection(message.connection);
        this.router.forget(message.connection);
        this.toAll(message);
        break;
      case 'handover':
        this.subscriptions.handOver(message.connection, message.listings);
        this.handOver(message.connection, message.listings);
        break;
      case 'alerts':
        this.briefing.alertRules = message.rules;
        this.toAll(message);
        break;
      case 'dropped':
        this.lose(
          message.connection,
          'queue-overflow',
          `${message.frames} messages were dropped before they reached the engine`,
        );
        break;
      case 'closed':
        this.briefing.close(message.listings, message.reason);
        this.toAll(message);
        break;
      case 'reopened':
        this.briefing.forgetClosed(message.listings);
        this.toAll(message);
        break;
      case 'dump':
        this.gatherings.set(message.id, { from: new Set(this.shards.keys()), listings: message.listings, books: [] });
        this.toAll(message);
        break;
      case 'check':
        this.shards[this.placement.of(message.instrument.id)]?.post(message);
        break;
      case 'hold':
        this.toAll(message);
        break;
      case 'restore':
        this.router.restartAll();
        this.toAll(message);
        break;
      case 'kill-shard':
        this.keeper.end(message.shard, message.asked);
        break;
      case 'window':
        break;
    }
  }

  /** Connections of unknown venues are left out. */
  private onConnection(message: Extract<MainToEngine, { kind: 'connection' }>): void {
    const { connection, venue: id, transport, change, reason } = message;
    const venue = this.venues.get(id);
    if (!venue) return;
    this.subscriptions.change(connection, id, transport, change, reason);
    this.router.connect(connection, venue);
    if (change === 'opened' || change === 'closed') this.router.restart(connection);
    this.toAll(message);
  }

  private onSettings({ frameIntervalMs, clock }: Extract<MainToEngine, { kind: 'settings' }>['settings']): void {
    this.briefing.frameIntervalMs = Math.max(FRAME_INTERVAL_MIN_MS, frameIntervalMs);
    this.briefing.clock = clock;
    this.toAll({ kind: 'settings', frameIntervalMs: this.briefing.frameIntervalMs, clock });
  }

  private onInstruments({ add, remove }: Extract<MainToEngine, { kind: 'instruments' }>): void {
    this.briefing.forgetClosed(remove);
    for (const listing of remove) {
      const instrument = this.placement.instrument(listing);
      if (instrument) this.symbols.forget(instrument);
      this.shards[this.placement.of(listing)]?.post({ kind: 'instruments', add: [], remove: [listing] });
      this.placement.remove(listing);
    }
    const byShard = this.shards.map(() => [] as (typeof add)[number][]);
    for (const instrument of add) {
      const shard = this.placement.add(instrument);
      this.symbols.place(instrument, shard);
      byShard[shard]?.push(instrument);
    }
    byShard.forEach((instruments, shard) => {
      if (instruments.length > 0) this.shards[shard]?.post({ kind: 'instruments', add: instruments, remove: [] });
    });
  }

  /** A listing that became part of a link may have to move to the link's shard: there its book is seeded anew. */
  private onLinks({ removed, changed }: LinkDifference): void {
    const { links } = this.briefing;
    applyDifference(links, { removed, changed });
    for (const { listing, from, to } of this.placement.setLinks([...links.values()])) {
      const instrument = this.placement.instrument(listing);
      if (!instrument) continue;
      this.symbols.place(instrument, to);
      this.shards[from]?.post({ kind: 'instruments', add: [], remove: [listing] });
      const shard = this.shards[to];
      shard?.post({ kind: 'instruments', add: [instrument], remove: [] });
      if (shard) this.briefing.hand(shard, [listing]);
      this.seed([listing]);
    }
    this.toAll({ kind: 'links', removed, changed });
  }

  /** Asks for the books of these listings anew, from whoever carries them. */
  private seed(listings: readonly ListingId[]): void {
    for (const [connection, carried] of this.subscriptions.byOwner(listings)) {
      if (!this.subscriptions.get(connection)?.state.isOpen) continue;
      for (const listing of carried) this.requests.resync(connection, listing, 'engine-restarted');
    }
  }

  private cover(connection: number, add: readonly ListingId[], remove: readonly ListingId[]): void {
    const carrier = this.subscriptions.get(connection)?.state;
    if (!carrier) return;
    this.shards.forEach((shard, number) => {
      const mine = { add: this.placement.on(number, add), remove: this.placement.on(number, remove) };
      if (mine.add.length > 0 || mine.remove.length > 0) shard.post({ kind: 'cover', connection, carrier, ...mine });
    });
  }

  private handOver(connection: number, listings: readonly ListingId[]): void {
    const carrier = this.subscriptions.get(connection)?.state;
    if (!carrier) return;
    this.shards.forEach((shard, number) => {
      const mine = this.placement.on(number, listings);
      if (mine.length > 0) shard.post({ kind: 'handover', connection, carrier, listings: mine });
    });
  }

  private onGap(connection: number, stream: number, sequence: number): void {
    this.report.countGap(connection);
    this.lose(connection, 'sequence-gap', `Message ${sequence} of stream ${stream} came out of order`);
  }

  private lose(connection: number, reason: BookReason, what: string): void {
    this.report.gaps++;
    this.toAll({ kind: 'lost', connection, reason });
    const known = this.subscriptions.get(connection);
    const text = `${what}; ${known?.subscriptions.owned.size ?? 0} books are recovering and fresh snapshots were asked for.`;
    this.note('BOOK_GAP', text, { venue: known?.venue ?? '', connection });
  }

  private onShard(number: number, message: FromShard): void {
    switch (message.kind) {
      case 'hops':
        this.report.setHops(number, message.hops);
        break;
      case 'report':
        this.report.setReport(number, message.report);
        break;
      case 'resync':
        this.requests.resync(message.connection, message.listing, message.reason);
        break;
      case 'lost':
        this.shards.forEach((shard, other) => {
          if (other !== number) shard.post({ kind: 'lost', connection: message.connection, reason: message.reason });
        });
        break;
      case 'replace':
        this.requests.replace(message.connection, message.reason);
        break;
      case 'took':
        this.subscriptions.takeOver(message.connection, message.listings);
        this.port.post(message);
        break;
      case 'books':
        this.gather(number, message.id, message.books);
        break;
      case 'to-window':
        this.windows.send(message.window, message.data);
        break;
      case 'taken':
        this.taken += message.frames;
        if (this.taken >= TAKEN_EVERY) this.sendTaken();
        break;
      default:
        this.port.post(message);
    }
  }

  private onShardDied(number: number, { reason, asked, framesLost, pauseMs }: ShardDeath): void {
    this.taken += framesLost;
    this.report.forget(number);
    if (pauseMs === null) throw new Error(`shard ${number} stopped too often (${reason})`);
    const what = asked ? 'was ended because a person asked for a new start' : `stopped (${reason})`;
    const text = `Shard ${number} ${what}. Its books are recovering; it is started again and they are seeded anew.`;
    this.note('SHARD_EXIT', text, { venue: '', connection: null }, asked ? 'info' : 'warn');
  }

  private onShardPlaced(link: ShardLink, number: number, asks: boolean): void {
    const mine = this.briefing.tell(link, number, this.placement);
    this.windows.introduce(link);
    // What the one before was asked and did not answer.
    for (const [id, { from, listings }] of this.gatherings) {
      if (from.has(number)) link.post({ kind: 'dump', id, listings });
    }
    if (asks) this.seed(mine);
    this.requests.send();
  }

  private gather(shard: number, id: number, books: readonly BookDump[]): void {
    const gathering = this.gatherings.get(id);
    if (!gathering?.from.delete(shard)) return;
    gathering.books.push(...books);
    if (gathering.from.size > 0) return;
    this.gatherings.delete(id);
    this.port.post({ kind: 'books', id, books: gathering.books });
  }

  private note(
    code: string,
    text: string,
    where: Pick<LogEvent, 'venue' | 'connection'>,
    level: LogEvent['level'] = 'warn',
  ): void {
    this.port.post({ kind: 'event', event: { atMs: wallMs(), level, code, listing: '', text, ...where } });
  }

  private sendTaken(): void {
    this.taken += this.router.done;
    this.router.done = 0;
    if (this.taken <= 0) return;
    this.port.post({ kind: 'taken', frames: this.taken });
    this.taken = 0;
  }
}
