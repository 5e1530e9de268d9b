/** Turns search hits into rows. */
import type { SearchHit } from '../../src-shared/contract/window-main.ts';
import type { Link } from '../../src-shared/domain/link.ts';
import type { Listing } from '../../src-shared/domain/listing.ts';

/** A line of results: a link once, before the first of its listings, or a listing. */
export type SearchRow =
  | { readonly id: string; readonly link: Link; readonly listing: null }
  | { readonly id: string; readonly link: null; readonly listing: Listing; readonly suggested: number };

/** Hits as rows. Only a confirmed link is shown as one market. */
export function searchRows(hits: readonly SearchHit[]): readonly SearchRow[] {
  const rows: SearchRow[] = [];
  const seen = new Set<string>();
  const add = (row: SearchRow): void => {
    if (seen.has(row.id)) return;
    seen.add(row.id);
    rows.push(row);
  };
  for (const { listing, link, suggested } of hits) {
    if (link?.status === 'confirmed') add({ id: link.id, link, listing: null });
    add({ id: listing.id, link: null, listing, suggested });
  }
  return rows;
}
