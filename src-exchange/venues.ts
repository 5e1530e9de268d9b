/** The venues that the built-in exchange plays, one line each; their order is that of ports, ids and random draws. */
import { kalshi } from './kalshi/venue.ts';
import { polymarket } from './polymarket/venue.ts';
import type { PlayedVenue } from './wire/played-venue.ts';

export const PLAYED_VENUES: readonly PlayedVenue[] = [polymarket, kalshi];

/** Those of another module that exports PLAYED_VENUES, by its file URL, or of the one that CROSSBOOK_PLAYED_VENUES names; else those above. */
export async function loadPlayedVenues(
  fileUrl: string | undefined = process.env.CROSSBOOK_PLAYED_VENUES,
): Promise<readonly PlayedVenue[]> {
  if (fileUrl === undefined) return PLAYED_VENUES;
  const module = (await import(/* @vite-ignore */ fileUrl)) as { readonly PLAYED_VENUES: readonly PlayedVenue[] };
  return module.PLAYED_VENUES;
}
