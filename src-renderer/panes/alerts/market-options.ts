/** Lists the markets that a rule may be about: those on the watchlist, those shown, and that of the rule itself. */
import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import { ANY_MARKET } from '../../../src-shared/domain/alert.ts';
import { appStore } from '../../stores/app-store.ts';
import { linksStore, targetListings } from '../../stores/links-store.ts';
import { listingsStore, needListings } from '../../stores/listings-store.ts';
import { selectionStore } from '../../stores/selection-store.ts';
import { resolveTarget } from '../../stores/target.ts';
import { watchlistStore } from '../../stores/watchlist-store.ts';

export type MarketOption = { readonly id: string; readonly title: string };

/** With the venue's name where it is a single listing; `more`: targets that must be there. */
export function useMarketOptions(more: readonly string[]): readonly MarketOption[] {
  const watched = useStore(watchlistStore, (state) => state.rows);
  const selection = useStore(selectionStore);
  const ids = useMemo(() => {
    const all = [...more, selection.A, selection.B, selection.C, ...watched];
    return [...new Set(all)].filter((id): id is string => id !== null && id !== ANY_MARKET);
  }, [more, selection, watched]);
  const titleOf = useTargetTitles(ids);
  return ids.map((id) => ({ id, title: titleOf(id) }));
}

/** Titles of targets; the facts that are missing are asked for. */
export function useTargetTitles(ids: readonly string[]): (id: string) => string {
  const links = useStore(linksStore);
  const listings = useStore(listingsStore);
  const venues = useStore(appStore, (app) => app.venues);
  useEffect(() => needListings(ids.flatMap((id) => targetListings(id))), [ids]);
  return (id) => {
    if (id === ANY_MARKET) return 'All followed markets';
    const { title, link, isGone, members } = resolveTarget(id, links, listings, venues);
    if (isGone) return `${title} · link no longer exists, cannot fire`;
    const venue = link === null ? members[0]?.venue?.shortName : undefined;
    return `${title || id}${venue === undefined ? '' : ` · ${venue}`}`;
  };
}
