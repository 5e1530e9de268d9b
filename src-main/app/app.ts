/**
 * The app, the same in both hosts: catalogue, feeds, engine and windows, put together.
 *
 * Market data passes through main as raw frames only: from the feeds through the router to the engine. Everything else here is
 * control: which books are followed, what the engine reports, what windows ask for.
 */
import type { BookDump, EngineToMain } from '../../src-shared/contract/main-engine.ts';
import type { Port } from '../../src-shared/contract/port.ts';
import type { MainToWindow, Preferences, Watchlist, WindowToMain } from '../../src-shared/contract/window-main.ts';
import type { AppHealth, LogEvent } from '../../src-shared/domain/health.ts';
import type { Listing, ListingId, VenueId } from '../../src-shared/domain/listing.ts';
import type { LifecycleNotice } from '../../src-shared/domain/notice.ts';
import { VENUES } from '../../src-shared/venues/index.ts';
import { LoopDelay } from '../base/loop-delay.ts';
import { CatalogClient } from '../catalog/catalog-client.ts';
import { searchQuery } from '../catalog/market-pages.ts';
import type { FeedOutput } from '../feed/feed-output.ts';
import { LinkSuggestions } from '../links/link-suggestions.ts';
import { BatchRouter } from '../route/batch-router.ts';
import { marketPage, searchHits } from './answers/market-answers.ts';
import { WindowDesk } from './answers/window-desk.ts';
import { appHealth } from './app-health.ts';
import { engineWord, helloOf, venueCards } from './app-hello.ts';
import { appParts } from './app-parts.ts';
import { engineLostText, replacedText } from './app-words.ts';
import type { AlertDesk } from './controllers/alert-desk.ts';
import type { App, AppOptions } from './controllers/app-types.ts';
import { CheckDesk } from './controllers/check-desk.ts';
import { EventLog } from './controllers/event-log.ts';
import { FollowDesk } from './controllers/follow-desk.ts';
import { passOn } from './controllers/inheritance.ts';
import { LinkDesk } from './controllers/link-desk.ts';
import { openAlerts } from './controllers/open-alerts.ts';
import { PartsDesk } from './controllers/parts-desk.ts';
import { RecordingDesk } from './controllers/recording-desk.ts';
import { replaceConnection } from './controllers/replace-connection.ts';
import { openVenues, type VenueDesk } from './controllers/venue-desk.ts';
import type { EngineProcess } from './engine/engine-process.ts';
import { EngineQuestions } from './engine/engine-questions.ts';
import { type EngineLoss, EngineSupervisor } from './engine/engine-supervisor.ts';
import { reportText } from './report.ts';
import { SessionDesk } from './session-desk.ts';

const HEALTH_EVERY_MS = 1_000;
/** An engine that takes longer to start is not waited for. */
const ENGINE_START_MS = 5_000;

export class CrossbookApp implements App {
  readonly recording: RecordingDesk;
  private readonly sessions: SessionDesk;
  private readonly options: AppOptions;
  private readonly catalog: CatalogClient;
  private readonly linkDesk: LinkDesk;
  private readonly suggestions: LinkSuggestions;
  private readonly follow: FollowDesk;
  private readonly router = new BatchRouter();
  private readonly log: EventLog;
  private readonly delay = new LoopDelay();
  private readonly supervisor: EngineSupervisor;
  private readonly desk: WindowDesk;
  private readonly dumps = new EngineQuestions<readonly BookDump[]>();
  private readonly checks = new CheckDesk({
    listings: () => this.follow.all(),
    dump: (listings) => this.dumpBooks(listings),
    post: (message) => this.router.post(message),
  });
  private readonly alerts: AlertDesk;
  private readonly parts: PartsDesk;
  private venues: readonly VenueDesk[] = [];
  private recordedSession: string | null = null;
  private connections = 0;
  private mainDelayMs = 0;
  private healthTimer: NodeJS.Timeout | null = null;
  private isStopped = false;

  constructor(options: AppOptions) {
    this.options = options;
    this.log = options.log ?? new EventLog();
    this.suggestions = new LinkSuggestions({
      file: options.paths.catalogFile,
      ...(options.linkThread && { entry: options.linkThread }),
      catalog: () => this.catalog.state,
      onState: (search) => this.desk.push({ kind: 'linkSearch', search }),
    });
    this.linkDesk = new LinkDesk({
      store: options.links,
      suggestions: this.suggestions,
      readListings: (ids) => this.catalog.call('listings', [ids]),
      listingOf: (id) => this.follow.get(id),
      log: (event) => this.log.add(event),
      onLinks: () => this.onLinks(),
    });
    const links = this.linkDesk.book;
    const { subscriptionScope, subscriptionsMax } = options.settings;
    this.follow = new FollowDesk({
      catalog: () => this.catalog,
      links,
      venues: () => this.venues,
      // What an alert is about is followed with no window open.
      watchlist: () => [...options.state.get().watchlist, ...this.alerts.targets()],
      scope: subscriptionScope ?? (options.mode === 'demo' ? 'all' : 'soon'),
      max: subscriptionsMax,
      post: (message) => this.router.post(message),
      onFollowed: (listings, shown) => this.onFollowed(listings, shown),
      onLeftOut: (text) => this.log.note('warn', 'APP_LEFT_OUT', text),
    });
    this.supervisor = new EngineSupervisor(options.launchEngine, {
      onStarted: (engine) => this.onEngineStarted(engine),
      onMessage: (message) => this.onEngineMessage(message),
      onLost: (loss) => this.onEngineLost(loss),
    });
    this.catalog = new CatalogClient({
      file: options.paths.catalogFile,
      ...(options.catalogThread && { entry: options.catalogThread }),
      onState: (state) => {
        this.desk.push({ kind: 'catalog', catalog: state });
        this.suggestions.onCatalog();
      },
      onFollow: (part) => this.follow.take(part),
      onProblem: (text) => this.log.note('error', 'CATALOG_STORE', text),
    });
    this.desk = new WindowDesk({
      hello: () => helloOf({ app: options, venues: this.venues, links, catalog: this.catalog.state, log: this.log }),
      search: async (ask, window) =>
        searchHits(await this.catalog.search(window, searchQuery(ask)), links, this.linkDesk.suggestedOf),
      markets: async (ask) => marketPage(await this.catalog.call('markets', [ask]), links, this.linkDesk.suggestedOf),
      listings: (ids) => this.catalog.listings(ids),
      setWatchlist: (watchlist) => this.setWatchlist(watchlist),
      setPreferences: (change) => this.setPreferences(change),
      setShown: (shown) => this.follow.show(shown),
      reconnect: (connection) => replaceConnection(this.venues, connection),
      report: () => reportText(this.options, this.health(), this.log.list()),
    });
    this.recording = new RecordingDesk({
      app: options,
      log: (event) => this.log.add(event),
      onState: (recording) => {
        this.desk.push({ kind: 'recording', recording });
        this.onRecording(recording?.session ?? null);
      },
      listings: () => this.follow.all(),
      links: () => links.all(),
      dumpBooks: (of) => this.dumpBooks(of),
    });
    this.desk.handle(this.recording.actions());
    this.desk.handle(this.linkDesk.actions());
    const listing = (id: ListingId): Listing | undefined => this.follow.get(id);
    const { desk } = this;
    this.alerts = openAlerts({ app: options, isReplay: false, listing, links, desk }, (rules) => {
      this.router.post({ kind: 'alerts', rules });
      this.follow.wantSoon();
    });
    this.linkDesk.onEnded = passOn({ app: options, listing, links, desk, alerts: this.alerts, log: this.log });
    this.sessions = new SessionDesk({ app: options, desk: this.desk, log: (event) => this.log.add(event) });
    this.parts = this.openParts();
    this.desk.greet(() => engineWord(this.supervisor));
    this.desk.greet(() => ({ kind: 'recording', recording: this.recording.state }));
    this.desk.greet(() => ({ kind: 'linkSearch', search: this.suggestions.state }));
    this.log.onEvent = (event) => {
      this.desk.push({ kind: 'events', events: [event] });
      this.recording.logLine(event);
    };
  }

  async start(): Promise<void> {
    for (const text of this.options.warnings) this.log.note('warn', 'APP_SETTINGS', text);
    this.supervisor.start();
    this.healthTimer = setInterval(() => this.tellHealth(), HEALTH_EVERY_MS);
    // Nothing is asked of a venue before somebody can take the answer: the first snapshots would wait for the engine's start.
    await this.supervisor.ready(ENGINE_START_MS);
    this.venues = await openVenues({
      venues: VENUES,
      app: this.options,
      catalog: this.catalog,
      output: this.feedOutput(),
      checks: this.checks,
      log: (event) => this.log.add(event),
      onTransport: () => this.desk.push({ kind: 'venues', venues: venueCards(this.venues) }),
    });
    if (this.isStopped) {
      // Stopped while the keys were read: what was opened since must not stay.
      this.closeVenues();
      return;
    }
    for (const { discoverer, checker } of this.venues) {
      discoverer.start();
      checker.start();
    }
    void this.recording.open();
    this.desk.push({ kind: 'venues', venues: venueCards(this.venues) });
    this.follow.wantSoon();
  }

  async stop(): Promise<void> {
    // First: closing windows and answers under way would have the feeds follow anew.
    this.isStopped = true;
    if (this.healthTimer) clearInterval(this.healthTimer);
    this.follow.stop();
    this.suggestions.stop();
    this.desk.closeAll('Crossbook is closing');
    // Before the feeds end: their goodbyes are ours, not the exchange's.
    const recorded = this.recording.close();
    this.closeVenues();
    this.router.setPort(null);
    this.supervisor.stop();
    this.delay.stop();
    await recorded;
    await this.sessions.stop();
    await this.catalog.close();
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

  /** Ends a shard's thread as a crash would; the engine starts it again. `asked`: a person wants that. */
  killShard(shard: number, asked = false): void {
    this.router.post({ kind: 'kill-shard', shard, asked });
  }

  /** All books, or those of these listings, as the engine has them now. Rejects when there is no engine, or it does not answer in time. */
  dumpBooks(listings: readonly ListingId[] = []): Promise<readonly BookDump[]> {
    if (!this.supervisor.current) return Promise.reject(new Error('the engine is not running'));
    return this.dumps.ask((id) => this.router.post({ kind: 'dump', id, listings }));
  }

  health(): AppHealth {
    return appHealth(this.venues, this.supervisor, this.mainDelayMs, this.router.droppedFrames, this.parts.list());
  }

  private openParts(): PartsDesk {
    const { supervisor, catalog, suggestions, recording, options } = this;
    const sources = () =>
      appParts({
        supervisor,
        shards: options.settings.shards,
        restartShard: (shard) => this.killShard(shard, true),
        catalog,
        suggestions,
        recording,
        jobs: this.sessions.jobs,
        venues: () => this.venues,
      });
    const parts = new PartsDesk(sources, (text) => this.log.note('info', 'PART_RESTART', text));
    this.desk.handle(parts.actions());
    return parts;
  }

  private setWatchlist(watchlist: Watchlist): void {
    this.options.state.update({ watchlist });
    this.desk.push({ kind: 'watchlist', watchlist });
    this.follow.wantSoon();
  }

  private setPreferences(change: Partial<Preferences>): void {
    const { preferences } = this.options.state.get();
    this.options.state.update({ preferences: { ...preferences, ...change } });
  }

  private feedOutput(): FeedOutput {
    return this.recording.tap({
      frame: (connection, channel, receivedMicros, receivedNanos, bytes) =>
        this.router.frame(connection, channel, receivedMicros, receivedNanos, bytes),
      connection: (connection, venue, transport, change, reason) =>
        this.router.post({ kind: 'connection', connection, venue, transport, change, reason, atMs: Date.now() }),
      cover: (connection, add, remove) => this.router.post({ kind: 'cover', connection, add, remove }),
      gone: (connection) => this.router.post({ kind: 'gone', connection }),
      handOver: (connection, listings) => this.router.post({ kind: 'handover', connection, listings }),
      log: (event) => this.log.add(event),
      nextConnection: () => ++this.connections,
    });
  }

  private onLinks(): void {
    const links = this.linkDesk.book.all();
    this.desk.push({ kind: 'links', links });
    this.router.post({ kind: 'links', links });
    this.follow.wantSoon();
  }

  private onFollowed(listings: readonly Listing[], shown: readonly Listing[]): void {
    if (shown.length > 0) this.desk.push({ kind: 'listings', listings: shown });
    this.linkDesk.onListings(listings);
    this.recording.catalog(listings);
  }

  private closeVenues(): void {
    for (const { discoverer, feed, rest, checker } of this.venues) {
      discoverer.stop();
      checker.stop();
      feed.stop();
      rest.close();
    }
  }

  private onEngineStarted(engine: EngineProcess): void {
    this.router.setPort(engine.port);
    const { shards, frameIntervalMs } = this.options.settings;
    this.router.post({ kind: 'settings', settings: { shards, frameIntervalMs, clock: 'wall' } });
    this.router.post({ kind: 'links', links: this.linkDesk.book.all() });
    this.router.post({ kind: 'alerts', rules: this.alerts.all() });
    this.follow.seed();
    for (const { feed } of this.venues) feed.reseed();
    this.desk.push({ kind: 'engine', state: 'running' });
  }

  private onEngineLost({ reason, restarting, asked }: EngineLoss): void {
    this.router.setPort(null);
    for (const asked of [this.dumps, this.checks]) asked.refuseAll(`the engine stopped (${reason})`);
    this.log.note(asked ? 'info' : 'error', 'ENGINE_EXIT', engineLostText(reason, restarting));
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
      case 'took':
        for (const { feed } of this.venues) feed.took(message.connection, message.listings);
        break;
      case 'replace':
        this.log.note('warn', 'FEED_REPLACED', replacedText(message.connection, message.reason));
        for (const { feed } of this.venues)
          feed.reconnect(message.connection, `snapshots did not come (${message.reason})`);
        break;
      case 'lifecycle':
        void this.takeLifecycle(message.venue, message.notice);
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
      case 'checked':
        this.checks.take(message);
        break;
      case 'alert':
        this.alerts.take(message.sighting);
        break;
      case 'ready':
      case 'health':
        break;
    }
  }

  private async takeLifecycle(venue: VenueId, notice: LifecycleNotice): Promise<void> {
    // A catalogue that stopped said so itself, and finds out what changed by its next walk.
    const announced = await this.catalog.call('lifecycle', [venue, notice]).catch(() => null);
    if (announced !== null) this.venues.find((one) => one.venue.id === venue)?.discoverer.announce(announced);
  }

  /** The list of sessions changes when a recording begins or ends. */
  private onRecording(session: string | null): void {
    if (session === this.recordedSession) return;
    this.recordedSession = session;
    void this.sessions.tell();
  }

  private tellHealth(): void {
    this.mainDelayMs = this.delay.read();
    void this.linkDesk.refresh();
    this.desk.push({ kind: 'health', health: this.health() });
  }
}

export function createApp(options: AppOptions): CrossbookApp {
  return new CrossbookApp(options);
}
