/** A registry of the third venue alone: every other venue is absent. */
import type { PlayedVenue } from '../../../src-exchange/wire/played-venue.ts';
import { third } from './exchange.ts';

export const PLAYED_VENUES: readonly PlayedVenue[] = [third];
