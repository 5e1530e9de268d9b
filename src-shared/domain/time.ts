/**
 * The branded time of the wall clock, so that it is not mistaken for a monotonic one. No clock is read here: time is always a parameter.
 */

declare const millisBrand: unique symbol;

/** Wall clock, milliseconds since the epoch. */
export type Millis = number & { readonly [millisBrand]: true };

/** A date, with a time of day and a zone where it names them: `2026-11-20`, `2026-11-20T16:00Z`, `2026-11-20 16:00:00.123456+00`. */
const DATED = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)\s?(Z|[+-]\d\d(?::?\d\d)?)?)?$/i;

/** Wall-clock time of an RFC 3339 or ISO 8601 text; null when it is none. A text without a zone is in UTC, never in the machine's zone. */
export function utcMillis(text: unknown): Millis | null {
  const [, day, time = '00:00', zone = 'Z'] = (typeof text === 'string' && DATED.exec(text.trim())) || [];
  if (day === undefined) return null;
  const [, sign = '', hours = '', minutes = '00'] = /^([+-])(\d\d):?(\d\d)?$/.exec(zone) ?? [];
  const ms = Date.parse(`${day}T${time}${sign === '' ? 'Z' : `${sign}${hours}:${minutes}`}`);
  return Number.isNaN(ms) ? null : (ms as Millis);
}

/** The earlier of two times; null: neither is known. */
export function earlierMs(one: Millis | null, other: Millis | null): Millis | null {
  return one === null || other === null ? (one ?? other) : one < other ? one : other;
}
