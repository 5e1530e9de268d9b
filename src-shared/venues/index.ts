/** The registry: one line a venue. Nothing else in Crossbook names one. */
import { kalshi } from './kalshi/index.ts';
import { polymarket } from './polymarket/index.ts';
import type { Venue } from './venue.ts';

export const VENUES: readonly Venue[] = [polymarket, kalshi];

/** The venues of another module that exports VENUES, by its file URL; without one those above. */
export async function loadVenues(fileUrl: string | undefined): Promise<readonly Venue[]> {
  if (fileUrl === undefined) return VENUES;
  const module = (await import(/* @vite-ignore */ fileUrl)) as { readonly VENUES: readonly Venue[] };
  return module.VENUES;
}
