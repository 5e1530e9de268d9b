/** Numbers on the command line: in their range, or one sentence that says which. */
import { UsageError } from './usage-error.ts';

type Given = string | boolean | undefined;

const SECONDS_MAX = 7 * 86_400;

/** A whole number; null when the option was not given. */
export function readWhole(option: string, given: Given, least: number, most: number): number | null {
  if (typeof given !== 'string') return null;
  const value = /^\d{1,10}$/.test(given) ? Number(given) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new UsageError(`${option} is a whole number from ${least} to ${most}, not '${given}'.`);
}

/** A length of time in seconds, fractions allowed; null when the option was not given. */
export function readSeconds(option: string, given: Given): number | null {
  if (typeof given !== 'string') return null;
  const value = /^\d{1,10}(\.\d{1,3})?$/.test(given) ? Number(given) : Number.NaN;
  if (value > 0 && value <= SECONDS_MAX) return value;
  throw new UsageError(`${option} is a number of seconds up to ${SECONDS_MAX}, not '${given}'.`);
}
