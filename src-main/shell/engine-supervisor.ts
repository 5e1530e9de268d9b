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

const WATCH_MS = 1_000;
/** The first restart is nearly at once: the person is waiting. */
const RESTART_FIRST_MS = 100;
const RESTART_MAX_MS = 5_000;

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
  private readonly backoff = new Backoff(() => 1, RESTART_FIRST_MS, RESTART_MAX_MS);
  private readonly crashes: number[] = [];
  private watch: NodeJS.Timeout | null = null;
  private restartTimer: NodeJS.Timeout | null = null;
  private aliveMs = 0;

  constructor(launch: LaunchEngine<unknown>, output: SupervisorOutput) {
    this.launch = launch;
    this.output = output;
  }

  start(): void {
    const engine = this.launch();
    this.current = engine;
    this.aliveMs = Date.now();
    this.health = null;
    engine.onExit = (reason) => this.lose(engine, reason);
    engine.port.onClose = (reason) => this.lose(engine, reason);
    engine.port.onMessage = (data) => {
      if (data instanceof Uint8Array || engine !== this.current) return;
      this.take(data);
    };
    this.watch ??= setInterval(() => this.look(), WATCH_MS);
    this.output.onStarted(engine);
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
    this.aliveMs = Date.now();
    if (message.kind === 'ready') this.state = 'running';
    else if (message.kind === 'health') {
      this.health = message.health;
      this.backoff.reset();
    }
    this.output.onMessage(message);
  }

  private look(): void {
    if (this.current && Date.now() - this.aliveMs > ENGINE_SILENT_MS) this.current.kill();
  }

  private lose(engine: EngineProcess, reason: string): void {
    if (engine !== this.current) return;
    this.current = null;
    // Either of its two signs may come first; a port that broke does not mean that the process is gone.
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
