/**
 * Decides what Polymarket remembers of one socket: the requested ids and whether it wants the extra messages.
 */
import { VenueConnection } from '../wire/venue-connection.ts';

export class PolymarketConnection extends VenueConnection {
  /** Every requested id, known or not, in the order of the requests. */
  readonly ids = new Set<string>();
  /** False until the first valid subscription. */
  subscribed = false;
  /** custom_feature_enabled was requested. */
  wantsExtras = false;
}
