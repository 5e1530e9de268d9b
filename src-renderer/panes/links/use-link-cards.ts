/** Loads the links of a shelf, again whenever links, suggestions or the filter change. */
import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { LinkPage, LinkShelf } from '../../../src-shared/contract/window-main.ts';
import { LINK_CARDS_MAX } from '../../../src-shared/domain/limits.ts';
import type { ListingId } from '../../../src-shared/domain/listing.ts';
import { mainClient } from '../../stores/clients.ts';
import { linkSearchStore } from '../../stores/link-search-store.ts';
import { linksRevisionStore } from '../../stores/links-store.ts';
import { useMainRequest } from '../../stores/main-request.ts';

export type LinkCards = {
  /** Null before the first answer. */
  readonly page: LinkPage | null;
  /** Why the last request failed, a sentence, or ''. */
  readonly problem: string;
  readonly retry: () => void;
};

export function useLinkCards(shelf: LinkShelf, text: string, listing: ListingId | null, visible: boolean): LinkCards {
  const revision = useStore(linksRevisionStore);
  const found = useStore(linkSearchStore, ({ state, suggested, vetoed }) => `${state} ${suggested} ${vetoed}`);
  // Reasons to ask again.
  const reason = `${revision} ${found}`;
  const place = `${shelf} ${listing ?? ''}`;
  const ask = useMemo(() => {
    if (!visible || reason === '') return null;
    return async () => ({
      place,
      text,
      page: await mainClient.request('linkCards', { shelf, text, listing, limit: LINK_CARDS_MAX }),
    });
  }, [shelf, text, listing, visible, reason, place]);
  const { value, problem, retry } = useMainRequest(ask);
  return { page: shownPage(value, { place, text }, problem), problem, retry };
}

type Asked = { readonly place: string; readonly text: string };

/**
 * The last page while it stands under its own name: never that of another shelf or market, and that of another filter only until this
 * one's is there.
 */
export function shownPage(
  last: (Asked & { readonly page: LinkPage }) | null,
  { place, text }: Asked,
  problem: string,
): LinkPage | null {
  if (last === null || last.place !== place) return null;
  return problem !== '' && last.text !== text ? null : last.page;
}
