/**
 * Decides how dates are written in the venues' texts and tickers.
 *
 * Slugs use UTC days, tickers Eastern time (both venues, 2026).
 */
const HOUR_MS = 3_600_000;
const EASTERN = 'America/New_York';

/** Making a formatter takes far longer than using it. */
const eastern = new Intl.DateTimeFormat('en-US', {
  timeZone: EASTERN,
  year: 'numeric',
  month: 'long',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});

function parts(timeMs: number): Record<string, string> {
  const found: Record<string, string> = {};
  for (const part of eastern.formatToParts(timeMs)) found[part.type] = part.value;
  return found;
}

/** The dates of one run, counted from its start. */
export class Calendar {
  readonly startMs: number;

  constructor(startMs: number) {
    this.startMs = startMs;
  }

  /** A whole hour, so many hours after the start. */
  hoursLater(hours: number): number {
    return Math.floor((this.startMs + hours * HOUR_MS) / HOUR_MS) * HOUR_MS;
  }

  /** The next November in an even year, when the United States vote: Eastern noon of the 5th. */
  nextElection(): number {
    let year = new Date(this.startMs).getUTCFullYear();
    if (year % 2 === 1 || Date.UTC(year, 10, 5) < this.startMs) year += 2 - (year % 2);
    return Date.UTC(year, 10, 5, 17);
  }
}

/** So many Eastern days after a time, at a whole hour of that day (Eastern, or UTC on the same date). */
export function dayHour(startMs: number, days: number, hour: number, utc = false): number {
  const at = parts(startMs + days * 24 * HOUR_MS);
  const month = new Date(`${at.month} 1, 2000 UTC`).getUTCMonth();
  const asUtc = Date.UTC(Number(at.year), month, Number(at.day), hour);
  if (utc) return asUtc;
  const shown = Number(parts(asUtc).hour);
  return asUtc + ((((hour - shown) % 24) + 24) % 24) * HOUR_MS;
}

/** "5 PM" or "11:59 PM" from hours and minutes. */
export function hourText(hour: number, minutes = 0): string {
  const minutesText = minutes === 0 ? '' : `:${String(minutes).padStart(2, '0')}`;
  return `${hour % 12 === 0 ? 12 : hour % 12}${minutesText} ${hour < 12 ? 'AM' : 'PM'}`;
}

/** "December 9, 2026" (Eastern). */
export function longDay(timeMs: number): string {
  const at = parts(timeMs);
  return `${at.month} ${at.day}, ${at.year}`;
}

/** "December 9" (Eastern). */
export function shortDay(timeMs: number): string {
  const at = parts(timeMs);
  return `${at.month} ${at.day}`;
}

/** "December 2026" (Eastern). */
export function monthOf(timeMs: number): string {
  const at = parts(timeMs);
  return `${at.month} ${at.year}`;
}

/** "December" (Eastern). */
export function monthName(timeMs: number): string {
  return parts(timeMs).month ?? '';
}

/** "2026" (Eastern). */
export function yearOf(timeMs: number): string {
  return parts(timeMs).year ?? '';
}

/** "3:45:30 PM" (Eastern). */
export function clockOf(timeMs: number): string {
  const at = parts(timeMs);
  const hour = Number(at.hour);
  return `${hour % 12 === 0 ? 12 : hour % 12}:${at.minute}:${at.second} ${hour < 12 ? 'AM' : 'PM'}`;
}

/** "26DEC" (Eastern). */
export function tickerMonth(timeMs: number): string {
  const at = parts(timeMs);
  return `${(at.year ?? '').slice(2)}${(at.month ?? '').slice(0, 3).toUpperCase()}`;
}

/** "26DEC09" (Eastern). */
export function tickerDay(timeMs: number): string {
  return `${tickerMonth(timeMs)}${(parts(timeMs).day ?? '').padStart(2, '0')}`;
}

/** "26DEC0917" (Eastern). */
export function tickerHour(timeMs: number): string {
  return `${tickerDay(timeMs)}${parts(timeMs).hour}`;
}

/** "26DEC09174530" (Eastern). */
export function tickerSecond(timeMs: number): string {
  const at = parts(timeMs);
  return `${tickerHour(timeMs)}${at.minute}${at.second}`;
}

/** "2026-12-09T17:45:30Z", with milliseconds where there are some (UTC). */
export function isoTime(timeMs: number): string {
  return new Date(timeMs).toISOString().replace('.000Z', 'Z');
}

/** "December 9, 2026" (UTC). */
export function utcDay(timeMs: number): string {
  return new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', dateStyle: 'long' }).format(timeMs);
}

/** "December 9" (UTC). */
export function utcShortDay(timeMs: number): string {
  return new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', month: 'long', day: 'numeric' }).format(timeMs);
}

/** "2026-12-09" (UTC). */
export function slugDay(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 10);
}

/** Lower-case words joined by hyphens. */
export function slugOf(title: string): string {
  return title
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f'’]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
