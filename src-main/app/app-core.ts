/**
 * What the live app and a replay have in common: the log, the windows, the supervised engine, the alerts, the components that the
 * health pane lists.
 *
 * An app adds to it: handlers and greetings for its windows, listeners for its engine. An engine that was started knows nothing: the
 * core tells it the settings, the links and the alert rules, then `started` tells it the rest.
 */
import type { BookDump, EngineToMain } from '../../src-shared/contract/main-engine.ts';
import type { MainToWindow } from '../../src-shared/contract/window-main.ts';
import type { AppHealth } from '../../src-shared/domain/health.ts';
import type { Listing, ListingId } from '../../src-shared/domain/listing.ts';
import { VENUES } from '../base/registry.ts';
import type { Loss } from '../base/restarts.ts';
import { Signal } from '../base/signal.ts';
import type { LinkTable } from '../links/link-table.ts';
import type { BatchRouter } from '../route/batch-router.ts';
import { WindowService } from './answers/window-service.ts';
import { engineComponent } from './app-components.ts';
import { engineStateMessage } from './app-hello.ts';
import { engineLostText } from './app-messages.ts';
import { AlertController } from './controllers/alert-controller.ts';
import type { AppOptions } from './controllers/app-types.ts';
import { ComponentRegistry } from './controllers/component-registry.ts';
import { EventLog } from './controllers/event-log.ts';
import { EngineRequests } from './engine/engine-requests.ts';
import { EngineSupervisor } from './engine/engine-supervisor.ts';
import { reportText } from './report.ts';

const HEALTH_EVERY_MS = 1_000;

export type AppCoreOptions = {
  readonly app: AppOptions;
  /** The time of the recording that is replayed; null in the live app. */
  readonly replayNowMs: (() => number) | null;
  readonly router: BatchRouter;
  readonly links: LinkTable;
  listing(id: ListingId): Listing | undefined;
  /** The first message to every window. */
  hello(): Extract<MainToWindow, { kind: 'hello' }>;
  health(): AppHealth;
};

export class AppCore {
  readonly log: EventLog;
  readonly windows = new WindowService();
  readonly components: ComponentRegistry;
  readonly supervisor: EngineSupervisor;
  readonly alerts: AlertController;
  /** A new engine has the settings, links and alert rules. */
  readonly started = new Signal();
  readonly lost = new Signal<Loss>();
  readonly messages = new Signal<EngineToMain>();
  /** Every second, before health is sent. */
  readonly tick = new Signal();
  private readonly options: AppCoreOptions;
  private readonly dumps = new EngineRequests<readonly BookDump[]>();
  private timer: NodeJS.Timeout | null = null;

  constructor(options: AppCoreOptions) {
    const { app, replayNowMs, router, links } = options;
    const { windows } = this;
    this.options = options;
    // What happens in a replay is not of the log on disk.
    const log = (replayNowMs ? null : app.log) ?? new EventLog();
    this.log = log;
    this.supervisor = new EngineSupervisor(app.launchEngine, {
      onStarted: ({ port }) => {
        router.setPort(port);
        this.introduce();
      },
      onMessage: (message) => this.take(message),
      onLost: (loss) => this.onLost(loss),
    });
    // A replay begins with the user's rules; what fires or is changed there stays there.
    const { rules, log: alertLog } = app.state.get().alerts;
    this.alerts = new AlertController({
      memory: { rules, log: replayNowMs ? [] : alertLog },
      notifier: replayNowMs ? null : (app.notifier ?? null),
      save: replayNowMs ? () => {} : (alerts) => app.state.update({ alerts }),
      push: (message) => windows.push(message),
      listing: options.listing,
      linkTitle: (id) => links.get(id)?.title ?? null,
      venueName: (id) => VENUES.find((venue) => venue.id === id)?.name ?? id,
    });
    this.alerts.changed.on((rules) => router.post({ kind: 'alerts', rules }));
    this.components = new ComponentRegistry((text) => this.log.note('info', 'PART_RESTART', text));
    this.components.add(() => [engineComponent(this.supervisor)]);
    for (const owner of [this.alerts, this.components]) windows.handle(owner.handlers());
    windows.handle({ report: () => reportText(app, options.health(), log.list()) });
    windows.greet(options.hello);
    windows.greet(() => engineStateMessage(this.supervisor));
    windows.greet(() => this.alerts.greeting());
    log.added.on((event) => windows.push({ kind: 'events', events: [event] }));
  }

  /** Resolves when the engine is ready, or after `readyMaxMs`. */
  async start(readyMaxMs: number): Promise<void> {
    this.supervisor.start();
    this.timer = setInterval(() => {
      this.tick.emit();
      this.windows.push({ kind: 'health', health: this.options.health() });
    }, HEALTH_EVERY_MS);
    await this.supervisor.ready(readyMaxMs);
  }

  /** Ends the engine. Windows are closed before. */
  stop(): void {
    if (this.timer) clearInterval(this.timer);
    this.options.router.setPort(null);
    this.supervisor.stop();
  }

  /** All books, or those of these listings, as the engine has them now. Rejects when there is no engine, or it does not answer in time. */
  dumpBooks(listings: readonly ListingId[] = []): Promise<readonly BookDump[]> {
    if (!this.supervisor.current) return Promise.reject(new Error('the engine is not running'));
    return this.dumps.request((id) => this.options.router.post({ kind: 'dump', id, listings }));
  }

  private introduce(): void {
    const { app, replayNowMs, router, links } = this.options;
    const { shards, frameIntervalMs } = app.settings;
    router.post({ kind: 'settings', settings: { shards, frameIntervalMs, clock: replayNowMs ? 'recorded' : 'wall' } });
    router.post({ kind: 'links', removed: [], changed: links.all() });
    router.post({ kind: 'alerts', rules: this.alerts.all() });
    this.started.emit();
    this.windows.push({ kind: 'engine', state: 'running' });
  }

  private onLost(loss: Loss): void {
    const { router, replayNowMs } = this.options;
    router.setPort(null);
    this.dumps.rejectAll(`the engine stopped (${loss.reason})`);
    this.lost.emit(loss);
    this.log.note(loss.isRequested ? 'info' : 'error', 'ENGINE_EXIT', engineLostText(loss, replayNowMs !== null));
    this.windows.push({ kind: 'engine', state: 'restarting' });
  }

  private take(message: EngineToMain): void {
    const { router, replayNowMs } = this.options;
    this.messages.emit(message);
    if (message.kind === 'taken') router.taken(message.frames);
    else if (message.kind === 'books') this.dumps.answer(message.id, message.books);
    else if (message.kind === 'alert') this.alerts.take(message.sighting);
    else if (message.kind === 'event') {
      this.log.take(replayNowMs ? { ...message.event, atMs: replayNowMs() } : message.event);
    }
  }
}
