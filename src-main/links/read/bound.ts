/**
 * Figures that decide a market: what must be how large for YES.
 *
 * One listing may say the same in several forms ("above 109,999.99", "$110,000 or above"); each is a bound.
 */
import type { StatedTerms } from '../../../src-shared/domain/stated-terms.ts';
import { decimalValue, type Figure, figuresIn, ONE_UNIT, rescaled, withUnitAt } from './figure.ts';

export type Relation = 'above' | 'at-least' | 'below' | 'at-most' | 'between' | 'exactly' | 'unsaid';

export type Bound = {
  readonly relation: Relation;
  /** See {@link Figure.value}. */
  readonly low: bigint;
  /** Equal to `low` but for `between`. */
  readonly high: bigint;
  /** '' where no unit is written. */
  readonly unit: string;
};

export type BoundReading = {
  readonly bounds: readonly Bound[];
  /** The text without them. */
  readonly rest: string;
  readonly unread: readonly string[];
};

/** The longest words that say how a figure counts. */
const BEFORE_CHARS = 40;
const AFTER_CHARS = 20;

/** In the order in which they are looked for, before a figure. */
const BEFORE_FIRST: readonly (readonly [pattern: RegExp, relation: Relation])[] = [
  [
    /(?:greater than or equal to|equal to or (?:greater|higher|more) than|at or above|(?<![a-z])at least|no less than|no fewer than|not less than|not below|a minimum of|≥|>=) ?$/,
    'at-least',
  ],
  [
    /(?:less than or equal to|equal to or (?:less|lower) than|at or below|(?<![a-z])at most|no more than|no higher than|not more than|not above|not exceed|(?<![a-z])up to|≤|<=) ?$/,
    'at-most',
  ],
];
const AFTER: readonly (readonly [pattern: RegExp, relation: Relation])[] = [
  [/^(?: ?(?:or (?:above|higher|more|greater|over|later)|and (?:above|higher))(?![a-z])| ?\+)/, 'at-least'],
  [/^ ?(?:or (?:below|lower|less|fewer|under)|and below)(?![a-z])/, 'at-most'],
];
const BEFORE_LAST: readonly (readonly [pattern: RegExp, relation: Relation])[] = [
  [/(?<![a-z])(?:above|over|greater than|more than|exceeds?|exceeding|higher than) $|> ?$/, 'above'],
  [/(?<![a-z])(?:below|under|less than|lower than|fewer than) $|< ?$/, 'below'],
  [/(?<![a-z])(?:reach(?:es)?|hits?|touch(?:es)?|climbs? to) $/, 'at-least'],
  [/(?<![a-z])(?:dips? to|falls? to|drops? to) $/, 'at-most'],
  [/(?<![a-z])(?:exactly|equal to) $/, 'exactly'],
];
const RANGE = /^ ?(?:-|to|and) ?$/;
const RANGE_BEFORE = /(?<![a-z])(?:between|from) $/;
/** Rates move in quarters of a point. */
const QUARTER = ONE_UNIT / 4n;

type Found = { readonly relation: Relation; readonly start: number; readonly end: number };

/** The bounds that a text names with a word for how they count. */
export function boundsIn(text: string): BoundReading {
  const { figures, unread } = figuresIn(text);
  const bounds: Bound[] = [];
  const rest: string[] = [];
  let at = 0;
  const take = (start: number, end: number): void => {
    rest.push(text.slice(at, Math.max(at, start)), ' ');
    at = end;
  };
  for (let index = 0; index < figures.length; index++) {
    const [figure, next] = [figures[index]!, figures[index + 1]];
    const before = text.slice(Math.max(at, figure.start - BEFORE_CHARS), figure.start);
    const lead = RANGE_BEFORE.exec(before)?.[0];
    if (next && lead !== undefined && isRange(text, figure, next)) {
      bounds.push(between(figure, next));
      take(figure.start - lead.length, next.end);
      index++;
      continue;
    }
    const found = relationOf(text, figure, before);
    if (found === null) continue;
    const whole = withUnitAt(text, found.end, figure);
    bounds.push({ relation: found.relation, low: whole.value, high: whole.value, unit: whole.unit });
    if (found.relation === 'above') bounds.push(...nextStep(whole.digits, whole));
    take(found.start, whole === figure ? found.end : whole.end);
  }
  rest.push(text.slice(at));
  return { bounds, rest: rest.join(''), unread };
}

function relationOf(text: string, figure: Figure, before: string): Found | null {
  const { start, end } = figure;
  const inFront = (patterns: typeof AFTER): Found | null => {
    for (const [pattern, relation] of patterns) {
      const words = pattern.exec(before)?.[0];
      if (words !== undefined) return { relation, start: start - words.length, end };
    }
    return null;
  };
  const first = inFront(BEFORE_FIRST);
  if (first) return first;
  const behind = text.slice(end, end + AFTER_CHARS);
  for (const [pattern, relation] of AFTER) {
    const words = pattern.exec(behind)?.[0];
    if (words !== undefined) return { relation, start, end: end + words.length };
  }
  return inFront(BEFORE_LAST);
}

function isRange(text: string, low: Figure, high: Figure): boolean {
  return high.start - low.end < 6 && RANGE.test(text.slice(low.end, high.start));
}

function between(low: Figure, high: Figure): Bound {
  const start = low.scale === '' || low.unit === '' ? rescaled(low, high) : low;
  return { relation: 'between', low: start.value, high: high.value, unit: high.unit || start.unit };
}

/** "Above 109,999.99" is "110,000 or above"; above 25 basis points is 50 or more. */
function nextStep(
  digits: string,
  { value, unit, isBasisPoints }: Pick<Figure, 'value' | 'unit' | 'isBasisPoints'>,
): readonly Bound[] {
  const decimals = digits.split('.')[1] ?? '';
  const isQuarter = isBasisPoints && value % QUARTER === 0n;
  const step = /^9{2,}$/.test(decimals) ? ONE_UNIT / 10n ** BigInt(decimals.length) : isQuarter ? QUARTER : null;
  return step === null ? [] : [{ relation: 'at-least', low: value + step, high: value + step, unit }];
}

/** The bound that a short label is: "84,000", "-1.5 games", "6-9m". */
export function labelBound(label: string): Bound | null {
  const { figures } = figuresIn(label);
  const [first, second] = figures;
  if (!first || figures.length > 2) return null;
  if (second) {
    const isWhole = label.slice(0, first.start).trim() === '' && /^ ?[a-z]*$/.test(label.slice(second.end));
    return isWhole && isRange(label, first, second) ? between(first, second) : null;
  }
  const around = label.slice(0, first.start) + label.slice(first.end);
  if (/\d/.test(around)) return null;
  // A handicap of -1.5 is a win by more than 1.5.
  const value = first.isNegative ? -first.value : first.value;
  return { relation: first.isNegative ? 'above' : 'unsaid', low: value, high: value, unit: first.unit };
}

/** The bound that the venue's fields state; they name no unit. */
export function statedBound({ comparison, floor, cap }: StatedTerms): readonly Bound[] {
  const [low, high] = [decimal(floor), decimal(cap)];
  if (comparison === 'between')
    return low === null || high === null ? [] : [{ relation: 'between', low, high, unit: '' }];
  if (comparison === null) return [];
  const isFloor = comparison === 'above' || comparison === 'at-least';
  const [value, text] = isFloor ? [low, floor] : [high, cap];
  if (value === null) return [];
  const own: Bound = { relation: comparison, low: value, high: value, unit: '' };
  return comparison === 'above' ? [own, ...nextStep(text, { value, unit: '', isBasisPoints: false })] : [own];
}

function decimal(text: string): bigint | null {
  const found = /^(-?)(\d{1,24}(?:\.\d{1,24})?)$/.exec(text);
  return found ? decimalValue(found[2]!) * (found[1] === '-' ? -1n : 1n) : null;
}
