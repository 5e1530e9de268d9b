/** Everything that may end a run: a signal, the end of standard input, the time, the window. The first one does. */
import type { AppCommand } from './cli-options.ts';

export class Ending {
  /** Resolves once, with the reason. */
  readonly promise: Promise<string>;
  private resolve: (reason: string) => void = () => {};

  constructor(command: Pick<AppCommand, 'demo' | 'exitWithStdin'>) {
    this.promise = new Promise((resolve) => {
      this.resolve = resolve;
    });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      // The second signal finds no listener and ends the process at once.
      process.once(signal, () => this.end(signal));
    }
    const seconds = command.demo?.seconds ?? null;
    if (seconds !== null) setTimeout(() => this.end('its time is up'), seconds * 1_000);
    if (!command.exitWithStdin) return;
    process.stdin.on('end', () => this.end('standard input ended'));
    process.stdin.on('error', () => this.end('standard input ended'));
    process.stdin.resume();
  }

  end(reason: string): void {
    this.resolve(reason);
  }
}
