/** The links on a shelf, asked for again whenever links, suggestions or the filter changed. */
import { useCallback, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { LinkPage, LinkShelf } from '../../../src-shared/contract/window-main.ts';
import { LINK_CARDS_MAX } from '../../../src-shared/domain/limits.ts';
import type { ListingId } from '../../../src-shared/domain/listing.ts';
import { mainClient } from '../../frames/clients.ts';
import { linkSearchStore } from '../../frames/link-search-store.ts';
import { linksStore } from '../../frames/links-store.ts';
import { toast } from '../../frames/toasts-store.ts';

const NOTHING: LinkPage = { total: 0, cards: [] };

/** `page` is null until the first answer. */
export function useLinkCards(
  shelf: LinkShelf,
  text: string,
  listing: ListingId | null,
  visible: boolean,
): { readonly page: LinkPage | null; readonly again: () => void } {
  const [page, setPage] = useState<LinkPage | null>(null);
  const [turn, setTurn] = useState(0);
  const links = useStore(linksStore);
  const found = useStore(linkSearchStore, ({ state, suggested, vetoed }) => `${state} ${suggested} ${vetoed}`);
  const again = useCallback(() => setTurn((last) => last + 1), []);
  // Reasons to ask again.
  const reason = `${links.size} ${found} ${turn}`;
  useEffect(() => {
    if (!visible || reason === '') return;
    let isCurrent = true;
    mainClient.request('linkCards', { shelf, text, listing, limit: LINK_CARDS_MAX }).then(
      (answer) => {
        if (isCurrent) setPage(answer);
      },
      (error: Error) => {
        if (!isCurrent) return;
        setPage(NOTHING);
        toast('error', `The links could not be listed: ${error.message}`);
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [shelf, text, listing, visible, reason]);
  return { page, again };
}
