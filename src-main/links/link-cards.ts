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
/** Made in about a millisecond. */
const CARDS_PER_TURN = 100;

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
export async function cardsOfSuggestions(
  table: SuggestionTable,
  decided: ReadonlySet<number>,
  filter: LinkFilter,
): Promise<LinkPage> {
  const { words, listing, limit } = filter;
  if (words.length === 0 && listing === null) {
    const rows: number[] = [];
    for (let row = 0; row < table.size && rows.length < limit; row++) if (!decided.has(row)) rows.push(row);
    return { total: table.size - decided.size, cards: await cardsOf(table, rows) };
  }
  const found =
    listing === null
      ? await table.rowsMatching(words)
      : table.rowsOf(listing).filter((row) => fits(table.at(row).link, filter));
  const rows = found.filter((row) => !decided.has(row));
  return { total: rows.length, cards: await cardsOf(table, rows.slice(0, limit)) };
}

async function cardsOf(table: SuggestionTable, rows: readonly number[]): Promise<readonly LinkCard[]> {
  const cards: LinkCard[] = [];
  for (const row of rows) {
    const { link, score, vetoes, open } = table.at(row);
    cards.push({ link, score, vetoes, open });
    if (cards.length % CARDS_PER_TURN === 0) await nextTurn();
  }
  return cards;
}

function fits({ title, members }: Link, { words, listing }: LinkFilter): boolean {
  if (listing !== null && !members.some((member) => member.listing === listing)) return false;
  if (words.length === 0) return true;
  const searched = `${title} ${members.map((member) => member.listing).join(' ')}`.toLowerCase();
  return words.every((word) => searched.includes(word));
}
