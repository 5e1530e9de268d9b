/** Takes what a venue says of a market's life into the catalogue. */
import { listingId, type VenueId } from '../../src-shared/domain/listing.ts';
import type { LifecycleNotice } from '../../src-shared/domain/notice.ts';
import type { Catalog } from './catalog.ts';

/** `announce` is called for a market that must be fetched by its id: it is new, its facts changed, or its result was not said. */
export function takeLifecycle(
  catalog: Catalog,
  venue: VenueId,
  notice: LifecycleNotice,
  nowMs: number,
  announce: (marketId: string) => void,
): void {
  const id = listingId(venue, notice.venueMarketId);
  const { change, priceGrid, closeTimeMs, resolution } = notice;
  switch (change) {
    case 'created':
    case 'fees':
      announce(notice.venueMarketId);
      break;
    case 'opened':
      if (!catalog.amend(id, { status: 'open' }, nowMs)) announce(notice.venueMarketId);
      break;
    case 'grid':
      if (priceGrid) catalog.amend(id, { priceGrid }, nowMs);
      break;
    case 'close-time':
      if (closeTimeMs !== undefined) catalog.amend(id, { closeTimeMs }, nowMs);
      break;
    case 'resolved':
      if (resolution) catalog.amend(id, { status: change, resolution }, nowMs);
      // Kalshi's `settled` repeats no result. Where none is known nothing is settled yet: trading is over, and the venue is asked.
      else if (catalog.get(id)?.resolution === null) {
        catalog.amend(id, { status: 'closed' }, nowMs);
        announce(notice.venueMarketId);
      }
      break;
    default:
      catalog.amend(id, { status: change }, nowMs);
  }
}
