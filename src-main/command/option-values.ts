/** Reads one option's value: the value, or one sentence that names the option and says what it takes. */
import { Option } from 'commander';
import { utcMillis } from '../../src-shared/domain/time.ts';
import { UsageError } from './usage-error.ts';

/** Reads what was given for the option of this name. Throws {@link UsageError}. */
type Read<Value> = (name: string, given: string) => Value;

/** A moment: of the clock, or so long after the session's start. In µs. */
export type Moment = { readonly kind: 'at' | 'after-start'; readonly micros: number };

const SECONDS_MAX = 7 * 86_400;
const MICROS_PER_MS = 1_000;
const MICROS_PER_SECOND = 1_000_000;

/** A row of a command's options: how it is written, its help text, and how its value is read (as it is, without `read`). */
export function option(flags: string, text: string, read?: Read<unknown>): Option {
  const made = new Option(flags, text);
  return read ? made.argParser((given: string) => read(made.long!, given)) : made;
}

export function whole(least: number, most: number): Read<number> {
  return (name, given) => {
    const value = /^\d{1,10}$/.test(given) ? Number(given) : Number.NaN;
    if (value >= least && value <= most) return value;
    throw new UsageError(`${name} is a whole number from ${least} to ${most}, not '${given}'.`);
  };
}

/** A length of time in seconds, fractions allowed. */
export const seconds: Read<number> = (name, given) => {
  const value = /^\d{1,10}(\.\d{1,3})?$/.test(given) ? Number(given) : Number.NaN;
  if (value > 0 && value <= SECONDS_MAX) return value;
  throw new UsageError(`${name} is a number of seconds up to ${SECONDS_MAX}, not '${given}'.`);
};

/** One of these words. `between` joins the last two in the sentence. */
export function oneOf(words: readonly string[], verb: 'is' | 'takes', between = ', '): Read<string> {
  return (name, given) => {
    if (words.includes(given)) return given;
    throw new UsageError(`${name} ${verb} ${words.join(between)}, not '${given}'.`);
  };
}

/** Words with commas between them, each read by `read`. */
export function list(read: Read<string> = (_name, word) => word): Read<readonly string[]> {
  return (name, given) =>
    given
      .split(',')
      .map((word) => word.trim())
      .filter((word) => word !== '')
      .map((word) => read(name, word));
}

/** `2026-11-20T21:39:24Z`, in UTC where it names no zone, or seconds after the session's start. */
export const moment: Read<Moment> = (name, given) => {
  if (/^\d{1,9}(\.\d{1,6})?$/.test(given))
    return { kind: 'after-start', micros: Math.round(Number(given) * MICROS_PER_SECOND) };
  const ms = utcMillis(given);
  if (ms !== null) return { kind: 'at', micros: ms * MICROS_PER_MS };
  throw new UsageError(
    `${name} is a time such as 2026-11-20T21:39:24Z, or seconds after the session's start, not '${given}'.`,
  );
};
