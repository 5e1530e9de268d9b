/**
 * Reads how long a venue asks to be left alone: the Retry-After header of an answer, in seconds or as a date (RFC 9110, 10.2.3).
 */

/** Asked for longer than this, a request is made all the same: one an hour burdens nobody, and a wrong date must not stop a venue for good. */
export const RETRY_AFTER_MAX_MS = 3_600_000;

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** Milliseconds to wait from now on; 0 where nothing is asked for. A date is compared with the answer's own, so clocks may differ. */
export function retryAfterMs(headers: Headers, nowMs: number): number {
  const asked = textOf(headers['retry-after']);
  if (/^\d{1,9}$/.test(asked)) return Math.min(RETRY_AFTER_MAX_MS, Number(asked) * 1_000);
  const untilMs = asked === '' ? Number.NaN : Date.parse(asked);
  if (Number.isNaN(untilMs)) return 0;
  const sentMs = Date.parse(textOf(headers.date));
  return Math.max(0, Math.min(RETRY_AFTER_MAX_MS, untilMs - (Number.isNaN(sentMs) ? nowMs : sentMs)));
}

function textOf(header: string | string[] | undefined): string {
  return ((Array.isArray(header) ? header[0] : header) ?? '').trim();
}
