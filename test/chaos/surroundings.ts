/**
 * Brings about the faults of a plan that lie outside the exchange: the engine, its shards, windows, names, the clock, memory.
 *
 * Names and the clock are taken away in this process, from the app and everything under it; the end of the plan gives them back.
 */
import dns from 'node:dns';
import type { Fault, FaultKind } from '../../src-exchange/wire/fault-kinds.ts';
import type { CrossbookApp } from '../../src-main/app/app.ts';
import type { EngineTap } from './engine-tap.ts';
import { MemoryPressure } from './memory-pressure.ts';
import { setClock } from './set-clock.ts';
import type { WindowClient } from './window-client.ts';

export type Around = {
  readonly app: CrossbookApp;
  readonly tap: EngineTap;
  readonly window: WindowClient;
  readonly shards: number;
};

const realLookup = dns.lookup;

export class Surroundings {
  /** How often each kind was brought about. */
  readonly fired = new Map<FaultKind, number>();
  private readonly around: Around;
  private readonly memory = new MemoryPressure();

  constructor(around: Around) {
    this.around = around;
  }

  begin(fault: Fault): void {
    const { app, tap, window, shards } = this.around;
    switch (fault.kind) {
      case 'engine-killed':
        app.killEngine();
        break;
      case 'shard-killed':
        // Without threads the one shard is the engine.
        if (shards > 0) app.killShard(fault.amount % shards);
        else app.killEngine();
        break;
      case 'window-stalled':
        window.stall(true);
        break;
      case 'window-reloaded':
        window.attach(tap.engine);
        break;
      case 'no-names':
        withoutNames();
        break;
      case 'time-jump':
        setClock(fault.amount);
        break;
      case 'memory-pressure':
        this.memory.begin(fault.amount);
        break;
      // The exchange itself goes away.
      case 'network-away':
        break;
      default:
        throw new Error(`${fault.kind} is the exchange's`);
    }
    this.fired.set(fault.kind, (this.fired.get(fault.kind) ?? 0) + 1);
  }

  /** Everything is as it was. */
  end(): void {
    this.around.window.stall(false);
    this.memory.end();
    dns.lookup = realLookup;
    setClock(0);
  }
}

type Lookup = (host: string, options: unknown, done: (error: Error) => void) => void;

/** Every name is unknown from now on. */
function withoutNames(): void {
  const failing: Lookup = (host, options, done) => {
    const answer = typeof options === 'function' ? (options as typeof done) : done;
    setImmediate(() => answer(Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: 'ENOTFOUND' })));
  };
  dns.lookup = failing as unknown as typeof dns.lookup;
}
