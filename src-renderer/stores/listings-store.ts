/**
 * Holds the facts of listings: requested from main when first needed, updated by its pushes.
 *
 * `needListings` may be called any number of times: ids requested in the same turn become one request, and an id that main does not
 * know is not requested again before the next hello. Each hello reloads the listings in use, because changes during a lost
 * connection were not pushed, and drops the others.
 */
import { createStore } from 'zustand/vanilla';
import type { Listing, ListingId } from '../../src-shared/domain/listing.ts';
import { LISTINGS_ASKED_MAX } from '../ports/limits.ts';

export const listingsStore = createStore<ReadonlyMap<ListingId, Listing>>(() => new Map());

type Fetch = (ids: readonly ListingId[]) => Promise<readonly Listing[]>;

/** By how many it is in use. */
const uses = new Map<ListingId, number>();
const asked = new Set<ListingId>();
let fetchListings: Fetch | null = null;
let batch = new Set<ListingId>();

/** Sets where facts are requested, and requests all that are in use. */
export function fetchListingsWith(fetch: Fetch): void {
  fetchListings = fetch;
  asked.clear();
  batch.clear();
  listingsStore.setState(new Map([...listingsStore.getState()].filter(([id]) => uses.has(id))), true);
  readListings([...uses.keys()]);
}

/** Adds facts, newest wins. */
export function putListings(listings: readonly Listing[]): void {
  if (listings.length === 0) return;
  const next = new Map(listingsStore.getState());
  for (const listing of listings) next.set(listing.id, listing);
  listingsStore.setState(next, true);
}

/** Takes facts that main pushed. It pushes those of all that is followed; what this window never met is left. */
export function takeListings(listings: readonly Listing[]): void {
  const known = listingsStore.getState();
  putListings(listings.filter(({ id }) => known.has(id) || uses.has(id)));
}

/** Sees to it that the facts of these listings will be there. They count as in use until the returned function is called. */
export function needListings(ids: readonly ListingId[]): () => void {
  const known = listingsStore.getState();
  for (const id of ids) uses.set(id, (uses.get(id) ?? 0) + 1);
  readListings(ids.filter((id) => !known.has(id) && !asked.has(id)));
  return () => {
    for (const id of ids) {
      const left = (uses.get(id) ?? 1) - 1;
      if (left > 0) uses.set(id, left);
      else uses.delete(id);
    }
  };
}

/** Requests these again, known or not: what is never pushed (volumes) is as old as the last answer. */
export function readListings(ids: readonly ListingId[]): void {
  if (ids.length === 0) return;
  if (batch.size === 0) queueMicrotask(flush);
  for (const id of ids) {
    asked.add(id);
    batch.add(id);
  }
}

function flush(): void {
  if (fetchListings === null) return;
  const ids = [...batch];
  batch = new Set();
  for (let at = 0; at < ids.length; at += LISTINGS_ASKED_MAX) {
    void fetchPart(fetchListings, ids.slice(at, at + LISTINGS_ASKED_MAX));
  }
}

async function fetchPart(fetch: Fetch, ids: readonly ListingId[]): Promise<void> {
  try {
    putListings(await fetch(ids));
  } catch {
    // The port was lost: the next hello requests what is in use.
    for (const id of ids) asked.delete(id);
  }
}
