/**
 * Whether a venue answers, how fast, and how far its clock is from ours.
 *
 * The Date header has whole seconds and was written about half a round trip before it arrived, so the skew is known to half a
 * second plus that; only what lies outside of it is called a problem.
 */
import type { Venue } from '../../src-shared/venues/venue.ts';
import { errorText } from '../base/error-text.ts';
import { refusalText, refusesCaller } from '../feed/refusal.ts';
import { endpointsOf, type Settings } from '../profile/settings.ts';

const REACH_TIMEOUT_MS = 5_000;
/** A signature made with a clock further off is likely to be refused. */
const SKEW_MAX_MS = 5_000;

export type Reach = { readonly url: string } & (
  | {
      readonly reachable: true;
      readonly latencyMs: number;
      /** The venue's clock minus ours; null when the answer had no date. */
      readonly clockSkewMs: number | null;
      readonly clockSkewPlusMinusMs: number | null;
      /** A sentence when the clocks differ too much, or ''. */
      readonly clockText: string;
    }
  | { readonly reachable: false; readonly text: string }
);

/** Asks the venue's probe once. Never rejects. */
export async function reachVenue(venue: Venue, settings: Settings): Promise<Reach> {
  const url = probeUrl(venue, settings);
  const sentMs = Date.now();
  const started = performance.now();
  try {
    const response = await fetch(url, { method: venue.probe.method, signal: AbortSignal.timeout(REACH_TIMEOUT_MS) });
    const latencyMs = performance.now() - started;
    await response.body?.cancel();
    if (refusesCaller(response.status)) {
      return { url, reachable: false, text: refusalText(venue.name, response.status, false) };
    }
    if (!response.ok) return { url, reachable: false, text: `it answered ${response.status} ${response.statusText}.` };
    const skew = clockSkew(response.headers.get('date'), sentMs, latencyMs);
    return { url, reachable: true, latencyMs, ...skew, clockText: clockText(venue.name, skew) };
  } catch (error) {
    const isTimeout = error instanceof Error && error.name === 'TimeoutError';
    const text = isTimeout ? `no answer within ${REACH_TIMEOUT_MS / 1_000} seconds` : errorText(error);
    return { url, reachable: false, text: `${text}.` };
  }
}

function probeUrl(venue: Venue, settings: Settings): string {
  const { endpoint, path, query } = venue.probe;
  const search = new URLSearchParams(query.map(([name, value]): [string, string] => [name, value])).toString();
  return `${endpointsOf(venue, settings)[endpoint]}${path}${search === '' ? '' : `?${search}`}`;
}

type Skew = { readonly clockSkewMs: number | null; readonly clockSkewPlusMinusMs: number | null };

/** The venue's clock minus ours, from an answer's Date header. */
export function clockSkew(date: string | null, sentMs: number, latencyMs: number): Skew {
  const dateMs = date === null ? Number.NaN : Date.parse(date);
  if (Number.isNaN(dateMs)) return { clockSkewMs: null, clockSkewPlusMinusMs: null };
  return { clockSkewMs: dateMs + 500 - (sentMs + latencyMs / 2), clockSkewPlusMinusMs: 500 + latencyMs / 2 };
}

function clockText(name: string, { clockSkewMs, clockSkewPlusMinusMs }: Skew): string {
  if (clockSkewMs === null || clockSkewPlusMinusMs === null) return '';
  if (Math.abs(clockSkewMs) - clockSkewPlusMinusMs <= SKEW_MAX_MS) return '';
  const seconds = (Math.abs(clockSkewMs) / 1_000).toFixed(0);
  const direction = clockSkewMs > 0 ? 'behind' : 'ahead of';
  return `This machine's clock is ${seconds} s ${direction} ${name}'s, so latencies are wrong and signatures may be refused; set the clock.`;
}
