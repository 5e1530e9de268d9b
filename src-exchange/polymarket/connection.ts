/**
 * Decides what Polymarket remembers of one socket: the ids it asked for and whether it wants the extra messages.
 */
import { VenueConnection } from '../wire/venue-connection.ts';

export class PolymarketConnection extends VenueConnection {
  /** Every id asked for, known or not, in the order of asking. */
  readonly ids = new Set<string>();
  /** False until the first valid subscription. */
  subscribed = false;
  /** custom_feature_enabled was asked for. */
  wantsExtras = false;
}
