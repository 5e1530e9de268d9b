/**
 * Everything that may end a run: a signal, the end of standard input, the time, the window. The first one does; a signal that
 * comes while the parts are ending finds no listener and ends the process at once.
 */
import type { AppCommand } from '../command/app-options.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export class Ending {
  /** Resolves once, with the reason. */
  readonly promise: Promise<string>;
  private readonly resolve: (reason: string) => void;
  private readonly withStdin: boolean;
  private readonly timer: NodeJS.Timeout | undefined;

  constructor(command: Pick<AppCommand, 'demo' | 'exitWithStdin'>) {
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
    // An input that is still read would keep the process alive.
    if (this.withStdin) process.stdin.destroy();
    this.resolve(reason);
  }

  private readonly onSignal = (signal: NodeJS.Signals): void => this.end(signal);
  private readonly onStdinEnd = (): void => this.end('standard input ended');
}
