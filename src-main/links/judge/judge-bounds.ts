/**
 * Decides whether the figures of two listings are the same, and count alike. They agree when any of their forms are equal, are each
 * other's opposite when together they cover every case, and contradict each other otherwise.
 */
import type { Bound, Relation } from '../read/bound.ts';
import { ONE_UNIT } from '../read/figure.ts';
import type { Findings, Verdict } from './verdict.ts';

type Bounded = { readonly bounds: readonly Bound[] };

export type BoundVerdict = {
  readonly is:
    | 'same'
    | 'opposite'
    /** The same figures, counted differently. */
    | 'other relation'
    | 'unsaid relation'
    | 'other figure'
    /** The same numbers of other things. */
    | 'other unit'
    /** Other numbers of other units: they may be the same when converted. */
    | 'units apart';
  /** Only one names the unit. */
  readonly isUnitUnsaid: boolean;
  readonly first: Bound;
  readonly second: Bound;
};

/** From what speaks least for a link to what speaks most. */
const RANKS: readonly BoundVerdict['is'][] = [
  ...(['other figure', 'units apart', 'other unit', 'other relation', 'unsaid relation', 'opposite', 'same'] as const),
];
const OPPOSITE: Readonly<Partial<Record<Relation, Relation>>> = {
  above: 'at-most',
  'at-most': 'above',
  below: 'at-least',
  'at-least': 'below',
};

export function judgeBounds(a: Bounded, b: Bounded, unread: string, found: Findings): void {
  const [first, second] = [a.bounds[0], b.bounds[0]];
  if (!first && !second && unread === '') return;
  if (!first || !second) {
    const show = (bound: Bound | undefined): string => (bound ? Object.values(boundText(bound)).join(' ').trim() : '');
    const why = unread === '' ? 'Only one of them names a figure.' : unread;
    found.add('threshold', ['open', why], show(first), show(second));
    return;
  }
  const compared = compareBounds(a.bounds, b.bounds);
  const [one, other] = [boundText(compared.first), boundText(compared.second)];
  found.add('threshold', figureVerdict(compared, unread), one.figure, other.figure);
  const relation = RELATIONS[compared.is];
  if (!relation) return;
  if (compared.is === 'opposite') found.turned = !found.turned;
  found.add('comparison', relation, one.relation, other.relation);
}

function figureVerdict({ is, isUnitUnsaid }: BoundVerdict, unread: string): Verdict {
  if (is === 'other unit') return ['contradicts', 'The same number, of another unit.'];
  if (is === 'units apart') return ['open', 'Their units differ; convert them and look.'];
  if (unread !== '') return ['open', unread];
  if (is === 'other figure') return ['contradicts', ''];
  return isUnitUnsaid ? ['open', 'Only one of them names the unit.'] : ['agrees', ''];
}

const RELATIONS: Readonly<Partial<Record<BoundVerdict['is'], Verdict>>> = {
  same: ['agrees', ''],
  opposite: ['agrees', "Together they cover every case: its YES is the other's NO."],
  'unsaid relation': ['open', 'Only one of them says how the figure counts.'],
  'other relation': [
    'contradicts',
    'They count the figure differently: at the figure itself, or beyond it, they part.',
  ],
};

/** Compares the bounds of two listings, both of which name some. */
export function compareBounds(firsts: readonly Bound[], seconds: readonly Bound[]): BoundVerdict {
  let best: BoundVerdict | null = null;
  for (const first of firsts) {
    for (const second of seconds) {
      const isUnitUnsaid =
        first.unit !== second.unit && (isVague(first.unit, second.unit) || isVague(second.unit, first.unit));
      const verdict = { is: relationOf(first, second, isUnitUnsaid), isUnitUnsaid, first, second };
      if (best === null || rankOf(verdict) > rankOf(best)) best = verdict;
    }
  }
  return best!;
}

function rankOf({ is, isUnitUnsaid }: BoundVerdict): number {
  return 2 * RANKS.indexOf(is) + (isUnitUnsaid ? 0 : 1);
}

/** No unit, or degrees that may be of the other's scale. */
function isVague(unit: string, other: string): boolean {
  return unit === '' || (unit === '°' && (other === '°F' || other === '°C'));
}

function relationOf(a: Bound, b: Bound, isUnitUnsaid: boolean): BoundVerdict['is'] {
  const isSameFigure = a.low === b.low && a.high === b.high;
  if (a.unit !== b.unit && !isUnitUnsaid) return isSameFigure ? 'other unit' : 'units apart';
  if (!isSameFigure) return 'other figure';
  if (a.relation === b.relation) return 'same';
  if (OPPOSITE[a.relation] === b.relation) return 'opposite';
  return a.relation === 'unsaid' || b.relation === 'unsaid' ? 'unsaid relation' : 'other relation';
}

const WORDS: Readonly<Record<Relation, string>> = {
  above: 'above',
  'at-least': 'at least',
  below: 'below',
  'at-most': 'at most',
  between: 'between',
  exactly: 'exactly',
  unsaid: '',
};
const CURRENCY = /^[$€£¥]$/;

/** "at least", and "$110,000" or "50 to 51 °F". */
export function boundText({ relation, low, high, unit }: Bound): {
  readonly relation: string;
  readonly figure: string;
} {
  const [front, behind] = CURRENCY.test(unit)
    ? [unit, '']
    : ['', /^[%°"]/.test(unit) || unit === '' ? unit : ` ${unit}`];
  const shown = (value: bigint): string =>
    `${value < 0n ? '-' : ''}${front}${decimalText(value < 0n ? -value : value)}`;
  const figure = low === high ? shown(low) : `${shown(low)} to ${shown(high)}`;
  return { relation: WORDS[relation], figure: `${figure}${behind}` };
}

function decimalText(value: bigint): string {
  const whole = String(value / ONE_UNIT).replace(/\B(?=(?:\d{3})+$)/g, ',');
  const fraction = String(value % ONE_UNIT)
    .padStart(12, '0')
    .replace(/0+$/, '');
  return fraction === '' ? whole : `${whole}.${fraction}`;
}
