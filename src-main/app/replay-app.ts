/**
 * A session as an app: the same engine and the same window as live, fed from a recording, on the recording's time.
 *
 * It touches nothing of the live app: it has an engine, a catalogue and windows of its own. What it cannot do (subscribe, reconnect,
 * record) it refuses in a sentence. It is unmistakably a replay: its mode says so from the first message on.
 */
import type { BookDump, EngineToMain } from '../../src-shared/contract/main-engine.ts';
import type { Port } from '../../src-shared/contract/port.ts';
import type { MainToWindow, WindowToMain } from '../../src-shared/contract/window-main.ts';
import type { AppHealth, ConnectionHealth } from '../../src-shared/domain/health.ts';
import { instrumentOf } from '../../src-shared/domain/instrument-of.ts';
import type { Listing } from '../../src-shared/domain/listing.ts';
import type { ReplayState, SessionEvent } from '../../src-shared/domain/session.ts';
import { SubscriptionTable } from '../../src-shared/domain/subscription-table.ts';
import { heapUsedBytes } from '../base/heap-used.ts';
import { LinkBook } from '../links/link-book.ts';
import { takeEvent } from '../replay/replay-connections.ts';
import { ReplayFlow } from '../replay/replay-flow.ts';
import { ReplayPlayer } from '../replay/replay-player.ts';
import { BatchRouter } from '../route/batch-router.ts';
import type { EventItem, FrameItem, KeyframeItem } from '../session/session-item.ts';
import { WindowDesk } from './answers/window-desk.ts';
import { engineWord, recordedVenueCards } from './app-hello.ts';
import { enginePart } from './app-parts.ts';
import type { AlertDesk } from './controllers/alert-desk.ts';
import type { App, AppOptions } from './controllers/app-types.ts';
import { EventLog } from './controllers/event-log.ts';
import { openAlerts } from './controllers/open-alerts.ts';
import { PartsDesk } from './controllers/parts-desk.ts';
import type { EngineProcess } from './engine/engine-process.ts';
import { EngineQuestions } from './engine/engine-questions.ts';
import { type EngineLoss, EngineSupervisor } from './engine/engine-supervisor.ts';
import { ReplayMarkets } from './replay-markets.ts';
import type { ReplaySession } from './replay-session.ts';
import { reportText } from './report.ts';

const MICROS_PER_MS = 1_000;
const TELL_EVERY_MS = 100;
/** Larger batches than live's: nobody waits for a frame of the past, and each costs two threads a turn. */
const REPLAY_BATCH_FRAMES_MAX = 500;
const HEALTH_EVERY_MS = 1_000;

export class ReplayApp implements App {
  private readonly options: AppOptions;
  private readonly session: ReplaySession;
  private readonly markets: ReplayMarkets;
  private readonly links: LinkBook;
  private readonly router = new BatchRouter(REPLAY_BATCH_FRAMES_MAX);
  private readonly log = new EventLog();
  private readonly dumps = new EngineQuestions<readonly BookDump[]>();
  private readonly connections = new SubscriptionTable();
  private readonly supervisor: EngineSupervisor;
  private readonly player: ReplayPlayer;
  private readonly alerts: AlertDesk;
  private readonly parts: PartsDesk;
  private readonly desk: WindowDesk;
  private readonly flow = new ReplayFlow();
  private timers: readonly NodeJS.Timeout[] = [];
  private toldMicros = -1;

  constructor(options: AppOptions, session: ReplaySession) {
    this.options = options;
    this.session = session;
    this.links = new LinkBook(session.links);
    const note = (text: string): void => this.log.note('info', 'PART_RESTART', text);
    this.parts = new PartsDesk(() => [enginePart(this.supervisor)], note);
    this.supervisor = new EngineSupervisor(options.launchEngine, {
      onStarted: (engine) => this.onEngineStarted(engine),
      onMessage: (message) => this.onEngineMessage(message),
      onLost: (loss) => this.onEngineLost(loss),
    });
    this.player = new ReplayPlayer(session.source, {
      frame: (item) => this.onFrame(item),
      event: (atMicros, event) => this.onEvent(atMicros, event),
      restore: (keyframe, events, atMicros) => this.onRestore(keyframe, events, atMicros),
      seed: ({ atMicros, books }) => this.router.post({ kind: 'restore', atMs: atMicros / MICROS_PER_MS, books }),
      hold: (isHeld) => this.router.post({ kind: 'hold', isHeld }),
      isFull: () => this.flow.isFull,
      room: () => this.flow.room(),
      onState: () => this.tellState(),
    });
    this.markets = new ReplayMarkets(session.listings, this.links, () => this.player.atMicros / MICROS_PER_MS);
    this.desk = new WindowDesk({
      hello: () => this.hello(),
      search: (ask) => this.markets.search(ask),
      markets: (ask) => this.markets.markets(ask),
      listings: (ids) => this.markets.listings(ids),
      setWatchlist: (watchlist) => this.desk.push({ kind: 'watchlist', watchlist }),
      setPreferences: () => {},
      setShown: () => {},
      reconnect: () => {
        throw new Error("A replay has no connections of its own; those shown are the recording's.");
      },
      report: () => reportText(this.options, this.health(), this.log.list()),
    });
    this.desk.handle({
      replayPlay: ({ speed }) => {
        this.player.play(speed);
        return null;
      },
      replayPause: () => {
        this.player.pause();
        return null;
      },
      replaySeek: async ({ atMicros }) => {
        await this.player.seek(atMicros);
        return null;
      },
      replayStep: async ({ listing }) => {
        await this.step(listing);
        return null;
      },
      replayTimeline: ({ slices }) => session.timeline(slices),
    });
    this.desk.handle(this.parts.actions());
    this.desk.greet(() => engineWord(this.supervisor));
    this.desk.greet(() => ({ kind: 'replay', replay: this.state() }));
    const { markets, links, desk } = this;
    const listing = (id: string): Listing | undefined => markets.get(id);
    this.alerts = openAlerts({ app: options, isReplay: true, listing, links, desk }, (rules) => {
      this.router.post({ kind: 'alerts', rules });
    });
    this.log.onEvent = (event) => this.desk.push({ kind: 'events', events: [event] });
  }

  async start(): Promise<void> {
    this.supervisor.start();
    await this.supervisor.ready(HEALTH_EVERY_MS);
    this.timers = [
      setInterval(() => this.tellProgress(), TELL_EVERY_MS),
      setInterval(() => this.desk.push({ kind: 'health', health: this.health() }), HEALTH_EVERY_MS),
    ];
    await this.player.seek(this.session.source.startMicros);
  }

  async stop(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    this.player.stop();
    this.flow.reset();
    this.desk.closeAll('the replay was closed');
    this.router.setPort(null);
    this.supervisor.stop();
    this.markets.close();
  }

  attachWindow(_window: number, port: Port<MainToWindow, WindowToMain>): void {
    this.desk.attach(port);
  }

  engine(): EngineProcess<unknown> | null {
    return this.supervisor.current;
  }

  /** All books as they are at the present message of the replay. */
  dumpBooks(): Promise<readonly BookDump[]> {
    return this.dumps.ask((id) => this.router.post({ kind: 'dump', id, listings: [] }));
  }

  /** Where the replay is; for programs and tests that drive it. */
  get playback(): ReplayPlayer {
    return this.player;
  }

  health(): AppHealth {
    const engine = this.supervisor.health;
    return {
      atMs: this.player.atMicros / MICROS_PER_MS,
      connections: [...this.connections.all()].map(({ connection, venue, state, subscriptions }): ConnectionHealth => {
        const delivering = new Map(engine?.delivering ?? []).get(connection) ?? 0;
        return {
          ...NO_TRAFFIC,
          connection,
          venue,
          state: state.isOpen ? 'open' : 'closed',
          subscribed: subscriptions.owned.size,
          delivering,
          gaps: new Map(engine?.gapsByConnection ?? []).get(connection) ?? 0,
        };
      }),
      engineState: this.supervisor.state,
      engineRestarts: this.supervisor.restarts,
      engine,
      mainDelayMs: 0,
      mainHeapBytes: heapUsedBytes(),
      droppedFrames: this.router.droppedFrames,
      crossChecks: [],
      parts: this.parts.list(),
    };
  }

  replay(): Promise<App> {
    return Promise.reject(new Error('A replay has no replays of its own.'));
  }

  /** Attached windows; the replay ends some time after the last one. */
  get windows(): number {
    return this.desk.count;
  }

  private async step(listing: string | null): Promise<void> {
    if (listing === null) {
      await this.player.step(() => true);
      return;
    }
    const members = this.links
      .all()
      .find(({ id }) => id === listing)
      ?.members.map((member) => member.listing);
    const wanted = (members ?? [listing]).flatMap((id) => {
      const { venue, symbols } = this.markets.get(id) ?? { venue: '', symbols: [] };
      return symbols.map((symbol) => ({ venue, needle: Buffer.from(`"${symbol}"`) }));
    });
    if (wanted.length === 0) throw new Error('This session does not have the market shown.');
    await this.player.step(({ venue, bytes }) => {
      const frame = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      return wanted.some((symbol) => symbol.venue === venue && frame.includes(symbol.needle));
    });
  }

  private hello(): Extract<MainToWindow, { kind: 'hello' }> {
    const { version, hostName, state, warnings } = this.options;
    const { preferences } = state.get();
    const linked = new Set(this.links.all().flatMap((link) => link.members.map(({ listing }) => listing)));
    const single = this.session.listings.filter(({ id }) => !linked.has(id)).map(({ id }) => id);
    return {
      kind: 'hello',
      mode: 'replay',
      version,
      host: hostName,
      venues: recordedVenueCards(this.session.listings),
      preferences: { ...preferences, layout: null },
      watchlist: [...this.links.all().map(({ id }) => id), ...single],
      links: this.links.all(),
      catalog: this.markets.state(),
      events: this.log.list(),
      warnings,
    };
  }

  private onEngineStarted(engine: EngineProcess): void {
    this.flow.reset();
    this.router.setPort(engine.port);
    const { shards, frameIntervalMs } = this.options.settings;
    this.router.post({ kind: 'settings', settings: { shards, frameIntervalMs, clock: 'recorded' } });
    this.router.post({ kind: 'links', links: this.links.all() });
    this.router.post({ kind: 'alerts', rules: this.alerts.all() });
    this.router.post({ kind: 'instruments', add: this.session.listings.map(instrumentOf), remove: [] });
    this.desk.push({ kind: 'engine', state: 'running' });
    if (this.supervisor.restarts > 0) void this.player.seek(this.player.atMicros);
  }

  private onEngineLost({ reason, asked }: EngineLoss): void {
    this.router.setPort(null);
    this.player.pause();
    this.flow.reset();
    this.dumps.refuseAll(`the engine stopped (${reason})`);
    this.log.note(
      asked ? 'info' : 'error',
      'ENGINE_EXIT',
      `The replay's engine stopped (${reason}); it is started again at the same place.`,
    );
    this.desk.push({ kind: 'engine', state: 'restarting' });
  }

  /** What books ask for is not asked of anybody: the recording has the answers that came. */
  private onEngineMessage(message: EngineToMain): void {
    if (message.kind === 'taken') {
      this.flow.taken(message.frames);
      this.router.taken(message.frames);
    } else if (message.kind === 'books') {
      this.dumps.answer(message.id, message.books);
    } else if (message.kind === 'alert') {
      this.alerts.take(message.sighting);
    } else if (message.kind === 'event') {
      this.log.take({ ...message.event, atMs: this.player.atMicros / MICROS_PER_MS });
    }
  }

  private onFrame({ connection, channel, receivedMicros, receivedNanos, bytes }: FrameItem): void {
    this.flow.handed(bytes.length);
    this.router.frame(connection, channel, receivedMicros, receivedNanos, bytes);
  }

  private onEvent(atMicros: number, event: SessionEvent): void {
    takeEvent(this.connections, event);
    this.tellEngine(atMicros, event);
    const level = event.kind === 'disconnected' || event.kind === 'gap' || event.kind === 'dropped' ? 'warn' : 'info';
    // Settings are for the record; what a reason code means stands at the book.
    if (event.kind !== 'settings' && event.text !== '' && event.text !== 'none') {
      const { venue, connection, text } = event;
      const atMs = atMicros / MICROS_PER_MS;
      this.log.take({ atMs, level, code: event.kind.toUpperCase(), venue, connection, listing: '', text });
    }
  }

  private tellEngine(atMicros: number, { kind, venue, connection, listings, text }: SessionEvent): void {
    if (connection === null || venue === '') return;
    // Frames that the recording lacks cost its books what a drop costs live ones. The text begins with their number.
    if (kind === 'dropped') this.router.post({ kind: 'dropped', connection, frames: Number.parseInt(text, 10) || 1 });
    const change = CHANGES[kind];
    if (change) {
      const reason =
        change === 'opened' || change === 'heard' ? 'none' : change === 'silent' ? 'feed-silent' : 'disconnected';
      const atMs = atMicros / MICROS_PER_MS;
      this.router.post({ kind: 'connection', connection, venue, transport: 'stream', change, reason, atMs });
    } else if (kind === 'subscribed' || kind === 'handover' || kind === 'unsubscribed') {
      // A cover of a connection that the engine has not heard of would be lost.
      if (this.connections.get(connection)?.state.isOpen === false) {
        const atMs = atMicros / MICROS_PER_MS;
        this.router.post({
          kind: 'connection',
          connection,
          venue,
          transport: 'stream',
          change: 'closed',
          reason: 'no-snapshot-yet',
          atMs,
        });
      }
      if (kind === 'handover') this.router.post({ kind, connection, listings });
      else if (kind === 'subscribed') this.router.post({ kind: 'cover', connection, add: listings, remove: [] });
      else this.router.post({ kind: 'cover', connection, add: [], remove: listings });
    }
  }

  private onRestore(keyframe: KeyframeItem | null, events: readonly EventItem[], atMicros: number): void {
    const atMs = atMicros / MICROS_PER_MS;
    for (const { connection, venue } of this.connections.all()) {
      this.router.post({
        kind: 'connection',
        connection,
        venue,
        transport: 'stream',
        change: 'closed',
        reason: 'disconnected',
        atMs,
      });
    }
    this.connections.clear();
    for (const { event } of events) takeEvent(this.connections, event);
    for (const { connection, venue, state, subscriptions } of this.connections.all()) {
      const change = state.isOpen ? 'opened' : 'closed';
      const reason = state.isOpen ? 'none' : 'disconnected';
      this.router.post({ kind: 'connection', connection, venue, transport: 'stream', change, reason, atMs });
      this.router.post({ kind: 'cover', connection, add: [...subscriptions.owned], remove: [] });
    }
    this.router.post({ kind: 'restore', atMs, books: keyframe?.books ?? [] });
    // Behind the books: whether one passes at once depends on what is known of it.
    for (const { connection, subscriptions } of this.connections.all()) {
      const listings = [...subscriptions.awaited];
      if (listings.length > 0) this.router.post({ kind: 'handover', connection, listings });
    }
  }

  private state(): ReplayState {
    const { playing, speed, atMicros, message, atEnd } = this.player;
    const { source, id, name } = this.session;
    const { startMicros, endMicros, messages } = source;
    return { session: id, name, playing, speed, startMicros, endMicros, atMicros, message, messages, atEnd };
  }

  private tellProgress(): void {
    if (this.player.atMicros !== this.toldMicros) this.tellState();
  }

  private tellState(): void {
    this.toldMicros = this.player.atMicros;
    this.desk.push({ kind: 'replay', replay: this.state() });
  }
}

const CHANGES: Partial<Record<SessionEvent['kind'], 'opened' | 'closed' | 'silent' | 'heard'>> = {
  connected: 'opened',
  disconnected: 'closed',
  silent: 'silent',
  heard: 'heard',
};

const NO_TRAFFIC = {
  transport: 'stream',
  reason: '',
  frames: 0,
  bytes: 0,
  framesPerSecond: 0,
  bytesPerSecond: 0,
  errors: 0,
  reconnects: 0,
  lastFrameAgeMs: null,
  openForMs: null,
} as const;
