/**
 * What Kalshi's refusals mean and what the caller must do now: one row a code of its `error` message.
 *
 * Source: AsyncAPI document 2.0.0, error codes (docs.kalshi.com, read October 2026). Codes 6, 16 and 17 are retired but were
 * sent before. Codes not listed here are counted.
 */
import type { SessionFault } from '../venue.ts';

export type Refusal = {
  readonly code: string;
  readonly text: string;
  readonly remedy: SessionFault['remedy'];
  /** The command may succeed later: the session says it again, after a pause that grows. */
  readonly again: boolean;
};

function refusal(code: string, text: string, remedy: SessionFault['remedy'] = 'count', again = false): Refusal {
  return { code, text, remedy, again };
}

const ours = (what: string): string => `Kalshi did not accept a command: ${what}. Its markets stay without data.`;

const REFUSALS: ReadonlyMap<number, Refusal> = new Map([
  [1, refusal('GENERAL_ERROR', 'Kalshi could not process a command; it is sent again.', 'count', true)],
  [2, refusal('PARAMS_REQUIRED', ours('parameters were missing'))],
  [3, refusal('CHANNELS_REQUIRED', ours('channels were missing'))],
  [4, refusal('SIDS_REQUIRED', ours('subscription numbers were missing'))],
  [5, refusal('UNKNOWN_COMMAND', ours('the command is unknown'))],
  [6, refusal('ALREADY_SUBSCRIBED', 'Kalshi says the subscription exists already.')],
  [7, refusal('UNKNOWN_SID', 'Kalshi does not know a subscription we use; a new connection is opened.', 'reconnect')],
  [8, refusal('UNKNOWN_CHANNEL', ours('the channel is unknown'))],
  [
    9,
    refusal('AUTHENTICATION_REQUIRED', 'Kalshi does not accept the key for this channel; check the API key.', 'stop'),
  ],
  [
    10,
    refusal('CHANNEL_ERROR', 'Kalshi ended a subscription after an error; a new connection is opened.', 'reconnect'),
  ],
  [11, refusal('INVALID_PARAMETER', ours('a parameter is malformed'))],
  [12, refusal('ONE_SID_REQUIRED', ours('exactly one subscription number was expected'))],
  [13, refusal('UNSUPPORTED_ACTION', ours('the action is not supported'))],
  [14, refusal('TICKER_REQUIRED', ours('the market ticker was missing'))],
  [15, refusal('ACTION_REQUIRED', ours('the action was missing'))],
  [16, refusal('MARKET_NOT_FOUND', 'Kalshi does not know a market that was asked for.')],
  [17, refusal('SUBSCRIPTION_ENDED', 'Kalshi ended a subscription; a new connection is opened.', 'reconnect')],
  [18, refusal('COMMAND_TIMEOUT', 'Kalshi took too long over a command; it is sent again.', 'count', true)],
  [
    25,
    refusal(
      'BUFFER_OVERFLOW',
      'Kalshi dropped messages that we took too slowly; a new connection is opened.',
      'reconnect',
    ),
  ],
  [26, refusal('MARKET_LIMIT', 'A Kalshi subscription is full; its markets are put into a further one.')],
  [27, refusal('TOO_MANY_COMMANDS', 'Kalshi received commands too fast; they are sent again, slower.', 'count', true)],
]);

/** The code of a subscription that takes no more markets: they go into another one. */
export const MARKET_LIMIT_CODE = 26;

/** The meaning of an error code. */
export function refusalOf(code: number, said: string): Refusal {
  return REFUSALS.get(code) ?? refusal(`ERROR_${code}`, `Kalshi answered with an error: ${said || 'no text'}.`);
}
