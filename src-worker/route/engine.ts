/**
 * The engine: takes main's messages and frames in order, and gives each to the shards concerned.
 *
 * It has no shard until main's settings say how many, or until the first other message, which starts one inline. A shard whose thread
 * dies is started again (shard-keeper.ts), sent the bootstrap state, and its books are requested again; until then they are recovering.
 * A shard that dies too often ends the engine, whose supervisor in main decides about a restart.
 */
import { dispatch, type Handlers } from '../../src-shared/contract/dispatch.ts';
import type { EngineToMain, MainToEngine } from '../../src-shared/contract/main-engine.ts';
import type { Port } from '../../src-shared/contract/port.ts';
import type { EngineToWindow, WindowToEngine } from '../../src-shared/contract/window-engine.ts';
import type { LogEvent } from '../../src-shared/domain/health.ts';
import { FRAME_INTERVAL_MIN_MS } from '../../src-shared/domain/limits.ts';
import { applyDifference } from '../../src-shared/domain/link-difference.ts';
import { SubscriptionTable } from '../../src-shared/domain/subscription-table.ts';
import type { Venue } from '../../src-shared/venues/venue.ts';
import { wallMs } from '../shard/clock.ts';
import { type ShardDeath, ShardKeeper } from '../shard/shard-keeper.ts';
import type { ShardLink } from '../shard/shard-link.ts';
import type { FromShard, ToShard } from '../shard/shard-message.ts';
import { Assignment } from './assignment.ts';
import { BootstrapState } from './bootstrap-state.ts';
import { Connections } from './connections.ts';
import { DumpGatherer } from './dump-gatherer.ts';
import { EngineReport } from './engine-report.ts';
import { FrameRouter } from './frame-router.ts';
import { RequestQueue } from './request-queue.ts';
import { SymbolRouter } from './symbol-router.ts';
import { WindowHub } from './window-hub.ts';

/** Frames are reported as taken in groups, so that backpressure costs few messages. */
const TAKEN_EVERY = 2_500;

/** Messages of main that leave nothing to be remembered. */
type RequestKind = 'dump' | 'check' | 'hold' | 'restore' | 'kill-shard' | 'window';

export class Engine {
  private readonly port: Port<EngineToMain, MainToEngine>;
  private readonly keeper: ShardKeeper;
  /** By number; empty until the engine starts. */
  private readonly shards: readonly ShardLink[];
  private readonly assignment: Assignment;
  private readonly bootstrap: BootstrapState;
  private readonly connections: Connections;
  private readonly dumps = new DumpGatherer();
  private readonly report: EngineReport;
  private readonly requests: RequestQueue;
  private readonly router: FrameRouter;
  private readonly windows: WindowHub;
  private taken = 0;

  /** `shardEntry`: the file that a shard's thread runs. */
  constructor(port: Port<EngineToMain, MainToEngine>, venues: readonly Venue[], shardEntry: URL) {
    this.port = port;
    this.keeper = new ShardKeeper(venues, shardEntry, {
      message: (shard, message) => this.onShardMessage(shard, message),
      died: (shard, death) => this.onShardDied(shard, death),
      placed: (link, shard, takesFrames) => this.onShardPlaced(link, shard, takesFrames),
    });
    this.shards = this.keeper.links;
    const symbols = new SymbolRouter(venues);
    const table = new SubscriptionTable();
    this.assignment = new Assignment(this.shards, symbols);
    this.bootstrap = new BootstrapState(table);
    this.requests = new RequestQueue(table, (message) => port.post(message));
    this.router = new FrameRouter(this.shards, symbols, (...missed) => this.connections.missed(...missed));
    this.connections = new Connections(venues, table, this.assignment, this.router, {
      toAll: (message) => this.toAll(message),
      gap: (text, venue, connection) => this.log('warn', 'BOOK_GAP', text, venue, connection),
      lag: (level, text, venue, connection) => this.log(level, 'FEED_LAG', text, venue, connection),
    });
    this.report = new EngineReport(this.keeper.supervision, table, this.connections);
    this.windows = new WindowHub(this.shards);
    const handlers = { ...this.stateHandlers(), ...this.requestHandlers() };
    port.onMessage = (data) => {
      if (data instanceof Uint8Array) {
        this.start(0);
        this.router.take(data);
      } else {
        if (data.kind !== 'settings') this.start(0);
        dispatch<MainToEngine>(handlers, data);
      }
      this.requests.send();
    };
    port.post({ kind: 'ready' });
  }

  /** May come before main's first message: shards learn of the window when they start. */
  addWindow(window: number, port: Port<EngineToWindow, WindowToEngine>): void {
    this.windows.add(window, port);
  }

  /** Called about every 100 ms. */
  tick(): void {
    this.requests.send();
    this.sendTaken();
  }

  /** Called once a second: ends silent shards and gives main the engine's sign of life. */
  sendHealth(): void {
    this.keeper.look();
    const queued = this.shards.map(({ queuedFrames }) => queuedFrames);
    const health = this.report.health(wallMs(), this.router.frames, queued, this.requests.resyncs);
    this.port.post({ kind: 'health', health });
  }

  private start(threads: number): void {
    if (this.shards.length > 0) return;
    this.keeper.start(threads);
    this.assignment.start();
    for (const shard of this.shards) this.windows.introduce(shard);
  }

  private toAll(message: ToShard): void {
    for (const shard of this.shards) shard.post(message);
  }

  /** Handles what changes the state of the engine, which a shard that is started again must know too. */
  private stateHandlers(): Omit<Handlers<MainToEngine>, RequestKind> {
    const { bootstrap, connections } = this;
    return {
      settings: ({ settings }) => {
        this.start(settings.shards);
        bootstrap.frameIntervalMs = Math.max(FRAME_INTERVAL_MIN_MS, settings.frameIntervalMs);
        bootstrap.clock = settings.clock;
        this.toAll({ kind: 'settings', frameIntervalMs: bootstrap.frameIntervalMs, clock: settings.clock });
      },
      instruments: ({ add, remove }) => {
        bootstrap.forgetClosed(remove);
        this.assignment.setInstruments(add, remove);
      },
      links: ({ removed, changed }) => {
        applyDifference(bootstrap.links, { removed, changed });
        for (const [shard, moved] of this.assignment.setLinks([...bootstrap.links.values()])) {
          bootstrap.sendBooks(shard, moved);
          this.requests.reseed(moved);
        }
        this.toAll({ kind: 'links', removed, changed });
      },
      alerts: (message) => {
        bootstrap.alertRules = message.rules;
        this.toAll(message);
      },
      closed: (message) => {
        bootstrap.close(message.listings, message.reason);
        this.toAll(message);
      },
      reopened: (message) => {
        bootstrap.forgetClosed(message.listings);
        this.toAll(message);
      },
      connection: (message) => connections.change(message),
      subscriptions: (message) => connections.setSubscriptions(message),
      'hand-over': (message) => connections.handOver(message),
      gone: (message) => connections.forget(message),
      dropped: (message) => connections.dropped(message),
    };
  }

  /** Handles requests, which leave nothing to be remembered. */
  private requestHandlers(): Pick<Handlers<MainToEngine>, RequestKind> {
    return {
      dump: ({ id, listings }) => this.dumps.request(id, listings, this.shards),
      check: (message) => this.assignment.shardOf(message.instrument.id)?.post(message),
      hold: (message) => this.toAll(message),
      restore: (message) => {
        this.router.restartAll();
        this.toAll(message);
      },
      'kill-shard': ({ shard, requested }) => this.keeper.end(shard, requested),
      // The host hands the window's port over by itself.
      window: () => {},
    };
  }

  private onShardMessage(number: number, message: FromShard): void {
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
      case 'replace':
        this.requests.replace(message.connection, message.reason);
        break;
      case 'lost':
        this.shards.forEach((shard, other) => {
          if (other !== number) shard.post({ kind: 'lost', connection: message.connection, reason: message.reason });
        });
        break;
      case 'lag':
        this.connections.setLag(message.lag);
        this.shards.forEach((shard, other) => {
          if (other !== number) shard.post(message);
        });
        break;
      case 'taken-over':
        this.connections.takenOver(message);
        this.port.post(message);
        break;
      case 'books': {
        const books = this.dumps.take(number, message.id, message.books);
        if (books) this.port.post({ kind: 'books', id: message.id, books });
        break;
      }
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

  private onShardDied(number: number, { reason, requested, framesLost, pauseMs }: ShardDeath): void {
    this.taken += framesLost;
    this.report.forget(number);
    if (pauseMs === null) throw new Error(`shard ${number} stopped too often (${reason})`);
    const what = requested ? 'was ended because you requested a restart' : `stopped (${reason})`;
    const text = `Shard ${number} ${what}. Its books are recovering: it is restarted and requests fresh snapshots.`;
    this.log(requested ? 'info' : 'warn', 'SHARD_EXIT', text);
  }

  private onShardPlaced(link: ShardLink, number: number, takesFrames: boolean): void {
    const instruments = this.assignment.instrumentsOf(number);
    this.bootstrap.send(link, instruments);
    for (const lag of this.connections.behind()) link.post({ kind: 'lag', lag });
    this.windows.introduce(link);
    this.dumps.repeat(link, number);
    if (takesFrames) this.requests.reseed(instruments.map(({ id }) => id));
    this.requests.send();
  }

  private log(
    level: LogEvent['level'],
    code: string,
    text: string,
    venue: LogEvent['venue'] = '',
    connection: number | null = null,
  ): void {
    this.port.post({ kind: 'event', event: { atMs: wallMs(), level, code, listing: '', text, venue, connection } });
  }

  private sendTaken(): void {
    this.taken += this.router.done;
    this.router.done = 0;
    if (this.taken <= 0) return;
    this.port.post({ kind: 'taken', frames: this.taken });
    this.taken = 0;
  }
}
