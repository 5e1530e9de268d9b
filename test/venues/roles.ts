/**
 * The venues by the role that a test needs, found by walking the registry: a test of the app names no venue. What a venue
 * offers for a role is in its own folder here, in `<id>/role.ts`.
 */
import { VENUES } from '../../src-shared/venues/index.ts';
import type { Venue } from '../../src-shared/venues/venue.ts';
import type { VenueRole } from './venue-role.ts';

export { TIME_MS } from './venue-role.ts';

const roles = await Promise.all(
  VENUES.map(async (venue) => {
    const { role } = (await import(`./${venue.id}/role.ts`)) as { readonly role: VenueRole };
    return { venue, role };
  }),
);

/** A venue that numbers no message; its own touch or checksum proves a book. */
export const checked = playing('checked');
/** A venue that numbers the messages of a subscription. */
export const numbered = playing('numbered');
/** A venue that streams only to the holder of a key. */
export const keyed = playing('keyed');
/** A venue that lists its markets page by page. */
export const paged = playing('paged');
/** A venue whose markets take facts from their series. */
export const inSeries = playing('inSeries');
/** A venue that streams to anybody. */
export const unkeyed = factsOf(VENUES.find(({ signedUpgrade }) => !signedUpgrade)!);

type Wire<R extends keyof VenueRole> = NonNullable<VenueRole[R]>;

/** The first venue of the registry that plays the role, with its frames. */
function playing<R extends keyof VenueRole>(name: R): Wire<R> & VenueFacts {
  const player = roles.find(({ role }) => role[name]);
  if (!player) throw new Error(`no venue plays the role '${name}'`);
  return { ...(player.role[name] as Wire<R>), ...factsOf(player.venue) };
}

type VenueFacts = { readonly venue: Venue; readonly id: string; readonly name: string; readonly shortName: string };

function factsOf(venue: Venue): VenueFacts {
  const { id, name, shortName } = venue;
  return { venue, id, name, shortName };
}
