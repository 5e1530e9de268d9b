/**
 * Keeps an engine running: starts it, hears its sign of life, starts it again when it dies.
 *
 * Restarts wait longer each time; too many in a short time stop them until a person asks. A dead engine is a value with a reason,
 * not a line in a log.
 */
import type { EngineToMain } from '../../src-shared/contract/main-engine.ts';
import type { EngineHealth, EngineState } from '../../src-shared/domain/health.ts';
import { ENGINE_CRASH_WINDOW_MS, ENGINE_CRASHES_MAX, ENGINE_SILENT_MS } from '../../src-shared/domain/limits.ts';
import { Backoff } from '../feed/backoff.ts';
import type { EngineProcess, LaunchEngine } from './engine-process.ts';

/** Looks without a sign of life after which an engine counts as silent. */
const SILENT_LOOKS = 15;

/** Times that tests shorten. */
export type SupervisorTiming = {
  readonly lookMs: number;
  readonly restartFirstMs: number;
  readonly restartMaxMs: number;
};

export const SUPERVISOR_TIMING: SupervisorTiming = {
  lookMs: ENGINE_SILENT_MS / SILENT_LOOKS,
  /** The first restart is nearly at once: the person is waiting. */
  restartFirstMs: 100,
  restartMaxMs: 5_000,
};

/** How long a process whose port broke has to say why it ended. */
const EXIT_GRACE_MS = 500;

export type SupervisorOutput = {
  /** A new engine takes messages now; it knows nothing yet. */
  onStarted(engine: EngineProcess): void;
  onMessage(message: EngineToMain): void;
  /** The engine is gone. `restarting` false: it will not be started again by itself. */
  onLost(reason: string, restarting: boolean): void;
};

export class EngineSupervisor {
  state: EngineState = 'starting';
  restarts = 0;
  health: EngineHealth | null = null;
  current: EngineProcess | null = null;
  private readonly launch: LaunchEngine<unknown>;
  private readonly output: SupervisorOutput;
  private readonly lookMs: number;
  private readonly backoff: Backoff;
  private readonly crashes: number[] = [];
  private watch: NodeJS.Timeout | null = null;
  private restartTimer: NodeJS.Timeout | null = null;
  private onReady: (() => void) | null = null;
  private silentLooks = 0;

  constructor(launch: LaunchEngine<unknown>, output: SupervisorOutput, timing = SUPERVISOR_TIMING) {
    this.launch = launch;
    this.output = output;
    this.lookMs = timing.lookMs;
    this.backoff = new Backoff(() => 1, timing.restartFirstMs, timing.restartMaxMs);
  }

  start(): void {
    const engine = this.launch();
    this.current = engine;
    this.silentLooks = 0;
    if (this.state === 'stopped') this.state = 'starting';
    this.health = null;
    engine.onExit = (reason) => this.lose(engine, reason);
    // A broken port mostly means that the process is gone, which says why itself; one that is left without its port is ended.
    engine.port.onClose = (reason) => {
      setTimeout(() => this.lose(engine, reason), EXIT_GRACE_MS);
    };
    engine.port.onMessage = (data) => {
      if (data instanceof Uint8Array || engine !== this.current) return;
      this.take(data);
    };
    this.watch ??= setInterval(() => this.look(), this.lookMs);
    this.output.onStarted(engine);
  }

  /** Resolves when the engine has said that it is ready, or after the time. */
  ready(withinMs: number): Promise<void> {
    if (this.state === 'running') return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, withinMs);
      this.onReady = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Ends the engine as a crash would, and starts another: asked for by a person. */
  restart(): void {
    this.crashes.length = 0;
    if (this.current) this.current.kill();
    else if (this.state === 'stopped') this.start();
  }

  /** Ends it for good. */
  stop(): void {
    this.state = 'stopped';
    if (this.watch) clearInterval(this.watch);
    if (this.restartTimer) clearTimeout(this.restartTimer);
    const engine = this.current;
    this.current = null;
    if (!engine) return;
    engine.onExit = null;
    engine.port.onClose = null;
    engine.port.close('the app is closing');
    engine.kill();
  }

  private take(message: EngineToMain): void {
    this.silentLooks = 0;
    if (message.kind === 'ready') {
      this.state = 'running';
      this.onReady?.();
      this.onReady = null;
    } else if (message.kind === 'health') {
      this.health = message.health;
      this.backoff.reset();
    }
    this.output.onMessage(message);
  }

  private look(): void {
    // Looks are counted instead of comparing clocks: a laptop that slept must not kill its engine at waking.
    if (this.current && ++this.silentLooks > SILENT_LOOKS) this.lose(this.current, 'it gave no sign of life');
  }

  private lose(engine: EngineProcess, reason: string): void {
    if (engine !== this.current) return;
    this.current = null;
    engine.kill();
    const nowMs = Date.now();
    this.crashes.push(nowMs);
    while (this.crashes[0] !== undefined && nowMs - this.crashes[0] > ENGINE_CRASH_WINDOW_MS) this.crashes.shift();
    const again = this.crashes.length <= ENGINE_CRASHES_MAX;
    this.state = again ? 'restarting' : 'stopped';
    this.output.onLost(reason, again);
    if (!again) return;
    this.restarts++;
    this.restartTimer = setTimeout(() => this.start(), this.backoff.nextMs());
  }
}
