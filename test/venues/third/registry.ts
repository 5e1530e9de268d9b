/** The app's registry with the third venue: what CROSSBOOK_VENUES names. */
import { VENUES as OTHERS } from '../../../src-shared/venues/index.ts';
import type { Venue } from '../../../src-shared/venues/venue.ts';
import { third } from './venue.ts';

export const VENUES: readonly Venue[] = [...OTHERS, third];
