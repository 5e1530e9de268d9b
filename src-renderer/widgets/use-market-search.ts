/** Searches the whole catalogue: text in, hits out; the last text wins. */
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { SEARCH_DELAY_MS, SEARCH_SHOWN_MAX } from '../ports/limits.ts';
import { mainClient } from '../stores/clients.ts';
import { linkSearchStore } from '../stores/link-search-store.ts';
import { putListings } from '../stores/listings-store.ts';
import { type SearchRow, searchRows } from './search-rows.ts';

export type MarketSearch = {
  /** `idle`: no text. The rows of the last answer stay while the next is awaited. */
  readonly state: 'idle' | 'searching' | 'done' | 'failed';
  readonly rows: readonly SearchRow[];
  /** Why it failed, a sentence. */
  readonly problem: string;
};

const IDLE: MarketSearch = { state: 'idle', rows: [], problem: '' };

/** Searches a moment after the text stopped changing. */
export function useMarketSearch(text: string): MarketSearch {
  const wanted = text.trim();
  const [search, setSearch] = useState<MarketSearch>(IDLE);
  const asked = useRef('');
  // Hits contain their suggested links, so new suggestions repeat the search.
  const suggested = useStore(linkSearchStore, (links) => links.suggested);
  useEffect(() => {
    if (wanted === '' || suggested < 0) {
      asked.current = '';
      setSearch(IDLE);
      return;
    }
    let isCurrent = true;
    // Repeating the same text keeps the hits until the answer arrives.
    if (asked.current !== wanted) setSearch((old) => ({ ...old, state: 'searching', problem: '' }));
    asked.current = wanted;
    const timer = setTimeout(() => {
      mainClient.request('search', { text: wanted, venues: [], limit: SEARCH_SHOWN_MAX }).then(
        (hits) => {
          if (!isCurrent) return;
          putListings(hits.map((hit) => hit.listing));
          setSearch({ state: 'done', rows: searchRows(hits), problem: '' });
        },
        (error: Error) => {
          if (isCurrent) setSearch({ state: 'failed', rows: [], problem: error.message });
        },
      );
    }, SEARCH_DELAY_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [wanted, suggested]);
  return search;
}
