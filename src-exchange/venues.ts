/** The venues that the built-in exchange plays, one line each; their order is that of ports, ids and random draws. */
import { kalshi } from './kalshi/venue.ts';
import { polymarket } from './polymarket/venue.ts';
import type { PlayedVenue } from './wire/played-venue.ts';

export const PLAYED_VENUES: readonly PlayedVenue[] = [polymarket, kalshi];
