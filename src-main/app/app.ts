/**
 * The live app, the same in both hosts: catalogue, feeds, engine and windows, put together.
 *
 * Market data passes through main as raw frames only: from the feeds through the router to the engine. Everything else here is
 * control: which books are followed, what the engine reports, what windows request. The constructor reads from top to bottom: a part is
 * given the parts above it, and hears of those below it through the signals that are connected at the end.
 */
import type { BookDump, EngineToMain } from '../../src-shared/contract/main-engine.ts';
import type { Port } from '../../src-shared/contract/port.ts';
import type { CatalogState, MainToWindow, WindowToMain } from '../../src-shared/contract/window-main.ts';
import type { AppHealth, LogEvent } from '../../src-shared/domain/health.ts';
import type { Listing, ListingId, VenueId } from '../../src-shared/domain/listing.ts';
import type { LifecycleNotice } from '../../src-shared/domain/notice.ts';
import type { RecordingState } from '../../src-shared/domain/session.ts';
import { LoopDelay } from '../base/loop-delay.ts';
import { VENUES } from '../base/registry.ts';
import { Signal } from '../base/signal.ts';
import type { FollowPart } from '../catalog/catalog-calls.ts';
import { CatalogClient } from '../catalog/catalog-client.ts';
import type { FeedOutput } from '../feed/feed-output.ts';
import { LinkSuggestions } from '../links/link-suggestions.ts';
import { LinkTable } from '../links/link-table.ts';
import { BatchRouter } from '../route/batch-router.ts';
import { SessionsClient } from '../session/sessions-client.ts';
import { marketHandlers } from './answers/market-answers.ts';
import { appComponents } from './app-components.ts';
import { AppCore } from './app-core.ts';
import { appHealth } from './app-health.ts';
import { helloOf, venueCards } from './app-hello.ts';
import { replacedText } from './app-messages.ts';
import type { App, AppOptions } from './controllers/app-types.ts';
import { CrossCheckService } from './controllers/cross-check-service.ts';
import { FollowController } from './controllers/follow-controller.ts';
import { LinkController } from './controllers/link-controller.ts';
import { LinkMigration } from './controllers/link-migration.ts';
import { RecordingController, sessionsFolder } from './controllers/recording-controller.ts';
import { VenueRegistry } from './controllers/venue-registry.ts';
import { WatchlistController } from './controllers/watchlist-controller.ts';
import type { EngineProcess } from './engine/engine-process.ts';
import { exportsFolderOf, SessionController } from './session-controller.ts';

/** An engine that takes longer to start is not waited for. */
const ENGINE_START_MS = 5_000;

export class CrossbookApp implements App {
  readonly recording: RecordingController;
  private readonly options: AppOptions;
  private readonly router = new BatchRouter();
  private readonly venues = new VenueRegistry();
  private readonly delay = new LoopDelay();
  private readonly core: AppCore;
  private readonly catalog: CatalogClient;
  private readonly suggestions: LinkSuggestions;
  private readonly links: LinkController;
  private readonly follow: FollowController;
  private readonly checks: CrossCheckService;
  private readonly sessionFiles: SessionsClient;
  private readonly sessions: SessionController;
  private connections = 0;
  private mainDelayMs = 0;

  constructor(options: AppOptions) {
    this.options = options;
    const { settings, paths, state, mode } = options;
    const { router, venues } = this;
    const linkTable = new LinkTable();
    const followed = new Map<ListingId, Listing>();
    const listing = (id: ListingId): Listing | undefined => followed.get(id);
    const core = new AppCore({
      app: options,
      replayNowMs: null,
      router,
      links: linkTable,
      listing,
      hello: () => {
        const { catalog, links } = this;
        const { revision: linksRevision } = links;
        return helloOf({
          app: options,
          venues,
          links: linkTable,
          linksRevision,
          catalog: catalog.state,
          log: core.log,
        });
      },
      health: () => this.health(),
    });
    this.core = core;
    const { windows, log, alerts } = core;

    const catalogState = new Signal<CatalogState>();
    const followParts = new Signal<FollowPart>();
    this.catalog = new CatalogClient({
      file: paths.catalogFile,
      ...(options.catalogThread && { entry: options.catalogThread }),
      onState: (state) => catalogState.emit(state),
      onFollow: (part) => followParts.emit(part),
      onProblem: (text) => core.log.note('error', 'CATALOG_STORE', text),
    });
    const { catalog } = this;
    this.suggestions = new LinkSuggestions({
      file: paths.catalogFile,
      ...(options.linkThread && { entry: options.linkThread }),
      catalog: () => catalog.state,
      onState: (search) => windows.push({ kind: 'linkSearch', search }),
    });
    const { suggestions } = this;
    this.links = new LinkController({
      store: options.links,
      table: linkTable,
      suggestions,
      listingOf: listing,
      log: (event) => log.add(event),
    });
    const { links } = this;
    const watchlist = new WatchlistController(state, (message) => windows.push(message));
    const recordingState = new Signal<RecordingState | null>();
    this.sessionFiles = new SessionsClient(sessionsFolder(options), options.sessionsThread);
    const { sessionFiles } = this;
    this.recording = new RecordingController({
      app: options,
      sessions: sessionFiles,
      log: (event) => log.add(event),
      onState: (recording) => recordingState.emit(recording),
      listings: () => [...followed.values()],
      links: () => linkTable.all(),
      dumpBooks: (of) => core.dumpBooks(of),
    });
    const { recording } = this;
    this.follow = new FollowController({
      catalog: () => catalog,
      followed,
      links: linkTable,
      venues: () => venues.all(),
      // What an alert is about is followed with no window open.
      watchlist: () => [...watchlist.get(), ...alerts.targets()],
      scope: settings.subscriptionScope ?? (mode === 'demo' ? 'all' : 'soon'),
      max: settings.subscriptionsMax,
      post: (message) => router.post(message),
      onFollowed: (listings, shown) => {
        if (shown.length > 0) windows.push({ kind: 'listings', listings: shown });
        links.onListings(listings);
        recording.catalog(listings);
      },
      onLeftOut: (text) => core.log.note('warn', 'APP_LEFT_OUT', text),
    });
    const { follow } = this;
    this.checks = new CrossCheckService({
      listings: () => follow.all(),
      dump: (listings) => core.dumpBooks(listings),
      post: (message) => router.post(message),
    });
    this.sessions = new SessionController({ app: options, windows, sessions: sessionFiles });
    const { checks, sessions } = this;
    const migration = new LinkMigration({ listing, links: linkTable, watchlist, alerts, log });

    const restartShard = (shard: number): void => this.killShard(shard, true);
    core.components.add(() =>
      appComponents({
        ...{ supervisor: core.supervisor, shards: settings.shards, restartShard },
        ...{ catalog, suggestions, recording, sessionFiles, jobs: sessions.jobs, venues },
      }),
    );
    for (const owner of [links, watchlist, recording, venues]) windows.handle(owner.handlers());
    windows.handle(marketHandlers(catalog, linkTable, links.suggestedOf));
    windows.handle({
      setPreferences: ({ preferences: change }) => {
        state.update({ preferences: { ...state.get().preferences, ...change } });
        return null;
      },
    });
    windows.greet(() => ({ kind: 'recording', recording: recording.state }));
    windows.greet(() => ({ kind: 'linkSearch', search: suggestions.state }));

    catalogState.on((catalog) => windows.push({ kind: 'catalog', catalog }));
    catalogState.on(() => suggestions.onCatalog());
    followParts.on((part) => follow.take(part));
    windows.shownChanged.on((shown) => follow.show(shown));
    links.changed.on(({ revision, difference, ended, touched }) => {
      windows.push({ kind: 'links', revision, ...difference });
      if (difference.removed.length + difference.changed.length === 0) return;
      router.post({ kind: 'links', ...difference });
      migration.take(ended);
      follow.relink(touched);
    });
    for (const { changed } of [watchlist, alerts]) changed.on(() => follow.wantSoon());
    let recorded: string | null = null;
    recordingState.on((state) => {
      windows.push({ kind: 'recording', recording: state });
      // The list of sessions changes when a recording begins or ends.
      if ((state?.session ?? null) !== recorded) void sessions.tell();
      recorded = state?.session ?? null;
    });
    log.added.on((event) => recording.logLine(event));
    core.started.on(() => {
      follow.seed();
      venues.reseed();
    });
    core.lost.on(({ reason }) => checks.refuseAll(`the engine stopped (${reason})`));
    core.messages.on((message) => this.onEngineMessage(message));
    core.tick.on(() => {
      this.mainDelayMs = this.delay.read();
      void links.refresh();
    });
  }

  async start(): Promise<void> {
    const { core, venues } = this;
    for (const text of this.options.warnings) core.log.note('warn', 'APP_SETTINGS', text);
    // No venue is asked before the engine can take the answer: the first snapshots would wait for its start.
    await core.start(ENGINE_START_MS);
    const pushVenues = (): void => core.windows.push({ kind: 'venues', venues: venueCards(venues) });
    const isOpen = await venues.open({
      venues: VENUES,
      app: this.options,
      catalog: this.catalog,
      output: this.feedOutput(),
      checks: this.checks,
      log: (event) => core.log.add(event),
      onTransport: pushVenues,
    });
    if (!isOpen) return;
    void this.sessionFiles.call('sweep', { exports: exportsFolderOf(this.options) }).catch(() => {});
    void this.recording.open();
    pushVenues();
    this.follow.wantSoon();
  }

  async stop(): Promise<void> {
    // First: closing windows and pending answers would have the feeds follow again.
    this.follow.stop();
    this.suggestions.stop();
    this.core.windows.closeAll('Crossbook is closing');
    // Before the feeds end: their goodbyes are ours, not the exchange's.
    const [recorded, sessions] = [this.recording.close(), this.sessions.stop()];
    this.venues.close();
    this.core.stop();
    this.delay.stop();
    await recorded;
    await sessions;
    await this.sessionFiles.stop();
    await this.catalog.close();
    await this.options.state.flush();
  }

  attachWindow(_window: number, port: Port<MainToWindow, WindowToMain>): void {
    this.core.windows.attach(port);
  }

  engine(): EngineProcess<unknown> | null {
    return this.core.supervisor.current;
  }

  /** The log's events so far, the newest last. */
  events(): readonly LogEvent[] {
    return this.core.log.list();
  }

  replay(session: string): Promise<App> {
    return this.sessions.replay(session);
  }

  /** Ends the engine as kill -9 would; it is restarted. */
  killEngine(): void {
    this.core.supervisor.current?.kill();
  }

  /** Ends a shard's thread as a crash would; the engine restarts it. `asked`: the user requested it. */
  killShard(shard: number, asked = false): void {
    this.router.post({ kind: 'kill-shard', shard, requested: asked });
  }

  /** All books, or those of these listings, as the engine has them now. Rejects when it does not answer. */
  dumpBooks(listings: readonly ListingId[] = []): Promise<readonly BookDump[]> {
    return this.core.dumpBooks(listings);
  }

  health(): AppHealth {
    const { venues, core, mainDelayMs, router } = this;
    return appHealth(venues.all(), core.supervisor, mainDelayMs, router.droppedFrames, core.components.list());
  }

  private feedOutput(): FeedOutput {
    const { router } = this;
    return this.recording.tap({
      frame: (connection, channel, receivedMicros, receivedNanos, bytes) =>
        router.frame(connection, channel, receivedMicros, receivedNanos, bytes),
      connection: (connection, venue, transport, change, reason) =>
        router.post({ kind: 'connection', connection, venue, transport, change, reason, atMs: Date.now() }),
      cover: (connection, add, remove) => router.post({ kind: 'subscriptions', connection, add, remove }),
      gone: (connection) => router.post({ kind: 'gone', connection }),
      handOver: (connection, listings) => router.post({ kind: 'hand-over', connection, listings }),
      log: (event) => this.core.log.add(event),
      nextConnection: () => ++this.connections,
    });
  }

  private onEngineMessage(message: EngineToMain): void {
    this.recording.engineMessage(message);
    if (message.kind === 'replace') {
      this.core.log.note('warn', 'FEED_REPLACED', replacedText(message.connection, message.reason));
    }
    this.venues.engineMessage(message);
    if (message.kind === 'lifecycle') void this.takeLifecycle(message.venue, message.notice);
    else if (message.kind === 'checked') this.checks.take(message);
  }

  private async takeLifecycle(venue: VenueId, notice: LifecycleNotice): Promise<void> {
    // A catalogue that stopped has reported it, and finds out what changed on its next walk.
    const announced = await this.catalog.call('lifecycle', [venue, notice]).catch(() => null);
    if (announced === null) return;
    this.venues
      .all()
      .find((one) => one.venue.id === venue)
      ?.discoverer.announce(announced);
  }
}

export function createApp(options: AppOptions): CrossbookApp {
  return new CrossbookApp(options);
}
