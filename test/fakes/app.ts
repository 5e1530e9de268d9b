/** An app without feeds or books, for tests of the hosts: it launches the engine, greets windows, and notes what it was given. */

import type { App, AppOptions } from '../../src-main/app/controllers/app-types.ts';
import type { EngineProcess } from '../../src-main/app/engine/engine-process.ts';
import type { Port } from '../../src-shared/contract/port.ts';
import type { MainToWindow, WindowToMain } from '../../src-shared/contract/window-main.ts';
import type { AppHealth } from '../../src-shared/domain/health.ts';

export class FakeApp implements App {
  readonly options: AppOptions;
  readonly windows = new Map<number, Port<MainToWindow, WindowToMain>>();
  /** Every engine there was. */
  readonly engines: EngineProcess<unknown>[] = [];
  stopped = 0;
  private current: EngineProcess<unknown> | null = null;

  constructor(options: AppOptions) {
    this.options = options;
  }

  async start(): Promise<void> {
    const engine = this.options.launchEngine();
    this.engines.push(engine);
    this.current = engine;
    engine.onExit = () => {
      this.current = null;
    };
  }

  async stop(): Promise<void> {
    this.stopped++;
    await this.killEngine();
  }

  /** As a crash: there is no engine afterwards, until `start`. */
  async killEngine(): Promise<void> {
    const engine = this.current;
    if (!engine) return;
    const ended = new Promise((resolve) => {
      engine.onExit = resolve;
    });
    engine.kill();
    await ended;
    this.current = null;
  }

  replay(): Promise<App> {
    return Promise.reject(new Error('there are no sessions here'));
  }

  attachWindow(window: number, port: Port<MainToWindow, WindowToMain>): void {
    this.windows.set(window, port);
    port.onMessage = (data) => port.post({ kind: 'failed', id: 0, text: JSON.stringify(data) });
    port.onClose = () => this.windows.delete(window);
    port.post({ kind: 'engine', state: 'running' });
  }

  engine(): EngineProcess<unknown> | null {
    return this.current;
  }

  health(): AppHealth {
    return {
      atMs: 0,
      connections: [],
      engineState: this.current ? 'running' : 'stopped',
      engineRestarts: 0,
      engine: null,
      mainDelayMs: 0,
      mainHeapBytes: 0,
      droppedFrames: 0,
      crossChecks: [],
      parts: [],
    };
  }
}
