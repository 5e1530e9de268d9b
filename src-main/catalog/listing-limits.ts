/**
 * Limits what a venue says of a market, as it comes in: whatever is kept, indexed, compared and shown later is of a bounded length.
 *
 * Texts are cut and repaired, and a market whose ids are too long or not well formed is refused, because another id names another market.
 */
import {
  LISTING_ID_LENGTH_MAX,
  LISTING_LIST_MAX,
  LISTING_RULES_LENGTH_MAX,
  LISTING_TEXT_LENGTH_MAX,
  LISTING_TITLE_LENGTH_MAX,
} from '../../src-shared/domain/limits.ts';
import type { Listing } from '../../src-shared/domain/listing.ts';

export type LimitedListings = {
  readonly listings: readonly Listing[];
  /** Markets of which a text was cut. */
  readonly cut: number;
  /** Markets left out, a sentence each. */
  readonly problems: readonly string[];
};

/** The same listings, within the limits. */
export function limitListings(given: readonly Listing[]): LimitedListings {
  const listings: Listing[] = [];
  const problems: string[] = [];
  let cut = 0;
  for (const listing of given) {
    if (hasBadId(listing)) {
      problems.push(
        `The market ${cutText(listing.marketId, 40)} has an id of more than ${LISTING_ID_LENGTH_MAX} characters, or of half ones.`,
      );
      continue;
    }
    const limited = limitListing(listing);
    if (limited !== listing) cut++;
    listings.push(limited);
  }
  return { listings, cut, problems };
}

/** The listing itself where nothing is too long. */
function limitListing(listing: Listing): Listing {
  const limited: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(listing)) {
    if (KEPT.has(name)) continue;
    const max = LENGTHS[name] ?? LISTING_TEXT_LENGTH_MAX;
    const within = limitValue(value, max);
    // Half an address leads nowhere.
    if (within !== value) limited[name] = name === 'url' ? '' : within;
  }
  return Object.keys(limited).length === 0 ? listing : { ...listing, ...limited };
}

/** Ids are judged before; a grid is numbers alone. */
const KEPT: ReadonlySet<string> = new Set(['id', 'venue', 'marketId', 'symbols', 'priceGrid']);
const LENGTHS: Readonly<Record<string, number>> = { title: LISTING_TITLE_LENGTH_MAX, rules: LISTING_RULES_LENGTH_MAX };

function hasBadId({ id, symbols }: Listing): boolean {
  const isBad = (text: string): boolean => text.length > LISTING_ID_LENGTH_MAX || !text.isWellFormed();
  return isBad(id) || symbols.length > LISTING_LIST_MAX || symbols.some(isBad);
}

/** The value with its texts cut to `max` characters and its lists to the limit; the same value where nothing is too long. */
function limitValue(value: unknown, max: number): unknown {
  if (typeof value === 'string') return cutText(value, max);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const within = entries
    .slice(0, LISTING_LIST_MAX)
    .map(([name, inner]) => [cutText(name, max), limitValue(inner, max)] as const);
  const isSame =
    within.length === entries.length &&
    within.every(([name, inner], at) => name === entries[at]![0] && inner === entries[at]![1]);
  if (isSame) return value;
  return Array.isArray(value) ? within.map(([, inner]) => inner) : Object.fromEntries(within);
}

/** The first characters of a text, as a copy: a slice would keep the whole text in memory. */
function cutText(text: string, max: number): string {
  // Half a character cannot be stored: it comes back as another one.
  if (text.length <= max) return text.toWellFormed();
  // Not between the halves of a pair.
  const end = /[\uD800-\uDBFF]/.test(text[max - 1]!) ? max - 1 : max;
  return Buffer.from(text.slice(0, end)).toString();
}
