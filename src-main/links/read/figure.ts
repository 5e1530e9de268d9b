/**
 * Figures in texts with all that belongs to them: sign, currency, scale and unit. One pass over the text: a figure is read from its own
 * characters and a few beside them, never from the rest.
 */
import { ENGLISH } from './english.ts';

export type Figure = {
  readonly start: number;
  readonly end: number;
  readonly digits: string;
  /** In millionths of a millionth of the unit, exact. */
  readonly value: bigint;
  /** As the table of units names it; '' where none is written. */
  readonly unit: string;
  readonly isNegative: boolean;
  /** Rates are also written in basis points. */
  readonly isBasisPoints: boolean;
  /** Whether a scale is written ("million"), which a range shares with its other end. */
  readonly scale: string;
};

/** Decimals that are kept. */
const DECIMALS = 12;
export const ONE_UNIT = 10n ** BigInt(DECIMALS);
/** Digits that a figure may have: a gross product in yen has 15. */
const DIGITS_MAX = 24;
/** The longest unit with what stands before it. */
const UNIT_CHARS = 26;

const DIGITS = /\d(?:[\d,]*\d)?(?:\.\d+)?/g;
const WORDS = /(?<![a-z])(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|a dozen)(?![a-z])/g;
const WORD_VALUES = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];
const SCALE = /^(?:(k|mm|mn|m|bn|b|t)(?![a-z/])| ?(thousand|million|mn|billion|bn|trillion)(?![a-z]))/;
const SCALES: Readonly<Record<string, number>> = {
  ...{ k: 3, thousand: 3, m: 6, mn: 6, mm: 6, million: 6, b: 9, bn: 9, billion: 9, t: 12, trillion: 12 },
};
const CURRENCIES: Readonly<Record<string, string>> = { $: '$', '€': '€', '£': '£', '¥': '¥' };
const LONG_UNITS: readonly (readonly [pattern: RegExp, unit: string])[] = [
  [/^ ?(?:degrees? |° ?)(?:fahrenheit|f)(?![a-z])/, '°F'],
  [/^ ?(?:degrees? |° ?)(?:celsius|centigrade|c)(?![a-z])/, '°C'],
  [/^ ?(?:degrees? |° ?)(?:kelvin|k)(?![a-z])/, 'K'],
  [/^ ?-?miles? per hour/, 'mph'],
  [/^ ?-?kilomet(?:er|re)s? per hour/, 'km/h'],
  [/^ ?-?met(?:er|re)s? per second/, 'm/s'],
  [/^ ?-?(?:basis points?|bps?)(?![a-z])/, 'bps'],
  [/^ ?percentage points?/, '%'],
];
const UNITS = new Map<string, string>(
  ENGLISH.units.flatMap(({ unit, words }) => words.map((word) => [word, unit] as const)),
);
UNITS.set('%', '%').set('¢', '¢').set('€', '€').set('£', '£').set('¥', '¥');
const UNIT_WORD = /^ ?-?([a-z]+(?:\/[a-z]+)?|[%°º¢€£¥"](?:[fc](?![a-z]))?)(?![a-z])/;
/** Letters that are a unit only directly behind the digits. */
const CLOSE_ONLY = new Set(['c', 'f', '"', 'eur', 'in']);

/** Figures of a text in small letters, one blank between words; numbers in words too, of which not all are meant as figures. */
export function figuresIn(text: string): { readonly figures: readonly Figure[]; readonly unread: readonly string[] } {
  const figures: Figure[] = [];
  const unread: string[] = [];
  for (const match of text.matchAll(DIGITS)) {
    const [digits] = match;
    const [at, end] = [match.index, match.index + digits.length];
    const before = text[at - 1] ?? ' ';
    // A part of a word, a version, a ratio or the end of one.
    if (/[\p{L}_]/u.test(before) || (/[.:/]/.test(before) && /\d/.test(text[at - 2] ?? ''))) continue;
    if (/^(?:[.:/]\d|(?:st|nd|rd|th)(?![a-z]))/.test(text.slice(end, end + 4))) continue;
    if (digits.length > DIGITS_MAX) unread.push(`${digits.slice(0, DIGITS_MAX)}...`);
    else figures.push(...figureAt(text, at, digits));
  }
  for (const match of text.matchAll(WORDS)) {
    const number = match[0] === 'a dozen' ? 12 : WORD_VALUES.indexOf(match[0]) + 1;
    const end = match.index + match[0].length;
    const scale = scaleAt(text, end);
    const value = BigInt(number) * 10n ** BigInt(DECIMALS + (SCALES[scale.word] ?? 0));
    const { unit, end: unitEnd } = unitAt(text, end + scale.length);
    const plain = { isNegative: false, isBasisPoints: unit === 'bps', scale: scale.word };
    figures.push({ start: match.index, end: unitEnd, digits: String(number), ...scaled(value, unit), ...plain });
  }
  return { figures: figures.toSorted((a, b) => a.start - b.start), unread };
}

function figureAt(text: string, at: number, digits: string): readonly Figure[] {
  const end = at + digits.length;
  const scale = scaleAt(text, end);
  const { unit: unitBehind, end: unitEnd } = unitAt(text, end + scale.length);
  // "5g", "4x" and "b2b" are words.
  if (unitEnd === end && /[a-z]/.test(text[end] ?? ' ')) return [];
  const currency = CURRENCIES[text[at - 1] ?? ''] ?? '';
  const signAt = at - 1 - (currency === '' ? 0 : 1);
  const isNegative = text[signAt] === '-' && !/[\p{L}\d%°]/u.test(text[signAt - 1] ?? ' ');
  const start = isNegative || text[signAt] === '+' ? signAt : signAt + 1;
  const value = decimalValue(digits, SCALES[scale.word] ?? 0) * (isNegative ? -1n : 1n);
  const unit = currency === '' ? unitBehind : currency;
  const isBasisPoints = unit === 'bps';
  return [{ start, end: unitEnd, digits, ...scaled(value, unit), isNegative, isBasisPoints, scale: scale.word }];
}

/** Basis points are hundredths of a percent, cents of a dollar. */
function scaled(value: bigint, unit: string): { readonly value: bigint; readonly unit: string } {
  if (unit === 'bps') return { value: value / 100n, unit: '%' };
  return unit === '¢' ? { value: value / 100n, unit: '$' } : { value, unit };
}

/** The figure in another scale, for the end of a range that shares the other end's. */
export function rescaled(figure: Figure, like: Figure): Figure {
  const scale = figure.scale === '' ? (SCALES[like.scale] ?? 0) : 0;
  const isShared = figure.unit === '' && like.isBasisPoints;
  const value = (figure.value * 10n ** BigInt(scale)) / (isShared ? 100n : 1n);
  return { ...figure, value, unit: figure.unit === '' ? like.unit : figure.unit };
}

/** The figure with the unit that stands at a place behind it, as in "50+ bps"; as it is where it has one or none stands there. */
export function withUnitAt(text: string, at: number, figure: Figure): Figure {
  if (figure.unit !== '') return figure;
  const { unit, end } = unitAt(text, at);
  if (unit === '') return figure;
  return { ...figure, ...scaled(figure.value, unit), isBasisPoints: unit === 'bps', end };
}

/** Decimal digits and a power of ten as an exact value. */
export function decimalValue(digits: string, power = 0): bigint {
  const [whole = '0', fraction = ''] = digits.replaceAll(',', '').split('.');
  const kept = fraction.slice(0, DECIMALS);
  return BigInt(whole + kept) * 10n ** BigInt(DECIMALS - kept.length + power);
}

function scaleAt(text: string, at: number): { readonly word: string; readonly length: number } {
  const found = SCALE.exec(text.slice(at, at + 12));
  return found ? { word: found[1] ?? found[2] ?? '', length: found[0].length } : { word: '', length: 0 };
}

function unitAt(text: string, at: number): { readonly unit: string; readonly end: number } {
  const behind = text.slice(at, at + UNIT_CHARS);
  for (const [pattern, unit] of LONG_UNITS) {
    const found = pattern.exec(behind);
    if (found) return { unit, end: at + found[0].length };
  }
  const found = UNIT_WORD.exec(behind);
  const word = found?.[1] ?? '';
  const unit = UNITS.get(word);
  const isApart = found?.[0].startsWith(' ') === true;
  if (unit === undefined || (isApart && CLOSE_ONLY.has(word))) return { unit: '', end: at };
  return { unit, end: at + found![0].length };
}
