/**
 * The engine as main sees it, whatever process or thread a host runs it in.
 */
import type { EngineToMain, MainToEngine } from '../../../src-shared/contract/main-engine.ts';
import type { Port } from '../../../src-shared/contract/port.ts';

/** A running engine as its host provides it. */
export interface EngineProcess<NativePort = unknown> {
  readonly port: Port<MainToEngine, EngineToMain>;
  /** Gives the engine its end of a channel to a window. */
  adopt(window: number, end: NativePort): void;
  /** Ends it at once, as kill -9 would. */
  kill(): void;
  onExit: ((reason: string) => void) | null;
}

export type LaunchEngine<NativePort> = () => EngineProcess<NativePort>;
