/** Decides whether the venues of a link settled it alike, each result in the terms of the first member. */
import type { Link, LinkDisagreement } from '../../src-shared/domain/link.ts';
import type { Listing, ListingId, Resolution } from '../../src-shared/domain/listing.ts';
import type { Millis } from '../../src-shared/domain/time.ts';

const TURNED: Readonly<Record<Resolution, Resolution>> = { yes: 'no', no: 'yes', other: 'other' };

/** The results, when two members that are resolved say different things; else null. */
export function disagreementOf(
  link: Link,
  listingOf: (id: ListingId) => Pick<Listing, 'resolution'> | undefined,
  nowMs: Millis,
): LinkDisagreement | null {
  const results: { listing: ListingId; resolution: Resolution }[] = [];
  const said = new Set<Resolution>();
  for (const { listing, orientation } of link.members) {
    const resolution = listingOf(listing)?.resolution ?? null;
    if (resolution === null) continue;
    results.push({ listing, resolution });
    said.add(orientation === 'same' ? resolution : TURNED[resolution]);
  }
  return said.size > 1 ? { seenMs: nowMs, results } : null;
}
