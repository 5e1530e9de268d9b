/**
 * Makes titles that say which outcome a market's price is of, and that tell the markets of an event apart.
 *
 * The outcome is part of the title unless the title names it and nothing else: "Seattle vs Pittsburgh Winner?" is the title of two
 * markets, "Seattle win?" of one. In doubt the outcome is added: a title that repeats itself misleads nobody.
 */
import type { Listing } from './listing.ts';

/** What joins two names. */
const JOINED = /\b(?:vs?|versus|or|and|at|against|over|under|beats?|defeats?|than)\b|[@/&|,;:]|\s[-\u2013\u2014]\s/i;
/** A name begins with a capital, or is in a script that has none; a figure sets an outcome apart as well. */
const NAME = /[\p{Lu}\p{Lo}\d]/u;
/** Words that a title begins with a capital, and no names. */
const NO_NAMES = /\b(?:Will|The|Winner|Win|Who|Which|What|When)\b/g;
const ENDS_IN_WORD = /[\p{L}\p{N}]$/u;
const BEGINS_IN_WORD = /^[\p{L}\p{N}]/u;

/** The title with the outcome; either may be ''. */
export function outcomeTitle(title: string, outcome: string): string {
  if (title === '' || outcome === '' || namesOnly(title, outcome)) return title || outcome;
  return `${title} - ${outcome}`;
}

/** Whether a price of this outcome is what a user takes it for without being told. */
export function isYes(outcome: string): boolean {
  return outcome.trim().toLowerCase() === 'yes';
}

function namesOnly(title: string, outcome: string): boolean {
  const parts = title.split(outcome);
  if (parts.length < 2) return false;
  const isWord = parts.some(
    (part, at) => (at > 0 && BEGINS_IN_WORD.test(part)) || (at < parts.length - 1 && ENDS_IN_WORD.test(part)),
  );
  const rest = parts.join('_').replace(NO_NAMES, '_');
  return !isWord && !JOINED.test(rest) && !NAME.test(rest);
}

/** Gives every market of an event a title of its own. */
export class EventTitles {
  /** The market that has a title, by event and title. */
  private readonly holders = new Map<string, string>();

  /**
   * The listing, with `mark` behind its title where another of its event has the same; also where that one is not in this answer of
   * the venue, but the listing `known` so far was marked.
   */
  distinct(listing: Listing, mark: string, known?: Listing): Listing {
    const { marketId, eventId, title } = listing;
    const marked = { ...listing, title: `${title} (${mark})` };
    if (eventId === '') return listing;
    if (known?.title === marked.title) return marked;
    const key = `${eventId}\n${title}`;
    const holder = this.holders.get(key) ?? marketId;
    this.holders.set(key, holder);
    return holder === marketId ? listing : marked;
  }
}
