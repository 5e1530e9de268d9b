/** Filters the event log. */
import type { LogEvent } from '../../../src-shared/domain/health.ts';
import type { LoggedEvent } from '../../stores/events-store.ts';

export type Level = LogEvent['level'];

/** From the least to the worst. */
export const LEVELS: readonly Level[] = ['info', 'warn', 'error'];

/** The events to show: at least of the level, of the venue ('' for all), newest first, at most `max`. */
export function filterEvents(
  events: readonly LoggedEvent[],
  level: Level,
  venue: string,
  max: number,
): readonly LoggedEvent[] {
  const least = LEVELS.indexOf(level);
  const shown: LoggedEvent[] = [];
  for (let at = events.length - 1; at >= 0 && shown.length < max; at--) {
    const event = events[at];
    if (event === undefined || LEVELS.indexOf(event.level) < least) continue;
    if (venue === '' || event.venue === venue) shown.push(event);
  }
  return shown;
}
