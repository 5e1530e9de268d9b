/**
 * Decides what Kalshi remembers of one socket: its subscriptions by sid.
 */

import { VenueConnection } from '../wire/venue-connection.ts';
import type { KalshiSubscription } from './subscription.ts';

export class KalshiConnection extends VenueConnection {
  readonly subscriptions = new Map<number, KalshiSubscription>();
  #lastSid = 0;

  nextSid(): number {
    this.#lastSid += 1;
    return this.#lastSid;
  }
}
