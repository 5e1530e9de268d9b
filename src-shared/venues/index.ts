/** The registry: one line a venue. Nothing else in Crossbook names one. */
import { kalshi } from './kalshi/index.ts';
import { polymarket } from './polymarket/index.ts';
import type { Venue } from './venue.ts';

export const VENUES: readonly Venue[] = [polymarket, kalshi];
