/** The options of `crossbook verify`, checked. */
import type { VenueId } from '../../src-shared/domain/listing.ts';
import type { Venue } from '../../src-shared/venues/venue.ts';
import { readWhole } from './cli-numbers.ts';
import { UsageError } from './usage-error.ts';

export type VerifyCommand = {
  readonly command: 'verify';
  readonly json: boolean;
  /** At least one, in the order they were recorded. */
  readonly files: readonly string[];
  /** Null: recognised from the messages. */
  readonly venue: VenueId | null;
  /** Print every whole book after so many messages; null: do not. */
  readonly booksAt: number | null;
};

const MESSAGES_MAX = 9_999_999_999;

/** Throws {@link UsageError}. */
export function readVerify(
  files: readonly string[],
  values: Readonly<Record<string, string | boolean | undefined>>,
  venues: readonly Venue[],
): VerifyCommand {
  if (files.length === 0) throw new UsageError('crossbook verify: name at least one recording.');
  if (files.includes('')) throw new UsageError('crossbook verify: the name of a recording is empty.');
  const venue = typeof values.venue === 'string' ? values.venue : null;
  if (venue !== null && !venues.some(({ id }) => id === venue)) {
    throw new UsageError(`--venue is ${venues.map(({ id }) => id).join(' or ')}, not '${venue}'.`);
  }
  const booksAt = readWhole('--books-at', values['books-at'], 1, MESSAGES_MAX);
  return { command: 'verify', json: values.json === true, files, venue, booksAt };
}
