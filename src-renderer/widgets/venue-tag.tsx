/** The short name of a listing's venue, in the venue's own colour. */
import { useStore } from 'zustand';
import type { ListingId } from '../../src-shared/domain/listing.ts';
import { useApp } from '../stores/app-store.ts';
import { themeStore } from '../stores/theme-store.ts';

/** The venue a listing id starts with. */
export const venueIdOf = (listing: ListingId): string => listing.slice(0, Math.max(0, listing.indexOf(':')));

export function VenueTag({ listing }: { readonly listing: ListingId }) {
  const id = venueIdOf(listing);
  const card = useApp((app) => app.venues.find((venue) => venue.id === id));
  const scheme = useStore(themeStore, (theme) => theme.scheme);
  return (
    <span className="venue-tag" style={{ color: card?.colour[scheme] }} title={card?.name ?? id}>
      {card?.shortName ?? id}
    </span>
  );
}
