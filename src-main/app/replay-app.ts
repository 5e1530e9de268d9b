/**
 * A session as an app: the same engine and the same window as live, fed from a recording, on the recording's time.
 *
 * It touches nothing of the live app: it has an engine, a catalogue and windows of its own. What it cannot do (subscribe, reconnect,
 * record) it refuses in a sentence. It is unmistakably a replay: its mode says so from the first message on.
 */
import type { BookDump } from '../../src-shared/contract/main-engine.ts';
import type { Port } from '../../src-shared/contract/port.ts';
import type { MainToWindow, WindowToMain } from '../../src-shared/contract/window-main.ts';
import type { AppHealth, ConnectionHealth } from '../../src-shared/domain/health.ts';
import { instrumentOf } from '../../src-shared/domain/instrument.ts';
import type { ReplayState, SessionEvent } from '../../src-shared/domain/session.ts';
import { SubscriptionTable } from '../../src-shared/domain/subscription-table.ts';
import { heapUsedBytes } from '../base/heap-used.ts';
import { LinkTable } from '../links/link-table.ts';
import type { ReplaySession } from '../replay/replay-client.ts';
import { takeEvent } from '../replay/replay-connections.ts';
import { ReplayFlow } from '../replay/replay-flow.ts';
import { ReplayPlayer } from '../replay/replay-player.ts';
import { BatchRouter } from '../route/batch-router.ts';
import type { EventItem, FrameItem, KeyframeItem } from '../session/session-item.ts';
import { AppCore } from './app-core.ts';
import { recordedVenueCards } from './app-hello.ts';
import type { App, AppOptions } from './controllers/app-types.ts';
import type { EngineProcess } from './engine/engine-process.ts';
import { ReplayMarkets } from './replay-markets.ts';

const MICROS_PER_MS = 1_000;
const TELL_EVERY_MS = 100;
/** Larger batches than live's: nobody waits for a frame of the past, and each costs two threads a turn. */
const REPLAY_BATCH_FRAMES_MAX = 500;
/** An engine that takes longer to start is not waited for. */
const ENGINE_START_MS = 1_000;

export class ReplayApp implements App {
  private readonly options: AppOptions;
  private readonly session: ReplaySession;
  private readonly markets: ReplayMarkets;
  private readonly links: LinkTable;
  private readonly router = new BatchRouter(REPLAY_BATCH_FRAMES_MAX);
  private readonly core: AppCore;
  private readonly connections = new SubscriptionTable();
  private readonly player: ReplayPlayer;
  private readonly flow = new ReplayFlow();
  private timer: NodeJS.Timeout | null = null;
  private toldMicros = -1;

  constructor(options: AppOptions, session: ReplaySession) {
    this.options = options;
    this.session = session;
    this.links = new LinkTable(session.links);
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
    const nowMs = (): number => this.player.atMicros / MICROS_PER_MS;
    this.markets = new ReplayMarkets(session.listings, this.links, nowMs);
    this.core = new AppCore({
      app: options,
      replayNowMs: nowMs,
      router: this.router,
      links: this.links,
      listing: (id) => this.markets.get(id),
      hello: () => this.hello(),
      health: () => this.health(),
    });
    const { core, markets } = this;
    core.windows.handle({
      search: (ask) => markets.search(ask),
      markets: (ask) => markets.markets(ask),
      listings: ({ ids }) => markets.listings(ids),
      setWatchlist: ({ watchlist }) => {
        core.windows.push({ kind: 'watchlist', watchlist });
        return null;
      },
      setPreferences: () => null,
      reconnect: () => {
        throw new Error("A replay has no connections of its own; those shown are the recording's.");
      },
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
    core.windows.greet(() => ({ kind: 'replay', replay: this.state() }));
    core.started.on(() => this.onEngineStarted());
    core.lost.on(() => {
      this.player.pause();
      this.flow.reset();
    });
    // A book's requests go to nobody: the recording has the answers that came.
    core.messages.on((message) => {
      if (message.kind === 'taken') this.flow.taken(message.frames);
    });
  }

  async start(): Promise<void> {
    await this.core.start(ENGINE_START_MS);
    this.timer = setInterval(() => this.tellProgress(), TELL_EVERY_MS);
    await this.player.seek(this.session.source.startMicros);
  }

  async stop(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    this.player.stop();
    this.flow.reset();
    this.core.windows.closeAll('the replay was closed');
    this.core.stop();
    this.markets.close();
    await this.session.close();
  }

  attachWindow(_window: number, port: Port<MainToWindow, WindowToMain>): void {
    this.core.windows.attach(port);
  }

  engine(): EngineProcess<unknown> | null {
    return this.core.supervisor.current;
  }

  /** All books as they are at the present message of the replay. */
  dumpBooks(): Promise<readonly BookDump[]> {
    return this.core.dumpBooks();
  }

  /** Where the replay is; for programs and tests that drive it. */
  get playback(): ReplayPlayer {
    return this.player;
  }

  health(): AppHealth {
    const { supervisor, components } = this.core;
    const engine = supervisor.health;
    return {
      atMs: this.player.atMicros / MICROS_PER_MS,
      connections: [...this.connections.all()].map(({ connection, venue, state, subscriptions }): ConnectionHealth => {
        const lag = engine?.lagByConnection.find((one) => one.connection === connection);
        const delivering = new Map(engine?.delivering ?? []).get(connection) ?? 0;
        return {
          ...NO_TRAFFIC,
          connection,
          venue,
          state: state.isOpen ? 'open' : 'closed',
          subscribed: subscriptions.owned.size,
          delivering,
          gaps: new Map(engine?.gapsByConnection ?? []).get(connection) ?? 0,
          lagMs: lag?.lagMs ?? null,
          isBehind: lag?.isBehind ?? false,
        };
      }),
      engineState: supervisor.state,
      engineRestarts: supervisor.restarts,
      engine,
      mainDelayMs: 0,
      mainHeapBytes: heapUsedBytes(),
      droppedFrames: this.router.droppedFrames,
      crossChecks: [],
      parts: components.list(),
    };
  }

  replay(): Promise<App> {
    return Promise.reject(new Error('A replay has no replays of its own.'));
  }

  /** Attached windows; the replay ends some time after the last one. */
  get windows(): number {
    return this.core.windows.count;
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
      linksRevision: 0,
      catalog: this.markets.state(),
      events: this.core.log.list(),
      warnings,
    };
  }

  private onEngineStarted(): void {
    this.flow.reset();
    this.router.post({ kind: 'instruments', add: this.session.listings.map(instrumentOf), remove: [] });
    if (this.core.supervisor.restarts > 0) void this.player.seek(this.player.atMicros);
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
      this.core.log.take({ atMs, level, code: event.kind.toUpperCase(), venue, connection, listing: '', text });
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
      if (kind === 'handover') this.router.post({ kind: 'hand-over', connection, listings });
      else if (kind === 'subscribed')
        this.router.post({ kind: 'subscriptions', connection, add: listings, remove: [] });
      else this.router.post({ kind: 'subscriptions', connection, add: [], remove: listings });
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
      this.router.post({ kind: 'subscriptions', connection, add: [...subscriptions.owned], remove: [] });
    }
    this.router.post({ kind: 'restore', atMs, books: keyframe?.books ?? [] });
    // Behind the books: whether one passes at once depends on what is known of it.
    for (const { connection, subscriptions } of this.connections.all()) {
      const listings = [...subscriptions.awaited];
      if (listings.length > 0) this.router.post({ kind: 'hand-over', connection, listings });
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
    this.core.windows.push({ kind: 'replay', replay: this.state() });
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
