/**
 * The facts of the listings this window has met, fetched from main once and kept current by its pushes.
 *
 * `need` may be called as often as one likes: ids asked for in the same turn become one request, and an id that main does not
 * know is not asked for again until main says hello anew.
 */
import { createStore } from 'zustand/vanilla';
import type { Listing, ListingId } from '../../src-shared/domain/listing.ts';

export const listingsStore = createStore<ReadonlyMap<ListingId, Listing>>(() => new Map());

type Fetch = (ids: readonly ListingId[]) => Promise<readonly Listing[]>;

const asked = new Set<ListingId>();
let fetchListings: Fetch | null = null;
let batch: ListingId[] = [];

/** Says where facts come from; the ids waiting are asked for. */
export function fetchListingsWith(fetch: Fetch): void {
  fetchListings = fetch;
  asked.clear();
  if (batch.length > 0) queueMicrotask(flush);
}

/** Adds facts, newest wins. */
export function putListings(listings: readonly Listing[]): void {
  if (listings.length === 0) return;
  const next = new Map(listingsStore.getState());
  for (const listing of listings) next.set(listing.id, listing);
  listingsStore.setState(next, true);
}

/** Sees to it that the facts of these listings will be there. */
export function needListings(ids: readonly ListingId[]): void {
  const known = listingsStore.getState();
  for (const id of ids) {
    if (known.has(id) || asked.has(id)) continue;
    asked.add(id);
    batch.push(id);
    if (batch.length === 1) queueMicrotask(flush);
  }
}

async function flush(): Promise<void> {
  if (fetchListings === null || batch.length === 0) return;
  const ids = batch;
  batch = [];
  try {
    putListings(await fetchListings(ids));
  } catch {
    // The port was lost: asked again when main says hello (fetchListingsWith clears `asked`), by whoever still needs them.
    for (const id of ids) asked.delete(id);
  }
}
