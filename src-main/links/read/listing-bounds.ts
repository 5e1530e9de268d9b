/**
 * The figures that decide a listing: those that its venue's fields and what YES is called state, else the title's, else the rules'.
 * What the rules say of the same figure is what counts, and its unit may stand in any of the texts.
 */
import type { StatedTerms } from '../../../src-shared/domain/stated-terms.ts';
import { type Bound, boundsIn, labelBound, statedBound } from './bound.ts';
import { figuresIn } from './figure.ts';

/** Small letters. */
type Texts = {
  readonly title: string;
  readonly event: string;
  readonly label: string;
  readonly rules: string;
  /** What YES is called. */
  readonly outcome: string;
  readonly stated: StatedTerms | null;
};

export type FoundBounds = {
  readonly bounds: readonly Bound[];
  /** They are of what YES is called, which says by itself which way round they are. */
  readonly areLabels: boolean;
  readonly unread: readonly string[];
};

export function listingBounds(texts: Texts): FoundBounds {
  const label = withoutDates(texts.label);
  const titles = withoutDates(`${texts.title} . ${texts.event}`);
  const rules = withoutDates(texts.rules);
  const [inLabel, inTitles, inRules] = [boundsIn(label), boundsIn(titles), boundsIn(rules)];
  const unread = [...inLabel.unread, ...inTitles.unread];
  const withUnits = (bounds: readonly Bound[]): readonly Bound[] => {
    if (bounds.every(({ unit }) => unit !== '' && unit !== '°')) return bounds;
    const units = new Map<bigint, string>();
    for (const { value, unit } of [label, titles, rules].flatMap((text) => figuresIn(text).figures))
      if (unit !== '' && (units.get(value) ?? '°') === '°') units.set(value, unit);
    return bounds.map((bound) =>
      bound.unit === '' || bound.unit === '°' ? { ...bound, unit: units.get(bound.high) ?? bound.unit } : bound,
    );
  };
  const fromLabel = [...(texts.stated ? statedBound(texts.stated) : []), ...inLabel.bounds];
  if (fromLabel.length > 0) return { bounds: withUnits(fromLabel), areLabels: true, unread };
  const refined = (bound: Bound): Bound =>
    inRules.bounds.find(({ low, high }) => low === bound.low && high === bound.high) ?? bound;
  if (inTitles.bounds.length > 0) return { bounds: withUnits(inTitles.bounds.map(refined)), areLabels: false, unread };
  const bare = labelBound(label) ?? labelBound(withoutDates(texts.outcome));
  if (bare === null) {
    // "By 25 bps": how it counts is not said, and another figure is another question all the same.
    const measured = figuresIn(inTitles.rest).figures.filter(({ unit }) => unit !== '');
    const own = measured.map(({ value, unit }): Bound => ({ relation: 'unsaid', low: value, high: value, unit }));
    if (own.length > 0) return { bounds: own.map(refined), areLabels: false, unread };
    return { bounds: withUnits(inRules.bounds), areLabels: false, unread: [...unread, ...inRules.unread] };
  }
  const named = refined(bare);
  const relation = named.relation === 'unsaid' ? relationIn(titles) : named.relation;
  return { bounds: withUnits([{ ...named, relation }]), areLabels: false, unread };
}

function relationIn(titles: string): Bound['relation'] {
  if (/\babove\b|\bover\b/.test(titles)) return 'above';
  return /\bbelow\b|\bunder\b/.test(titles) ? 'below' : 'exactly';
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
