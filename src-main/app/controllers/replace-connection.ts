/** A person wants another connection in the place of one. */
import type { VenueDesk } from './venue-desk.ts';

const REASON = 'a person asked for it';

/** Without a gap where the connection is open; one that is not is opened at once. Throws a sentence when it cannot be. */
export function replaceConnection(venues: readonly VenueDesk[], connection: number): void {
  for (const { feed } of venues) {
    const replacing = feed.replace(connection, REASON);
    if (replacing === null) continue;
    if (replacing === 'busy') throw new Error('as many as may be are being replaced now. Try again in half a minute.');
    if (replacing === 'closed') feed.reconnect(connection, REASON);
    return;
  }
  throw new Error(`Connection ${connection} is not there any more, so it cannot be replaced.`);
}
