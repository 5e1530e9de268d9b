/** The pages of links that a window lists: those of a shelf that fit a filter, the best or the newest first. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { LinkCard, LinkPage } from '../../src-shared/contract/window-main.ts';
import type { Link } from '../../src-shared/domain/link.ts';
import type { ListingId } from '../../src-shared/domain/listing.ts';
import type { SuggestionTable } from './suggestion-table.ts';

export type LinkFilter = {
  /** In small letters. All must be in the title or in a listing's id. */
  readonly words: readonly string[];
  /** Only links with this listing; null: all. */
  readonly listing: ListingId | null;
  readonly limit: number;
};

/** Filtered in about a millisecond. */
const LINKS_PER_TURN = 500;

/** Links that were decided on, the newest first. */
export async function cardsOfLinks(
  links: readonly Link[],
  shelf: 'confirmed' | 'rejected',
  filter: LinkFilter,
): Promise<LinkPage> {
  const cards: LinkCard[] = [];
  let total = 0;
  for (let at = links.length - 1; at >= 0; at--) {
    if (at % LINKS_PER_TURN === 0) await nextTurn();
    const link = links[at]!;
    if (link.status !== shelf || !fits(link, filter)) continue;
    total++;
    if (cards.length < filter.limit) cards.push({ link, score: null, vetoes: [], open: [] });
  }
  return { total, cards };
}

/** Suggestions that were not decided on, the best first. */
export function cardsOfSuggestions(table: SuggestionTable, decided: ReadonlySet<number>, filter: LinkFilter): LinkPage {
  const rows = rowsOf(table, filter).filter((row) => !decided.has(row));
  const cards = rows.slice(0, filter.limit).map((row): LinkCard => {
    const { link, score, vetoes, open } = table.at(row);
    return { link, score, vetoes, open };
  });
  return { total: rows.length, cards };
}

function rowsOf(table: SuggestionTable, filter: LinkFilter): readonly number[] {
  const { words, listing } = filter;
  if (listing !== null) return table.rowsOf(listing).filter((row) => fits(table.at(row).link, filter));
  return words.length > 0 ? table.rowsMatching(words) : Array.from({ length: table.size }, (_, row) => row);
}

function fits({ title, members }: Link, { words, listing }: LinkFilter): boolean {
  if (listing !== null && !members.some((member) => member.listing === listing)) return false;
  if (words.length === 0) return true;
  const searched = `${title} ${members.map((member) => member.listing).join(' ')}`.toLowerCase();
  return words.every((word) => searched.includes(word));
}
