/** Keeps what happened, newest last and bounded, for the windows that show it, and writes it to the log on disk. */
import type { LogEvent } from '../../../src-shared/domain/health.ts';
import { EVENT_LOG_MAX } from '../../../src-shared/domain/limits.ts';
import type { LogFile } from '../../base/log-file.ts';
import { Signal } from '../../base/signal.ts';

export class EventLog {
  readonly added = new Signal<LogEvent>();
  /** The log on disk, where there is one. */
  file: LogFile | null = null;
  private readonly events: LogEvent[] = [];

  /** Adds an event of the app as a whole. */
  note(level: LogEvent['level'], code: string, text: string): void {
    this.add({ level, code, venue: '', connection: null, listing: '', text });
  }

  add(event: Omit<LogEvent, 'atMs'>): void {
    this.take({ ...event, atMs: Date.now() });
  }

  /** An event that carries its own time (the engine's). */
  take(event: LogEvent): void {
    this.events.push(event);
    if (this.events.length > EVENT_LOG_MAX) this.events.splice(0, this.events.length - EVENT_LOG_MAX);
    const { level, code, venue, connection, listing, text } = event;
    // Fields that say nothing are left out of the line.
    const about = { venue: venue || undefined, connection: connection ?? undefined, listing: listing || undefined };
    this.file?.write(level, { code, ...about }, text);
    this.added.emit(event);
  }

  list(): readonly LogEvent[] {
    return [...this.events];
  }
}
