/**
 * The demo's links file: what somebody who knows the built-in exchange wrote down about its shared contracts.
 *
 * It is imported into the demo's profile as any links file that a user imports. A decision of the user about one of these links
 * stays; links of earlier runs, whose markets are gone, are removed.
 */

import type { ExchangeLink } from '../../src-exchange/control/handle.ts';
import { type Link, linkId } from '../../src-shared/domain/link.ts';
import { listingId } from '../../src-shared/domain/listing.ts';
import type { Millis } from '../../src-shared/domain/time.ts';
import { LinkStore } from '../links/link-store.ts';

const WRITTEN_BY = 'the links file of the built-in exchange';

/** The file's links. */
export function demoLinks(links: readonly ExchangeLink[]): readonly Link[] {
  return links.map(({ title, members }) => {
    const listed = members.map(({ venue, marketId, orientation }) => ({
      listing: listingId(venue, marketId),
      orientation,
    }));
    return {
      id: linkId(listed.map(({ listing }) => listing)),
      title,
      status: 'confirmed',
      members: listed,
      decisions: [{ action: 'confirm', by: WRITTEN_BY, atMs: 0 as Millis }],
    };
  });
}

/** A store that holds the file and forgets what is decided. */
export function demoLinkStore(links: readonly ExchangeLink[]): LinkStore {
  return LinkStore.inMemory(demoLinks(links));
}

/** Takes the file into a profile. */
export async function keepDemoLinks(store: LinkStore, links: readonly Link[]): Promise<void> {
  const ids = new Set(links.map(({ id }) => id));
  await store.forget((link) => !ids.has(link.id) && link.decisions?.every(({ by }) => by === WRITTEN_BY) === true);
  const decided = new Set(store.all().flatMap(({ members }) => members.map(({ listing }) => listing)));
  const news = links.filter(
    ({ id, members }) => !store.get(id) && !members.some(({ listing }) => decided.has(listing)),
  );
  if (news.length > 0) await store.import(news);
}
