/**
 * What one listing says, read from its texts and its venue's fields: the parts that two listings are compared by.
 *
 * The venue's own ids are not looked at; what a venue's names state is in `stated`, read by the venue's folder.
 */
import type { Listing } from '../../src-shared/domain/listing.ts';
import { type DateSpan, datesIn, statedSpan } from './link-date.ts';
import { categoryKind, SOURCES, STATIONS } from './link-names.ts';
import { type Bound, boundsIn, labelBound, statedBound } from './link-threshold.ts';
import { namesOf, numberedNames, plain, renamed, withTowns, wordsOf } from './link-words.ts';

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
  readonly negated: boolean;
  /** A draw, a tie or a third case is spoken of. */
  readonly hasThirdCase: boolean;
  readonly bounds: readonly Bound[];
  readonly date: DateSpan | null;
  readonly sources: readonly string[];
  readonly stations: readonly string[];
  readonly category: string;
  readonly categoryKind: string;
};

const NEGATION = /\b(?:not|never|without|fails? to|won't|doesn't|isn't|don't|no longer)\b|\bwill no\b|^no\b/;
const THIRD_CASE = /\b(?:draw|tie|tied)\b/;
const FILLERS = /\b(?:yes|no|over|under|up|down)\b/;

export function termsOf(listing: JudgedListing): Terms {
  const { title, outcomes, category, rules, stated, closeTimeMs } = listing;
  const label = stated?.outcome ?? '';
  const event = stated?.event ?? '';
  const text = `${title}. ${event}`;
  const core = withTowns(wordsOf(`${text} ${label}`));
  const all = withTowns(new Set([...core, ...wordsOf(`${rules} ${outcomes.join(' ')} ${category}`)]));
  const hasNames = !FILLERS.test(outcomes[0].toLowerCase());
  const bounds = boundsOf(listing, label, event);
  const plainRules = plain(rules);
  return {
    title,
    core,
    asked: wordsOf(`${title} . ${label}`),
    names: new Set([...namesOf(title), ...namesOf(label, true), ...(hasNames ? wordsOf(outcomes.join(' ')) : [])]),
    ruleNames: namesOf(rules.split(/(?<=[a-z"”)])\.\s/, 1)[0] ?? ''),
    numbered: numberedNames(`${title} . ${label} . ${event}`),
    all,
    outcome: nameOf(hasNames ? outcomes[0] : label),
    otherOutcome: hasNames ? nameOf(outcomes[1]) : null,
    negated: bounds.areLabels
      ? outcomes[0].toLowerCase() === 'no'
      : (NEGATION.test(boundsIn(renamed(title)).rest) || NEGATION.test(renamed(label))) !==
        (outcomes[0].toLowerCase() === 'no'),
    hasRules: rules !== '',
    hasThirdCase: THIRD_CASE.test(plainRules),
    bounds: bounds.bounds,
    date: dateOf(plain(`${title} . ${label}`), plain(event), plainRules, listing, closeTimeMs),
    sources: namedIn(plain(`${rules} ${stated?.sources.join(' ; ') ?? ''}`)),
    stations: STATIONS.filter((station) => plainRules.includes(station)),
    category,
    categoryKind: categoryKind(category),
  };
}

function nameOf(text: string): OutcomeName | null {
  const { rest } = boundsIn(plain(text));
  const words = withTowns(wordsOf(rest));
  return words.size === 0 ? null : { text, words };
}

/** `areLabels`: they are of what YES is called, which says by itself which way round they are. */
function boundsOf(
  { title, rules, stated, outcomes }: JudgedListing,
  label: string,
  event: string,
): { readonly bounds: readonly Bound[]; readonly areLabels: boolean } {
  const plainLabel = withoutDates(plain(label));
  const fromLabel = [...(stated ? statedBound(stated) : []), ...boundsIn(plainLabel).bounds];
  if (fromLabel.length > 0) return { bounds: fromLabel, areLabels: true };
  const plainRules = withoutDates(plain(rules));
  const titles = withoutDates(plain(`${title} . ${event}`));
  const fromTitle = boundsIn(titles).bounds;
  const fromRules = boundsIn(plainRules).bounds;
  // What the rules say of the same figure is what counts.
  const refined = (bound: Bound): Bound =>
    fromRules.find(({ low, high }) => low === bound.low && high === bound.high) ?? bound;
  if (fromTitle.length > 0) return { bounds: fromTitle.map(refined), areLabels: false };
  const bare = labelBound(plainLabel) ?? labelBound(withoutDates(plain(outcomes[0])));
  if (bare !== null) {
    const named = refined(bare);
    if (named.relation !== 'unsaid') return { bounds: [named], areLabels: false };
    const relation = /\babove\b|\bover\b/.test(titles)
      ? 'above'
      : /\bbelow\b|\bunder\b/.test(titles)
        ? 'below'
        : 'exactly';
    return { bounds: [{ ...bare, relation }], areLabels: false };
  }
  return { bounds: fromRules, areLabels: false };
}

/** Figures of dates are no thresholds: "before 2027", "above 3% on December 9". */
function withoutDates(text: string): string {
  return text
    .replace(
      /\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d{1,2}(?:st|nd|rd|th)?\b(?:,?\s+20\d\d)?/g,
      ' ',
    )
    .replace(/\b20[2-9]\d(?:-\d\d-\d\d)?\b(?![,.]\d)/g, ' ')
    .replace(/\b\d{1,2}(?::\d\d)+(?:\s*[ap]\.?m\b\.?)?|\b\d{1,2}\s*[ap]\.?m\b\.?/g, ' ')
    .replace(/\b\d+(?:\s*or more)?\s*(?:minutes?|seconds?|hours?|days?)\b|50-50/g, ' ');
}

/**
 * The titles' date comes first, made more exact by one of the rules within it; then the rules' own, then what the venue's name of
 * the market states. A day that is only stated is counted in the venue's zone, so the market's end decides which day is meant.
 */
function dateOf(
  title: string,
  event: string,
  rules: string,
  { stated }: JudgedListing,
  closeTimeMs: number | null,
): DateSpan | null {
  const nearMs = closeTimeMs ?? (stated?.day ? statedSpan(stated.day).fromMs : null);
  const inRules = datesIn(rules, nearMs);
  const inTitles = [...datesIn(title, nearMs), ...datesIn(event, nearMs)];
  const primary = inTitles.toSorted((a, b) => a.toMs - a.fromMs - (b.toMs - b.fromMs))[0];
  if (primary) {
    const sameTime = inRules.filter((span) => overlaps(span, primary));
    const finer = sameTime.find(({ unit }) => unit === 'minute') ?? sameTime.find(({ mode }) => mode !== 'unsaid');
    if (!finer || primary.unit === 'minute')
      return primary.mode === 'unsaid' && finer ? { ...primary, mode: finer.mode } : primary;
    const mode = primary.mode === 'by' ? 'by' : finer.mode === 'unsaid' ? primary.mode : finer.mode;
    return finer.unit === 'minute' ? { ...finer, mode } : { ...primary, ...(finer.mode === 'by' ? finer : {}), mode };
  }
  if (inRules[0]) return inRules.find(({ unit }) => unit === 'minute') ?? inRules[0];
  if (!stated?.day) return null;
  const span = statedSpan(stated.day);
  const endsInside = closeTimeMs !== null && closeTimeMs >= span.fromMs && closeTimeMs <= span.toMs;
  const isOfOtherZone = stated.day.zone === 'UTC' && span.unit === 'day';
  return isOfOtherZone && endsInside ? { ...span, unit: 'minute', fromMs: closeTimeMs, toMs: closeTimeMs } : span;
}

function overlaps(a: DateSpan, b: DateSpan): boolean {
  // A span that only has an end begins long before it.
  const [fromA, fromB] = [Math.min(a.fromMs, a.toMs - 1), Math.min(b.fromMs, b.toMs - 1)];
  return fromA < b.toMs + 1 && fromB < a.toMs + 1;
}

function namedIn(text: string): readonly string[] {
  return SOURCES.filter(({ words }) => words.some((word) => hasWord(text, word))).map(({ name }) => name);
}

function hasWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!/[a-z0-9]/.test(text[at - 1] ?? ' ') && !/[a-z0-9]/.test(text[at + word.length] ?? ' ')) return true;
  }
  return false;
}
