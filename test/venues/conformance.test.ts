/** Every venue of the registry keeps every promise of venue.ts: a new folder and a new line are tested by their fixtures alone. */
import { describe, expect, it } from 'vitest';
import { VENUES } from '../../src-shared/venues/index.ts';
import type { Venue } from '../../src-shared/venues/venue.ts';
import { testVenue } from './conformance.ts';
import { testDecoder } from './decoder-conformance.ts';
import type { VenueRole } from './venue-role.ts';

describe('the registry', () => {
  it('holds venues with unlike ids, names, short names and colours', () => {
    for (const fact of [
      (venue: Venue) => venue.id,
      (venue: Venue) => venue.name,
      (venue: Venue) => venue.shortName,
      (venue: Venue) => venue.colour.dark,
      (venue: Venue) => venue.colour.light,
    ]) {
      expect(new Set(VENUES.map(fact)).size).toBe(VENUES.length);
    }
  });
});

for (const venue of VENUES) {
  const { role } = (await import(`./${venue.id}/role.ts`)) as { readonly role: VenueRole };
  describe(`venue ${venue.id}`, () => {
    testVenue(venue, role.lacks);
    testDecoder(venue, role.lacks);
  });
}
