/**
 * Search over the whole catalogue: text in, hits out, the last text wins.
 */
import { useEffect, useState } from 'react';
import type { SearchHit } from '../../src-shared/contract/window-main.ts';
import type { Link } from '../../src-shared/domain/link.ts';
import type { Listing } from '../../src-shared/domain/listing.ts';
import { mainClient } from '../frames/clients.ts';
import { SEARCH_DELAY_MS, SEARCH_SHOWN_MAX } from '../frames/limits.ts';
import { putListings } from '../frames/listings-store.ts';

/** A line of results: a link once, before the first of its listings, or a listing. */
export type SearchRow =
  | { readonly id: string; readonly link: Link; readonly listing: null }
  | { readonly id: string; readonly link: null; readonly listing: Listing };

export type MarketSearch = {
  /** `idle`: no text. The rows of the last answer stay while the next is awaited. */
  readonly state: 'idle' | 'searching' | 'done' | 'failed';
  readonly rows: readonly SearchRow[];
  /** Why it failed, a sentence. */
  readonly problem: string;
};

const IDLE: MarketSearch = { state: 'idle', rows: [], problem: '' };

/** Hits as rows. A link that a person rejected is none. */
export function searchRows(hits: readonly SearchHit[]): readonly SearchRow[] {
  const rows: SearchRow[] = [];
  const seen = new Set<string>();
  const add = (row: SearchRow): void => {
    if (seen.has(row.id)) return;
    seen.add(row.id);
    rows.push(row);
  };
  for (const { listing, link } of hits) {
    if (link !== null && link.status !== 'rejected') add({ id: link.id, link, listing: null });
    add({ id: listing.id, link: null, listing });
  }
  return rows;
}

/** Searches a moment after the text stopped changing. */
export function useMarketSearch(text: string): MarketSearch {
  const wanted = text.trim();
  const [search, setSearch] = useState<MarketSearch>(IDLE);
  useEffect(() => {
    if (wanted === '') {
      setSearch(IDLE);
      return;
    }
    let isCurrent = true;
    setSearch((old) => ({ ...old, state: 'searching', problem: '' }));
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
  }, [wanted]);
  return search;
}
