/**
 * A link that is no longer shown, and what shows its market from now on: its successor.
 *
 * Main and windows know the same links and find the same successor, so neither has to tell the other.
 */
import { compose, type Link, type Orientation } from './link.ts';

export type EndedLink = {
  readonly link: Link;
  /** The id of the confirmed link that has all its listings now, else its first listing. */
  readonly successor: string;
  /** The orientation of the successor relative to the link. */
  readonly orientation: Orientation;
};

/** What became of these links, given those that are shown now. */
export function endedLinks(ended: readonly Link[], now: Iterable<Link>): readonly EndedLink[] {
  if (ended.length === 0) return [];
  const firsts = new Set(ended.map(({ members }) => members[0]!.listing));
  const successors = new Map<string, Link>();
  for (const link of now) {
    if (link.status !== 'confirmed') continue;
    for (const { listing } of link.members) if (firsts.has(listing)) successors.set(listing, link);
  }
  return ended.map((link) => {
    const first = link.members[0]!;
    const whole = successors.get(first.listing);
    const there = whole?.members.find(({ listing }) => listing === first.listing);
    const hasAll = link.members.every((own) => whole?.members.some(({ listing }) => listing === own.listing));
    if (!whole || !there || !hasAll) return { link, successor: first.listing, orientation: first.orientation };
    return { link, successor: whole.id, orientation: compose(first.orientation, there.orientation) };
  });
}
