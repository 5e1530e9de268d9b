/**
 * Decides what Kalshi remembers of one socket: its subscriptions by sid.
 */
import type { KalshiSubscription } from './kalshi-subscription.ts';
import { VenueConnection } from './venue-connection.ts';

export class KalshiConnection extends VenueConnection {
  readonly subscriptions = new Map<number, KalshiSubscription>();
  #lastSid = 0;

  nextSid(): number {
    this.#lastSid += 1;
    return this.#lastSid;
  }
}
