/**
 * Keeps an engine running: starts it, listens for its sign of life, and starts another when it ends.
 *
 * Restarts wait longer each time; too many in a short time stop them until the user asks for one.
 */
import type { EngineToMain } from '../../../src-shared/contract/main-engine.ts';
import type { EngineHealth, EngineState } from '../../../src-shared/domain/health.ts';
import { ENGINE_SILENT_MS, RESTART_FIRST_MS, RESTART_MAX_MS } from '../../../src-shared/domain/limits.ts';
import { ENGINE_RESTARTS } from '../../../src-shared/domain/supervision/restart-rule.ts';
import type { ComponentRecord } from '../../base/component-record.ts';
import type { Loss } from '../../base/restarts.ts';
import { SILENT_LOOKS } from '../../base/silence-watch.ts';
import { Supervised } from '../../base/supervised.ts';
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

export type SupervisorOutput = {
  /** A new engine takes messages now; it knows nothing yet. */
  onStarted(engine: EngineProcess): void;
  onMessage(message: EngineToMain): void;
  onLost(loss: Loss): void;
};

export class EngineSupervisor {
  health: EngineHealth | null = null;
  private readonly launch: LaunchEngine<unknown>;
  private readonly output: SupervisorOutput;
  private readonly engine: Supervised<EngineProcess>;
  private onReady: (() => void) | null = null;

  constructor(launch: LaunchEngine<unknown>, output: SupervisorOutput, timing = SUPERVISOR_TIMING) {
    this.launch = launch;
    this.output = output;
    this.engine = new Supervised({
      name: 'The engine',
      restarts: { ...ENGINE_RESTARTS, firstMs: timing.restartFirstMs, maxMs: timing.restartMaxMs },
      silentMs: timing.lookMs * SILENT_LOOKS,
      launch: () => this.open(),
      onStarted: (engine) => output.onStarted(engine),
      end: (engine) => {
        engine.kill();
        this.engine.lost(engine);
      },
      onLost: (loss) => output.onLost(loss),
    });
  }

  get component(): ComponentRecord {
    return this.engine.component;
  }

  get current(): EngineProcess | null {
    return this.engine.current;
  }

  get state(): EngineState {
    const { state } = this.component;
    return state === 'idle' || state === 'failing' ? 'running' : state;
  }

  get restarts(): number {
    return this.component.restarts;
  }

  start(): void {
    this.engine.start();
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

  /** Ends the engine as a crash would, and starts another, at the user's request. */
  restart(): void {
    this.engine.restart();
  }

  /** Ends it for good. */
  stop(): void {
    const { current } = this;
    this.engine.close();
    if (!current) return;
    current.onExit = null;
    current.port.onClose = null;
    current.port.close('the app is closing');
    current.kill();
    this.engine.lost(current);
  }

  private open(): EngineProcess {
    const engine = this.launch();
    this.health = null;
    const isCurrent = (): boolean => engine === this.current;
    engine.onExit = (reason) => this.engine.lost(engine, reason);
    // A broken port mostly means that the process is gone, which says why itself; one that is left without its port is ended.
    engine.port.onClose = (reason) => {
      setTimeout(() => isCurrent() && this.engine.end(reason), EXIT_GRACE_MS);
    };
    engine.port.onMessage = (data) => {
      if (!(data instanceof Uint8Array) && isCurrent()) this.take(data);
    };
    return engine;
  }

  private take(message: EngineToMain): void {
    this.engine.heard();
    if (message.kind === 'ready') {
      this.component.enter('running');
      this.onReady?.();
      this.onReady = null;
    } else if (message.kind === 'health') {
      this.health = message.health;
      this.engine.works();
    }
    this.output.onMessage(message);
  }
}
