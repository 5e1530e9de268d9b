/** The makers of made-up markets of all venues, found by walking the registry: `made` of each venue's `made-market.ts`. */
import { VENUES } from '../../../src-shared/venues/index.ts';
import { checked } from '../../venues/roles.ts';
import type { MadeMarkets } from './made-market.ts';

/** In the order of the registry. */
export const MADE_VENUES: readonly MadeMarkets[] = await Promise.all(
  VENUES.map(async ({ id }) => {
    const { made } = (await import(`../../venues/${id}/made-market.ts`)) as { readonly made: MadeMarkets };
    return made;
  }),
);

export function madeVenue(id: string): MadeMarkets {
  const made = MADE_VENUES.find((venue) => venue.id === id);
  if (!made)
    throw new Error(
      `there are no made-up markets of ${id}: say in test/venues/${id}/made-market.ts how its frames look`,
    );
  return made;
}

/** The venue with the longest frames: both outcomes and the touch in every change. */
export const WORDY_VENUE = madeVenue(checked.id);
