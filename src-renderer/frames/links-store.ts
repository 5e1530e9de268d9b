/** The links between listings, by id, as main last sent them. */
import { createStore } from 'zustand/vanilla';
import type { Link } from '../../src-shared/domain/link.ts';
import type { ListingId } from '../../src-shared/domain/listing.ts';

export const linksStore = createStore<ReadonlyMap<string, Link>>(() => new Map());

/** Replaces all links. */
export function setLinks(links: readonly Link[]): void {
  linksStore.setState(new Map(links.map((link) => [link.id, link])), true);
}

/** The listings a target stands for: a link's members in order, or the listing itself. */
export function targetListings(target: string): readonly ListingId[] {
  return (
    linksStore
      .getState()
      .get(target)
      ?.members.map((member) => member.listing) ?? [target]
  );
}
