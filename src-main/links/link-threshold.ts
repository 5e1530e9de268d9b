/**
 * Figures that decide a market: what must be how large for YES.
 *
 * One listing may say the same in several forms ("above 109,999.99", "$110,000 or above"); two listings agree when any of their
 * forms are equal, are each other's opposite when together they cover every case, and contradict each other otherwise.
 */
import type { StatedTerms } from '../../src-shared/domain/stated-terms.ts';

export type Bound = {
  readonly relation: 'above' | 'at-least' | 'below' | 'at-most' | 'between' | 'exactly' | 'unsaid';
  readonly low: number;
  /** Equal to `low` but for `between`. */
  readonly high: number;
};

const NUMBER =
  '((?<![\\d%°])-)?\\+?\\$?(\\d[\\d,]*(?:\\.\\d+)?)\\s*(k|mn?|million|bn?|billion|trillion|t|bps|basis points|%|percent|°f?|°c)?(?![\\w,.]*\\d)(?![a-z])';
const RANGE =
  '\\$?(\\d[\\d,]*(?:\\.\\d+)?)\\s*(k|m|million|bn?|billion|%|°f?)?\\s*(?:-|to|and)\\s*\\$?(\\d[\\d,]*(?:\\.\\d+)?)\\s*(k|mn?|million|bn?|billion|%|bps|°f?)?(?![\\w])';

type Pattern = readonly [pattern: RegExp, relation: Bound['relation']];

const word = (pattern: string): RegExp => new RegExp(pattern, 'g');
/** In the order in which they take text away from the next ones. */
const PATTERNS: readonly Pattern[] = [
  [
    word(
      `(?:greater than or equal to|equal to or (?:greater|higher|more) than|at or above|at least|no less than|not less than|not below|a minimum of|≥|>=)\\s*${NUMBER}`,
    ),
    'at-least',
  ],
  [
    word(
      `(?:less than or equal to|equal to or (?:less|lower) than|at or below|at most|no more than|no higher than|not more than|not above|not exceed|up to|≤|<=)\\s*${NUMBER}`,
    ),
    'at-most',
  ],
  [word(`${NUMBER}\\s*(?:or (?:above|higher|more|greater|over|later)|and (?:above|higher)|\\+)`), 'at-least'],
  [word(`${NUMBER}\\s*(?:or (?:below|lower|less|fewer|under)|and below)`), 'at-most'],
  [word(`(?:above|over|greater than|more than|exceeds?|exceeding|higher than|>)\\s*${NUMBER}`), 'above'],
  [word(`(?:below|under|less than|lower than|fewer than|<)\\s*${NUMBER}`), 'below'],
  [word(`(?:reach(?:es)?|hits?|touch(?:es)?|climbs? to)\\s*${NUMBER}`), 'at-least'],
  [word(`(?:dips? to|falls? to|drops? to)\\s*${NUMBER}`), 'at-most'],
  [word(`(?:exactly|equal to)\\s*${NUMBER}`), 'exactly'],
];
const BETWEEN = word(`(?:between|from)\\s*${RANGE}`);
const BARE_RANGE = new RegExp(`^\\s*${RANGE}\\s*\\w*\\s*$`);
const BARE = new RegExp(`^[^\\d]*?(?<![\\w.])${NUMBER}[^\\d]*$`);

const SCALES: Readonly<Record<string, number>> = {
  ...{ k: 1e3, m: 1e6, mn: 1e6, million: 1e6, b: 1e9, bn: 1e9, billion: 1e9, t: 1e12, trillion: 1e12 },
};

function figureOf(digits: string | undefined, unit: string | undefined, sign?: string): number {
  const factor = sign === '-' ? -1 : 1;
  return Number((factor * Number((digits ?? '').replaceAll(',', '')) * (SCALES[unit ?? ''] ?? 1)).toPrecision(12));
}

/** The bounds that a text names with a word for how they count, and the text without them. */
export function boundsIn(text: string): { readonly bounds: readonly Bound[]; readonly rest: string } {
  const bounds: Bound[] = [];
  let rest = text.replace(BETWEEN, (_, low, lowUnit, high, highUnit) => {
    bounds.push({ relation: 'between', low: figureOf(low, lowUnit ?? highUnit), high: figureOf(high, highUnit) });
    return ' ';
  });
  for (const [pattern, relation] of PATTERNS) {
    rest = rest.replace(pattern, (_, sign: string | undefined, digits: string, unit: string | undefined) => {
      const value = figureOf(digits, unit, sign);
      bounds.push({ relation, low: value, high: value });
      if (relation === 'above' || relation === 'below') bounds.push(...sameBound(relation, digits, value, unit));
      return ' ';
    });
  }
  return { bounds, rest };
}

/** "Above 109,999.99" is "110,000 or above"; rates move in quarters of a point. */
function sameBound(
  relation: 'above' | 'below',
  digits: string,
  value: number,
  unit: string | undefined,
): readonly Bound[] {
  const decimals = digits.split('.')[1] ?? '';
  const isQuarter = unit === 'bps' && value % 25 === 0;
  if (relation === 'above' && /^9{2,}$/.test(decimals)) {
    const next = Number((value + 10 ** -decimals.length).toPrecision(12));
    return [{ relation: 'at-least', low: next, high: next }];
  }
  return isQuarter && relation === 'above' ? [{ relation: 'at-least', low: value + 25, high: value + 25 }] : [];
}

/** The bound that a short label is: "84,000", "-1.5 games", "6-9m". */
export function labelBound(label: string): Bound | null {
  const range = BARE_RANGE.exec(label);
  if (range) {
    const [, low, lowUnit, high, highUnit] = range;
    return { relation: 'between', low: figureOf(low, lowUnit ?? highUnit), high: figureOf(high, highUnit) };
  }
  const bare = BARE.exec(label);
  if (!bare) return null;
  const value = figureOf(bare[2], bare[3]);
  // A handicap of -1.5 is a win by more than 1.5.
  const isHandicap = /(?:^|[\s(])-\$?\d/.test(label);
  return { relation: isHandicap ? 'above' : 'unsaid', low: value, high: value };
}

/** The bound that the venue's fields state. */
export function statedBound({ comparison, floor, cap }: StatedTerms): readonly Bound[] {
  const [low, high] = [floor === '' ? Number.NaN : Number(floor), cap === '' ? Number.NaN : Number(cap)];
  if (comparison === 'between') return Number.isNaN(low + high) ? [] : [{ relation: 'between', low, high }];
  if (comparison === null) return [];
  const text = comparison === 'above' || comparison === 'at-least' ? floor : cap;
  const value = Number(text);
  if (text === '' || !Number.isFinite(value)) return [];
  const own: Bound = { relation: comparison, low: value, high: value };
  return comparison === 'above' ? [own, ...sameBound('above', text, value, undefined)] : [own];
}

const OPPOSITE: Readonly<Record<string, string>> = {
  above: 'at-most',
  'at-most': 'above',
  below: 'at-least',
  'at-least': 'below',
};

export type BoundVerdict =
  | { readonly is: 'same' | 'opposite'; readonly first: Bound; readonly second: Bound }
  /** The same figures, counted differently. */
  | { readonly is: 'other relation' | 'unsaid relation'; readonly first: Bound; readonly second: Bound }
  | { readonly is: 'other figure'; readonly first: Bound; readonly second: Bound };

/** Compares the bounds of two listings, both of which name some. */
export function compareBounds(firsts: readonly Bound[], seconds: readonly Bound[]): BoundVerdict {
  let best: BoundVerdict = { is: 'other figure', first: firsts[0]!, second: seconds[0]! };
  const ranks = ['other figure', 'other relation', 'unsaid relation', 'opposite', 'same'];
  for (const first of firsts) {
    for (const second of seconds) {
      const verdict = { is: relationOf(first, second), first, second };
      if (ranks.indexOf(verdict.is) > ranks.indexOf(best.is)) best = verdict;
    }
  }
  return best;
}

function relationOf(a: Bound, b: Bound): BoundVerdict['is'] {
  if (a.low !== b.low || a.high !== b.high) return 'other figure';
  if (a.relation === b.relation) return 'same';
  if (OPPOSITE[a.relation] === b.relation) return 'opposite';
  return a.relation === 'unsaid' || b.relation === 'unsaid' ? 'unsaid relation' : 'other relation';
}

const WORDS: Readonly<Record<Bound['relation'], string>> = {
  above: 'above',
  'at-least': 'at least',
  below: 'below',
  'at-most': 'at most',
  between: 'between',
  exactly: 'exactly',
  unsaid: '',
};

/** Made once: making one takes longer than all the rest of a comparison. */
const FIGURES = new Intl.NumberFormat('en', { maximumFractionDigits: 6 });

/** "at least", and "110,000" or "50 and 51". */
export function boundText({ relation, low, high }: Bound): { readonly relation: string; readonly figure: string } {
  const shown = (value: number): string => FIGURES.format(value);
  return { relation: WORDS[relation], figure: low === high ? shown(low) : `${shown(low)} to ${shown(high)}` };
}
