/**
 * Keeps an engine running: starts it, hears its sign of life, starts it again when it dies.
 *
 * Restarts wait longer each time; too many in a short time stop them until a person asks. A dead engine is a value with a reason,
 * not a line in a log.
 */
import type { EngineToMain } from '../../../src-shared/contract/main-engine.ts';
import type { EngineHealth, EngineState } from '../../../src-shared/domain/health.ts';
import { ENGINE_SILENT_MS, RESTART_FIRST_MS, RESTART_MAX_MS } from '../../../src-shared/domain/limits.ts';
import { ENGINE_RESTARTS, RestartRule } from '../../../src-shared/domain/restart-rule.ts';
import { PartRecord } from '../../base/part-record.ts';
import { SILENT_LOOKS, SilenceWatch } from '../../base/silence-watch.ts';
import type { EngineProcess, LaunchEngine } from './engine-process.ts';

/** Times that tests shorten. */
export type SupervisorTiming = {
  readonly lookMs: number;
  readonly restartFirstMs: number;
  readonly restartMaxMs: number;
};

export const SUPERVISOR_TIMING: SupervisorTiming = {
  lookMs: ENGINE_SILENT_MS / SILENT_LOOKS,
  restartFirstMs: RESTART_FIRST_MS,
  restartMaxMs: RESTART_MAX_MS,
};

/** How long a process whose port broke has to say why it ended. */
const EXIT_GRACE_MS = 500;

/** The engine is gone. `restarting` false: it will not be started again by itself. `asked`: a person wants a new one. */
export type EngineLoss = { readonly reason: string; readonly restarting: boolean; readonly asked: boolean };

export type SupervisorOutput = {
  /** A new engine takes messages now; it knows nothing yet. */
  onStarted(engine: EngineProcess): void;
  onMessage(message: EngineToMain): void;
  onLost(loss: EngineLoss): void;
};

export class EngineSupervisor {
  readonly part = new PartRecord();
  health: EngineHealth | null = null;
  current: EngineProcess | null = null;
  private readonly launch: LaunchEngine<unknown>;
  private readonly output: SupervisorOutput;
  private readonly lookMs: number;
  private readonly rule: RestartRule;
  private watch: SilenceWatch | null = null;
  private restartTimer: NodeJS.Timeout | null = null;
  private onReady: (() => void) | null = null;

  constructor(launch: LaunchEngine<unknown>, output: SupervisorOutput, timing = SUPERVISOR_TIMING) {
    this.launch = launch;
    this.output = output;
    this.lookMs = timing.lookMs;
    this.rule = new RestartRule({ ...ENGINE_RESTARTS, firstMs: timing.restartFirstMs, maxMs: timing.restartMaxMs });
  }

  get state(): EngineState {
    const { state } = this.part;
    return state === 'idle' || state === 'failing' ? 'running' : state;
  }

  get restarts(): number {
    return this.part.restarts;
  }

  start(): void {
    const engine = this.launch();
    this.current = engine;
    this.watch?.heard();
    if (this.state === 'stopped') this.part.enter('starting');
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
    this.watch ??= new SilenceWatch(this.lookMs * SILENT_LOOKS, () => {
      if (this.current) this.lose(this.current, 'it gave no sign of life');
    });
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
    this.rule.forgive();
    if (this.current) {
      this.part.ask();
      this.lose(this.current, 'a person asked for a new start');
    } else if (this.state === 'stopped') this.start();
  }

  /** Ends it for good. */
  stop(): void {
    this.part.enter('stopped');
    this.watch?.stop();
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
    this.watch?.heard();
    if (message.kind === 'ready') {
      this.part.enter('running');
      this.onReady?.();
      this.onReady = null;
    } else if (message.kind === 'health') {
      this.health = message.health;
      this.rule.works();
    }
    this.output.onMessage(message);
  }

  private lose(engine: EngineProcess, reason: string): void {
    if (engine !== this.current) return;
    this.current = null;
    engine.kill();
    const pauseMs = this.rule.died(Date.now());
    const asked = this.part.died(`The engine stopped (${reason})`, pauseMs);
    this.output.onLost({ reason, restarting: pauseMs !== null, asked });
    if (pauseMs !== null) this.restartTimer = setTimeout(() => this.start(), pauseMs);
  }
}
