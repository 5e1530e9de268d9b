/** `crossbook verify` on the command line. */
import type { VenueId } from '../../src-shared/domain/listing.ts';
import type { Venue } from '../../src-shared/venues/venue.ts';
import { type CommandRow, JSON_OPTION } from './command-row.ts';
import { oneOf, option, whole } from './option-values.ts';
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

export function verifyRow(venues: readonly Venue[]): CommandRow<VerifyCommand> {
  const ids = venues.map(({ id }) => id);
  return {
    name: 'verify',
    text: 'check sessions, or run recordings of other programs through the decoders and books',
    operands: '<files...>',
    options: [
      option('--venue <id>', `whose recording it is: ${ids.join(', ')} (recognised)`, oneOf(ids, 'is', ' or ')),
      option(
        '--books-at <n>',
        'print every whole book after n messages, counted over all files',
        whole(1, MESSAGES_MAX),
      ),
      JSON_OPTION,
    ],
    read(parsed) {
      const files = parsed.args;
      if (files.length === 0) throw new UsageError('crossbook verify: name at least one recording.');
      if (files.includes('')) throw new UsageError('crossbook verify: the name of a recording is empty.');
      return { command: 'verify', json: false, files, venue: null, booksAt: null, ...parsed.opts<object>() };
    },
  };
}
