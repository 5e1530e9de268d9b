/**
 * Keeps one long-lived worker running, a thread or a process: starts it, ends it when it is silent for too long, and starts another when
 * it ends. Its health is in its component record.
 */
import type { RestartTiming } from '../../src-shared/domain/supervision/restart-rule.ts';
import { type Loss, Restarts } from './restarts.ts';
import { SilenceWatch } from './silence-watch.ts';

export type SupervisedOptions<Worker> = {
  /** The subject of the sentence that says that it stopped, such as `The engine`. */
  readonly name: string;
  readonly restarts: RestartTiming;
  /** Without a sign of life for this long it is ended. */
  readonly silentMs: number;
  launch(): Worker;
  /** It takes messages now, and knows nothing yet. */
  onStarted(worker: Worker): void;
  /** Ends it at once; whoever learns of its end calls {@link Supervised.lost}. */
  end(worker: Worker): void;
  /** Called several times in each silence, to ask for a sign of life. */
  onLook?(): void;
  onLost(loss: Loss): void;
};

export class Supervised<Worker> {
  current: Worker | null = null;
  isClosed = false;
  private readonly options: SupervisedOptions<Worker>;
  private readonly restarts: Restarts;
  private watch: SilenceWatch | null = null;
  /** Why it was ended by us, or broke, before its exit says less. */
  private failure = '';

  constructor(options: SupervisedOptions<Worker>) {
    this.options = options;
    this.restarts = new Restarts(() => this.start(), options.restarts);
  }

  get component(): Restarts['component'] {
    return this.restarts.component;
  }

  start(): void {
    this.restarts.cancel();
    this.failure = '';
    if (this.component.state === 'stopped') this.component.enter('starting');
    this.watch ??= new SilenceWatch(
      this.options.silentMs,
      () => this.end('it gave no sign of life'),
      () => this.options.onLook?.(),
    );
    this.watch.heard();
    this.current = this.options.launch();
    this.options.onStarted(this.current);
  }

  /** A sign of life. */
  heard(): void {
    this.watch?.heard();
  }

  /** It does what it is for, so the next pause is short again; an earlier crash still counts. */
  works(): void {
    this.restarts.works();
  }

  /** Notes why it is about to end. The first reason stands. */
  failed(reason: string): void {
    this.failure ||= reason;
  }

  /** Ends it at once, as a crash would; another is started. */
  end(reason: string): void {
    if (this.current === null) return;
    this.failed(reason);
    this.options.end(this.current);
  }

  /** Restarts it at the user's request, whatever it is doing. */
  restart(): void {
    this.restarts.forgive();
    if (this.current !== null) {
      this.component.requestRestart();
      this.end('the user asked for a restart');
    } else if (!this.isClosed) this.start();
  }

  /** It has ended. An earlier worker's end changes nothing. Returns why it ended. */
  lost(worker: Worker, reason = 'it ended'): string {
    const why = this.failure || reason;
    if (worker !== this.current) return why;
    this.current = null;
    if (this.isClosed) this.watch?.stop();
    else this.options.onLost(this.restarts.lost(why, `${this.options.name} stopped (${why})`));
    return why;
  }

  /** No other is started from now on. A current one is watched until it is {@link lost}. */
  close(): void {
    this.isClosed = true;
    this.restarts.cancel();
    this.component.enter('stopped');
    if (this.current === null) this.watch?.stop();
  }
}
