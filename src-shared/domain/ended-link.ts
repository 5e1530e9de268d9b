/**
 * A link that is shown no more, and what shows its market from now on: its heir.
 *
 * Main and windows know the same links and come to the same heir, so nobody has to tell the other.
 */
import { compose, type Link, type Orientation } from './link.ts';

export type EndedLink = {
  readonly link: Link;
  /** The confirmed link that has all its listings now, else its first listing. */
  readonly heir: string;
  /** How the heir's terms stand to those of the link. */
  readonly orientation: Orientation;
};

/** The links that were there and are no more. */
export function endedLinks(before: Iterable<Link>, now: readonly Link[]): readonly EndedLink[] {
  const ids = new Set(now.map(({ id }) => id));
  const ended = [...before].filter(({ id }) => !ids.has(id));
  if (ended.length === 0) return [];
  const confirmed = now.filter(({ status }) => status === 'confirmed');
  const ofListing = new Map(confirmed.flatMap((link) => link.members.map(({ listing }) => [listing, link] as const)));
  return ended.map((link) => {
    const [first] = link.members;
    const whole = ofListing.get(first!.listing);
    if (!whole || link.members.some(({ listing }) => ofListing.get(listing) !== whole)) {
      return { link, heir: first!.listing, orientation: first!.orientation };
    }
    const there = whole.members.find(({ listing }) => listing === first!.listing)!;
    return { link, heir: whole.id, orientation: compose(first!.orientation, there.orientation) };
  });
}
