/**
 * What one listing says, read from its texts and its venue's fields: the parts that two listings are compared by.
 *
 * The venue's own ids are not looked at; what a venue's names state is in `stated`, read by the venue's folder. Texts are read up to
 * a limit, and no reader takes longer than in proportion to them.
 */
import {
  LISTING_RULES_LENGTH_MAX,
  LISTING_TEXT_LENGTH_MAX,
  LISTING_TITLE_LENGTH_MAX,
} from '../../../src-shared/domain/limits.ts';
import type { Listing } from '../../../src-shared/domain/listing.ts';
import { type Announcement, announcementOf } from './announcement.ts';
import { type AskedWay, askedWay } from './asked-way.ts';
import { type Bound, boundsIn } from './bound.ts';
import { withoutClocks } from './date.ts';
import { listingBounds } from './listing-bounds.ts';
import { type ListingDate, listingDate } from './listing-date.ts';
import { categoryKind } from './names.ts';
import { placesIn } from './place.ts';
import type { Reading } from './reading.ts';
import { sourcesIn } from './source.ts';
import { gapsIn } from './unfilled.ts';
import { namesOf, numberedNames, plain, renamed, tidy, withTowns, wordsOf } from './words.ts';

/** The part of a listing that is read. */
export type JudgedListing = Pick<
  Listing,
  'id' | 'venue' | 'title' | 'outcomes' | 'category' | 'closeTimeMs' | 'rules' | 'stated'
>;

export type OutcomeName = { readonly text: string; readonly words: ReadonlySet<string> };

export type Terms = {
  readonly title: string;
  /** Words of the titles and the outcome. */
  readonly core: ReadonlySet<string>;
  /** Words of the title and the outcome alone. */
  readonly asked: ReadonlySet<string>;
  /** Those that name somebody or something. */
  readonly names: ReadonlySet<string>;
  /** Names in the rules' first sentence: what the titles take for granted. */
  readonly ruleNames: ReadonlySet<string>;
  readonly numbered: ReadonlyMap<string, string>;
  /** Every word of every text, with the towns of teams. */
  readonly all: ReadonlySet<string>;
  /** What YES is called, and what NO is called where the two have names of their own. */
  readonly outcome: OutcomeName | null;
  readonly otherOutcome: OutcomeName | null;
  /** Whether there are texts in which something could be missing. */
  readonly hasRules: boolean;
  readonly way: AskedWay;
  readonly announcement: Announcement;
  /** A draw, a tie or a third case is spoken of. */
  readonly hasThirdCase: boolean;
  readonly bounds: readonly Bound[];
  readonly unreadFigures: readonly string[];
  readonly date: ListingDate;
  readonly sources: Reading<string>;
  readonly places: Reading<string>;
  /** Gaps of a template that was not filled. */
  readonly gaps: readonly string[];
  /** A text is longer than is read. */
  readonly isCut: boolean;
  readonly category: string;
  readonly categoryKind: string;
};

const THIRD_CASE = /\b(?:draw|tie|tied)\b/;
const FILLERS = /\b(?:yes|no|over|under|up|down)\b/;

type Four = [string, string, string, string];

export function termsOf(listing: JudgedListing): Terms {
  const { category, closeTimeMs } = listing;
  const title = listing.title.slice(0, LISTING_TITLE_LENGTH_MAX);
  const rules = listing.rules.slice(0, LISTING_RULES_LENGTH_MAX);
  const stated = listing.stated ?? null;
  const label = (stated?.outcome ?? '').slice(0, LISTING_TEXT_LENGTH_MAX);
  const event = (stated?.event ?? '').slice(0, LISTING_TITLE_LENGTH_MAX);
  const outcomes = listing.outcomes.map((name) => name.slice(0, LISTING_TEXT_LENGTH_MAX)) as [string, string];
  const sources = (stated?.sources ?? []).map((name) => name.slice(0, LISTING_TEXT_LENGTH_MAX));
  const [named, namedLabel, namedEvent] = [title, label, event].map(withoutClocks) as [string, string, string];
  const core = withTowns(wordsOf(`${named}. ${namedEvent} ${namedLabel}`));
  const all = withTowns(new Set([...core, ...wordsOf(`${rules} ${outcomes.join(' ')} ${category}`)]));
  const hasNames = !FILLERS.test(outcomes[0].toLowerCase());
  const [tidyTitle, tidyLabel, tidyEvent, tidyRules] = [title, label, event, rules].map(tidy) as Four;
  const [plainTitle, plainLabel, plainEvent, plainRules] = [tidyTitle, tidyLabel, tidyEvent, tidyRules].map((text) =>
    text.toLowerCase(),
  ) as Four;
  const asked = `${tidyTitle} . ${tidyLabel}`;
  const bounds = listingBounds({
    title: plainTitle,
    event: plainEvent,
    label: plainLabel,
    rules: plainRules,
    outcome: plain(outcomes[0]),
    stated,
  });
  return {
    title: listing.title,
    core,
    asked: wordsOf(`${named} . ${namedLabel}`),
    names: new Set([...namesOf(named), ...namesOf(namedLabel, true), ...(hasNames ? wordsOf(outcomes.join(' ')) : [])]),
    ruleNames: namesOf(rules.split(/(?<=[a-z"”)])\.\s/, 1)[0] ?? ''),
    numbered: numberedNames(`${title} . ${label} . ${event}`),
    all,
    outcome: nameOf(hasNames ? outcomes[0] : label),
    otherOutcome: hasNames ? nameOf(outcomes[1]) : null,
    hasRules: rules !== '',
    way: askedWay(renamed(title), renamed(label), plainRules, outcomes[0].toLowerCase() === 'no', bounds.areLabels),
    announcement: announcementOf(`${plainTitle} . ${plainLabel}`, plainRules),
    hasThirdCase: THIRD_CASE.test(plainRules),
    bounds: bounds.bounds,
    unreadFigures: bounds.unread,
    date: listingDate({ title: asked, event: tidyEvent, rules: tidyRules, day: stated?.day ?? null, closeTimeMs }),
    sources: sourcesIn(tidyRules, sources),
    places: placesIn(`${asked} . ${tidyRules}`),
    gaps: gapsIn(`${title} ${label} ${rules}`),
    // The venue's door cuts at the same lengths, so one that is as long was longer.
    isCut: title.length >= LISTING_TITLE_LENGTH_MAX || rules.length >= LISTING_RULES_LENGTH_MAX,
    category,
    categoryKind: categoryKind(category),
  };
}

function nameOf(text: string): OutcomeName | null {
  const { rest } = boundsIn(plain(text));
  const words = withTowns(wordsOf(rest));
  return words.size === 0 ? null : { text, words };
}
