/** What happened, newest last, bounded; whoever shows it subscribes. */
import type { LogEvent } from '../../../src-shared/domain/health.ts';
import { EVENT_LOG_MAX } from '../../../src-shared/domain/limits.ts';

export class EventLog {
  onEvent: ((event: LogEvent) => void) | null = null;
  private readonly events: LogEvent[] = [];

  add(event: Omit<LogEvent, 'atMs'>): void {
    this.take({ ...event, atMs: Date.now() });
  }

  /** An event that carries its own time (the engine's). */
  take(event: LogEvent): void {
    this.events.push(event);
    if (this.events.length > EVENT_LOG_MAX) this.events.splice(0, this.events.length - EVENT_LOG_MAX);
    this.onEvent?.(event);
  }

  list(): readonly LogEvent[] {
    return [...this.events];
  }
}
