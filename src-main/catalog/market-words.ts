/**
 * The words by which a market is found: lower case, without accents, numbers without their commas.
 *
 * The title's words come first. A query is taken apart in the same way, so both always fit.
 */
import type { Listing } from '../../src-shared/domain/listing.ts';

/** Words of one market that are kept; a title of hundreds of words is no title. */
const WORDS_MAX = 60;
/** Ids of random digits are found whole, by the id itself, and never by a part. */
const OPAQUE_LENGTH = 32;

/** The words of a text, in its order. */
export function wordsOf(text: string): readonly string[] {
  const plain = text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase()
    .replace(/(\d),(?=\d{3})/g, '$1')
    .replace(/['’]/g, '');
  return plain.match(/\d+\.\d+|[\p{L}\p{N}]+/gu) ?? [];
}

/** All words of a market, joined by spaces. */
export function marketWords(listing: Listing): string {
  const { title, outcomes, category, tags, marketId, eventId, venue } = listing;
  const isPlain = outcomes[0] === 'Yes' && outcomes[1] === 'No';
  const parts = [title, ...(isPlain ? [] : outcomes), category, ...tags, venue];
  for (const id of [eventId, marketId]) if (id.length < OPAQUE_LENGTH) parts.push(id);
  return [...new Set(wordsOf(parts.join(' ')).slice(0, WORDS_MAX))].join(' ');
}
