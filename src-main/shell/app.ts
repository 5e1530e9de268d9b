/**
 * The app, the same in both hosts: catalogue, feeds, engine and windows, put together.
 *
 * Market data passes through main as raw frames only: from the feeds through the router to the engine. Everything else here is
 * control: which books are followed, what the engine reports, what windows ask for.
 */
import type { BookDump, EngineToMain } from '../../src-shared/contract/main-engine.ts';
import type { Port } from '../../src-shared/contract/port.ts';
import type {
  MainToWindow,
  Mode,
  Preferences,
  VenueCard,
  Watchlist,
  WindowToMain,
} from '../../src-shared/contract/window-main.ts';
import type { AppHealth, LogEvent } from '../../src-shared/domain/health.ts';
import type { Listing, ListingId } from '../../src-shared/domain/listing.ts';
import { VENUES } from '../../src-shared/venues/index.ts';
import { Catalog, type CatalogChange } from '../catalog/catalog.ts';
import { instrumentOf } from '../catalog/instrument-of.ts';
import { takeLifecycle } from '../catalog/lifecycle.ts';
import { LinkBook } from '../catalog/link-book.ts';
import { searchCatalog } from '../catalog/search.ts';
import { wantedListings } from '../catalog/wanted.ts';
import type { FeedOutput } from '../feed/feed.ts';
import { BatchRouter } from '../route/batch-router.ts';
import { appHealth } from './app-health.ts';
import type { App, AppOptions } from './app-types.ts';
import { BookDumps } from './book-dumps.ts';
import type { EngineProcess } from './engine-process.ts';
import { EngineSupervisor } from './engine-supervisor.ts';
import { EventLog } from './event-log.ts';
import { LoopDelay } from './loop-delay.ts';
import { RecordingDesk } from './recording-desk.ts';
import { reportText } from './report.ts';
import { SessionDesk } from './session-desk.ts';
import { openVenues, type VenueDesk } from './venue-desk.ts';
import { WindowDesk } from './window-desk.ts';

/** Changes of the catalogue and of what is shown are gathered before the subscriptions follow. */
const FOLLOW_DELAY_MS = 100;
const HEALTH_EVERY_MS = 1_000;
/** An engine that takes longer to start is not waited for. */
const ENGINE_START_MS = 5_000;

export class CrossbookApp implements App {
  readonly recording: RecordingDesk;
  private readonly sessions: SessionDesk;
  private readonly options: AppOptions;
  private readonly catalog = new Catalog();
  private readonly links: LinkBook;
  private readonly router = new BatchRouter();
  private readonly log = new EventLog();
  private readonly delay = new LoopDelay();
  private readonly supervisor: EngineSupervisor;
  private readonly desk: WindowDesk;
  private readonly dumps = new BookDumps();
  private venues: readonly VenueDesk[] = [];
  private followed = new Map<ListingId, Listing>();
  private shown: readonly string[] = [];
  private recordedSession: string | null = null;
  private connections = 0;
  private leftOut = 0;
  private mainDelayMs = 0;
  private followTimer: NodeJS.Timeout | null = null;
  private healthTimer: NodeJS.Timeout | null = null;
  private isStopped = false;

  constructor(options: AppOptions) {
    this.options = options;
    this.links = new LinkBook(options.links ?? []);
    this.supervisor = new EngineSupervisor(options.launchEngine, {
      onStarted: (engine) => this.onEngineStarted(engine),
      onMessage: (message) => this.onEngineMessage(message),
      onLost: (reason, restarting) => this.onEngineLost(reason, restarting),
    });
    this.desk = new WindowDesk({
      hello: () => this.hello(),
      search: (ask) => searchCatalog(this.catalog, this.links, ask),
      listings: (ids) => ids.map((id) => this.catalog.get(id)).filter((listing) => listing !== undefined),
      setWatchlist: (watchlist) => this.setWatchlist(watchlist),
      setPreferences: (change) => this.setPreferences(change),
      setShown: (shown) => {
        this.shown = shown;
        this.followSoon();
      },
      reconnect: (connection) => this.reconnect(connection, 'A person asked for it'),
      restartEngine: () => this.supervisor.restart(),
      report: () => reportText(this.options, this.health(), this.log.list()),
    });
    this.recording = new RecordingDesk({
      app: options,
      log: (event) => this.log.add(event),
      onState: (recording) => {
        this.desk.push({ kind: 'recording', recording });
        this.onRecording(recording?.session ?? null);
      },
      listings: () => [...this.followed].map(([id, listing]) => this.catalog.get(id) ?? listing),
      links: () => this.links.all(),
      dumpBooks: (of) => this.dumpBooks(of),
    });
    this.desk.handle(this.recording.actions());
    this.sessions = new SessionDesk({ app: options, desk: this.desk, log: (event) => this.log.add(event) });
    this.desk.greet(() => ({ kind: 'recording', recording: this.recording.state }));
    this.catalog.onChange = (change) => this.onCatalog(change);
    this.log.onEvent = (event) => {
      this.desk.push({ kind: 'events', events: [event] });
      this.recording.logLine(event);
    };
  }

  async start(): Promise<void> {
    for (const text of this.options.warnings) this.note('warn', 'APP_SETTINGS', text);
    this.supervisor.start();
    this.healthTimer = setInterval(() => this.tellHealth(), HEALTH_EVERY_MS);
    // Nothing is asked of a venue before somebody can take the answer: the first snapshots would wait for the engine's start.
    await this.supervisor.ready(ENGINE_START_MS);
    this.venues = await openVenues({
      venues: VENUES,
      app: this.options,
      catalog: this.catalog,
      output: this.feedOutput(),
      log: (event) => this.log.add(event),
      onTransport: () => this.desk.push({ kind: 'venues', venues: this.venueCards() }),
    });
    if (this.isStopped) {
      // Stopped while the keys were read: what was opened since must not stay.
      this.closeVenues();
      return;
    }
    for (const venue of this.venues) venue.discoverer.start();
    void this.recording.open();
    this.desk.push({ kind: 'venues', venues: this.venueCards() });
    this.followSoon();
  }

  async stop(): Promise<void> {
    // First: closing windows and answers under way would have the feeds follow anew.
    this.isStopped = true;
    if (this.healthTimer) clearInterval(this.healthTimer);
    if (this.followTimer) clearTimeout(this.followTimer);
    this.desk.closeAll('Crossbook is closing');
    // Before the feeds end: their goodbyes are ours, not the exchange's.
    const recorded = this.recording.close();
    this.closeVenues();
    this.router.setPort(null);
    this.supervisor.stop();
    this.delay.stop();
    await recorded;
    await this.sessions.stop();
    await this.options.state.flush();
  }

  attachWindow(_window: number, port: Port<MainToWindow, WindowToMain>): void {
    this.desk.attach(port);
  }

  engine(): EngineProcess<unknown> | null {
    return this.supervisor.current;
  }

  /** What happened so far, the newest last. */
  events(): readonly LogEvent[] {
    return this.log.list();
  }

  replay(session: string): Promise<App> {
    return this.sessions.replay(session);
  }

  /** Ends the engine as kill -9 would; it is started again. */
  killEngine(): void {
    this.supervisor.current?.kill();
  }

  /** Ends a shard's thread as a crash would; the engine starts it again. */
  killShard(shard: number): void {
    this.router.post({ kind: 'kill-shard', shard });
  }

  /** All books, or those of these listings, as the engine has them now. Rejects when there is no engine, or it does not answer in time. */
  dumpBooks(listings: readonly ListingId[] = []): Promise<readonly BookDump[]> {
    if (!this.supervisor.current) return Promise.reject(new Error('the engine is not running'));
    return this.dumps.ask((id) => this.router.post({ kind: 'dump', id, listings }));
  }

  health(): AppHealth {
    return appHealth(this.venues, this.supervisor, this.mainDelayMs, this.router.droppedFrames);
  }

  private hello(): Extract<MainToWindow, { kind: 'hello' }> {
    const { mode, version, hostName, state, warnings } = this.options;
    const { preferences, watchlist } = state.get();
    return {
      kind: 'hello',
      mode: mode satisfies Mode,
      version,
      host: hostName,
      venues: this.venueCards(),
      preferences,
      watchlist,
      links: this.links.all(),
      catalog: this.catalog.state(),
      events: this.log.list(),
      warnings,
    };
  }

  private venueCards(): readonly VenueCard[] {
    return this.venues.map(({ venue: { id, name, shortName, colour }, feed: { transport, note } }) => {
      return { id, name, shortName, colour, transport, note };
    });
  }

  private setWatchlist(watchlist: Watchlist): void {
    this.options.state.update({ watchlist });
    this.desk.push({ kind: 'watchlist', watchlist });
    this.followSoon();
  }

  private setPreferences(change: Partial<Preferences>): void {
    const { preferences } = this.options.state.get();
    this.options.state.update({ preferences: { ...preferences, ...change } });
  }

  private reconnect(connection: number, reason: string): void {
    if (!this.venues.some(({ feed }) => feed.reconnect(connection, reason))) {
      throw new Error(`Connection ${connection} is not open any more, so it cannot be opened anew.`);
    }
  }

  private feedOutput(): FeedOutput {
    return this.recording.tap({
      frame: (connection, channel, receivedMicros, receivedNanos, bytes) =>
        this.router.frame(connection, channel, receivedMicros, receivedNanos, bytes),
      connection: (connection, venue, transport, change, reason) =>
        this.router.post({ kind: 'connection', connection, venue, transport, change, reason, atMs: Date.now() }),
      cover: (connection, add, remove) => this.router.post({ kind: 'cover', connection, add, remove }),
      log: (event) => this.log.add(event),
      nextConnection: () => ++this.connections,
    });
  }

  private onCatalog({ added, changed }: CatalogChange): void {
    if (changed.length > 0) {
      this.desk.push({ kind: 'listings', listings: changed });
      this.closeEnded(changed);
      const known = changed.filter(({ id }) => this.followed.has(id));
      if (known.length > 0) this.router.post({ kind: 'instruments', add: known.map(instrumentOf), remove: [] });
      this.recording.catalog(known);
    }
    if (added.length > 0 || changed.length > 0) this.followSoon();
  }

  private closeEnded(listings: readonly Listing[]): void {
    const closed = listings.filter(({ status }) => status === 'closed').map(({ id }) => id);
    const resolved = listings.filter(({ status }) => status === 'resolved').map(({ id }) => id);
    if (closed.length > 0) this.router.post({ kind: 'closed', listings: closed, reason: 'market-closed' });
    if (resolved.length > 0) this.router.post({ kind: 'closed', listings: resolved, reason: 'market-resolved' });
  }

  private closeVenues(): void {
    for (const { discoverer, feed, rest } of this.venues) {
      discoverer.stop();
      feed.stop();
      rest.close();
    }
  }

  private followSoon(): void {
    if (this.isStopped) return;
    this.followTimer ??= setTimeout(() => {
      this.followTimer = null;
      this.follow();
    }, FOLLOW_DELAY_MS);
  }

  /** Makes engine and feeds follow exactly the wanted books: instruments come before their frames and go after them. */
  private follow(): void {
    const wanted = wantedListings({
      catalog: this.catalog,
      links: this.links,
      shown: this.shown,
      watchlist: this.options.state.get().watchlist,
      max: this.options.settings.subscriptionsMax,
    });
    this.tellLeftOut(wanted.leftOut);
    const next = new Map(wanted.listings.map((listing) => [listing.id, listing]));
    const add = wanted.listings.filter(({ id }) => !this.followed.has(id));
    const remove = [...this.followed.keys()].filter((id) => !next.has(id));
    this.followed = next;
    if (add.length > 0) this.router.post({ kind: 'instruments', add: add.map(instrumentOf), remove: [] });
    this.recording.catalog(add);
    this.closeEnded(add);
    // A market that ended has no snapshot to wait for.
    const traded = wanted.listings.filter(({ status }) => status !== 'closed' && status !== 'resolved');
    for (const { venue, feed } of this.venues) feed.setListings(traded.filter((listing) => listing.venue === venue.id));
    if (remove.length > 0) this.router.post({ kind: 'instruments', add: [], remove });
    this.desk.push({ kind: 'catalog', catalog: this.catalog.state() });
  }

  private tellLeftOut(leftOut: number): void {
    if (leftOut > 0 && this.leftOut === 0) {
      const text = `${leftOut} open markets are not followed: the limit is ${this.options.settings.subscriptionsMax} (subscriptionsMax). Markets you open or watch always are.`;
      this.note('info', 'APP_LEFT_OUT', text);
    }
    this.leftOut = leftOut;
  }

  private onEngineStarted(engine: EngineProcess): void {
    this.router.setPort(engine.port);
    const { shards, frameIntervalMs } = this.options.settings;
    this.router.post({ kind: 'settings', settings: { shards, frameIntervalMs, clock: 'wall' } });
    this.router.post({ kind: 'links', links: this.links.all() });
    const followed = [...this.followed].map(([id, listing]) => this.catalog.get(id) ?? listing);
    if (followed.length > 0) this.router.post({ kind: 'instruments', add: followed.map(instrumentOf), remove: [] });
    this.closeEnded(followed);
    for (const { feed } of this.venues) feed.reseed();
    this.desk.push({ kind: 'engine', state: 'running' });
  }

  private onEngineLost(reason: string, restarting: boolean): void {
    this.router.setPort(null);
    this.dumps.refuseAll(`the engine stopped (${reason})`);
    const remedy = restarting
      ? 'It is started again and every book is seeded anew.'
      : 'It broke too often and stays off; restart it from the command palette.';
    this.note('error', 'ENGINE_EXIT', `The engine stopped (${reason}). No book is live until it is back. ${remedy}`);
    this.desk.push({ kind: 'engine', state: 'restarting' });
  }

  private onEngineMessage(message: EngineToMain): void {
    this.recording.engineMessage(message);
    switch (message.kind) {
      case 'control':
        for (const { feed } of this.venues) feed.control(message.connection, message.message);
        break;
      case 'resync':
        for (const { feed } of this.venues) feed.resync(message.connection, message.listings);
        break;
      case 'replace':
        this.note(
          'warn',
          'FEED_REPLACED',
          `Connection ${message.connection} did not send the snapshots asked for (${message.reason}) and is replaced.`,
        );
        for (const { feed } of this.venues)
          feed.reconnect(message.connection, `snapshots did not come (${message.reason})`);
        break;
      case 'lifecycle':
        takeLifecycle(this.catalog, message.venue, message.notice, (marketId) => {
          this.venues.find(({ venue }) => venue.id === message.venue)?.discoverer.announce(marketId);
        });
        break;
      case 'event':
        this.log.take(message.event);
        break;
      case 'taken':
        this.router.taken(message.frames);
        break;
      case 'books':
        this.dumps.answer(message.id, message.books);
        break;
      case 'ready':
      case 'health':
        break;
    }
  }

  /** The list of sessions changes when a recording begins or ends. */
  private onRecording(session: string | null): void {
    if (session === this.recordedSession) return;
    this.recordedSession = session;
    void this.sessions.tell();
  }

  private tellHealth(): void {
    this.mainDelayMs = this.delay.read();
    this.desk.push({ kind: 'health', health: this.health() });
  }

  private note(level: 'info' | 'warn' | 'error', code: string, text: string): void {
    this.log.add({ level, code, venue: '', connection: null, listing: '', text });
  }
}

export function createApp(options: AppOptions): CrossbookApp {
  return new CrossbookApp(options);
}
