/**
 * Everything that may end a run: a signal, the end of standard input, the time, the window. The first one does; a signal that
 * comes while the parts are starting or ending finds no listener and ends the process at once. A run whose parts do not end in time is
 * ended by force.
 */
import type { AppCommand } from '../command/app-options.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** A recording is closed and removed files are gone within a second; a slow disk takes some. */
const END_MAX_MS = 5_000;

export class Ending {
  /** Resolves once, with the reason. */
  readonly promise: Promise<string>;
  private readonly resolve: (reason: string) => void;
  private readonly withStdin: boolean;
  private readonly timer: NodeJS.Timeout | undefined;
  private readonly endMaxMs: number;
  private deadline: NodeJS.Timeout | undefined;

  /** `endMaxMs`: how long the parts may take to end. */
  constructor(command: Pick<AppCommand, 'demo' | 'exitWithStdin'>, endMaxMs = END_MAX_MS) {
    this.endMaxMs = endMaxMs;
    const { promise, resolve } = Promise.withResolvers<string>();
    this.promise = promise;
    this.resolve = resolve;
    for (const signal of SIGNALS) process.on(signal, this.onSignal);
    const seconds = command.demo?.seconds ?? null;
    if (seconds !== null) this.timer = setTimeout(() => this.end('its time is up'), seconds * 1_000);
    this.withStdin = command.exitWithStdin;
    if (!this.withStdin) return;
    process.stdin.on('end', this.onStdinEnd);
    process.stdin.on('error', this.onStdinEnd);
    process.stdin.resume();
  }

  end(reason: string): void {
    for (const signal of SIGNALS) process.off(signal, this.onSignal);
    clearTimeout(this.timer);
    // Not process.exit: it waits for threads, and one that the system holds up never ends.
    this.deadline ??= setTimeout(() => process.kill(process.pid, 'SIGKILL'), this.endMaxMs);
    // An input that is still read would keep the process alive.
    if (this.withStdin) process.stdin.destroy();
    this.resolve(reason);
  }

  /** Everything has ended. */
  over(): void {
    this.end('it is over');
    clearTimeout(this.deadline);
  }

  private readonly onSignal = (signal: NodeJS.Signals): void => this.end(signal);
  private readonly onStdinEnd = (): void => this.end('standard input ended');
}
