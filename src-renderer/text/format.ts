/**
 * Formats every number in the window. Money and sizes come as integers of one millionth and stay integers until they are text:
 * only ages and rates, which are measurements, are computed in floating point.
 *
 * The caller fixes the decimals, so that a column never jumps.
 */
import type { Preferences } from '../../src-shared/contract/window-main.ts';
import { MICROS_DECIMALS, ONE_MICROS } from '../../src-shared/domain/micros.ts';

export type PriceUnit = Preferences['priceUnit'];

/** Shown where there is no value. */
export const NONE = '–';

/** Decimals that cents lack against dollars. */
const CENT_DECIMALS = 2;
const ODDS_DECIMALS_MAX = 3;

/** The decimals with which every multiple of the step can be written: 0.001 dollars are 0.1 cents, so 1. */
export function priceDecimals(unit: PriceUnit, stepMicros: number): number {
  let decimals = MICROS_DECIMALS;
  for (let step = stepMicros; decimals > 0 && step % 10 === 0; step /= 10) decimals--;
  if (unit === 'probability') return Math.max(decimals, CENT_DECIMALS);
  if (unit === 'cents') return Math.max(0, decimals - CENT_DECIMALS);
  return Math.min(Math.max(decimals, CENT_DECIMALS), ODDS_DECIMALS_MAX);
}

/**
 * A price in the user's unit, without the unit's sign. A negative price is none. Cents and probabilities are exact: a price that needs
 * more decimals than the column has gets them, because a rounded price is one that nobody offers.
 */
export function formatPrice(micros: number, unit: PriceUnit, decimals: number): string {
  return formatAverage(micros, unit, unit === 'odds' ? decimals : Math.max(decimals, priceDecimals(unit, micros)));
}

/** What lies between prices (an average, a middle), rounded to so many decimals. Negative: none. */
export function formatAverage(micros: number, unit: PriceUnit, decimals: number): string {
  if (!(micros >= 0)) return NONE;
  if (unit === 'probability') return fixed(micros, MICROS_DECIMALS, decimals);
  if (unit === 'cents') return fixed(micros, MICROS_DECIMALS - CENT_DECIMALS, decimals);
  if (micros === 0) return NONE;
  const scale = 10 ** decimals;
  return fixed(Math.round((ONE_MICROS * scale) / micros), decimals, decimals);
}

/** The sign or word of a unit, for column heads. */
export const UNIT_LABEL: Readonly<Record<PriceUnit, string>> = { cents: '¢', probability: 'p', odds: 'odds' };

/** A size of contracts in at most six characters: "0.5", "88", "1,204", "12.3k", "1.24M". */
export function formatSize(micros: number): string {
  if (!(micros >= 0)) return NONE;
  if (micros < 10 * ONE_MICROS) return trimmed(micros, MICROS_DECIMALS, 2);
  const whole = Math.round(micros / ONE_MICROS);
  return whole < 10_000 ? grouped(String(whole)) : compact(whole);
}

/** A size with all its digits: "12,345.67". */
export function formatSizeExact(micros: number): string {
  return micros >= 0 ? trimmed(micros, MICROS_DECIMALS, MICROS_DECIMALS) : NONE;
}

/** Dollars with cents: "$1,204.50", "-$3.20". */
export function formatMoney(micros: number, decimals = 2): string {
  if (!Number.isFinite(micros)) return NONE;
  return `${micros < 0 ? '-' : ''}$${fixed(Math.abs(micros), MICROS_DECIMALS, decimals)}`;
}

/** Dollars without cents, in at most seven characters: "$88", "$1,204", "$12.3k". */
export function formatMoneyCompact(micros: number): string {
  if (!(micros >= 0)) return NONE;
  const whole = Math.round(micros / ONE_MICROS);
  return `$${whole < 10_000 ? grouped(String(whole)) : compact(whole)}`;
}

/** An age of at most five characters: "0.4 s", "12 s", "3 m", "2 h", "5 d". */
export function formatAge(ageMs: number | null): string {
  if (ageMs === null || !Number.isFinite(ageMs)) return NONE;
  const seconds = Math.max(0, ageMs) / 1_000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} m`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
}

/** How long something lasted: "0:07", "12:41", "1:02:03". */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  const hours = Math.floor(seconds / 3_600);
  const minutes = Math.floor(seconds / 60) % 60;
  const tail = `${two(seconds % 60)}`;
  return hours > 0 ? `${hours}:${two(minutes)}:${tail}` : `${minutes}:${tail}`;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** A count with thousands separated: "1,204". */
export function formatCount(count: number): string {
  return Number.isFinite(count) ? grouped(String(Math.round(count))) : NONE;
}

/** A rate a second: one decimal below ten, so that slow feeds do not read as dead. */
export function formatRate(perSecond: number): string {
  if (!Number.isFinite(perSecond)) return NONE;
  return perSecond > 0 && perSecond < 9.95 ? perSecond.toFixed(1) : formatCount(perSecond);
}

const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** Bytes in powers of a thousand: "842 B", "12.3 kB". */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < BYTE_UNITS.length - 1) {
    value /= 1_000;
    unit++;
  }
  return `${unit === 0 || value >= 99.95 ? value.toFixed(0) : value.toFixed(1)} ${BYTE_UNITS[unit]}`;
}

/** A measured time in ms or µs with three figures: "0.42", "12.3", "1,204"; null is none. */
export function formatMeasure(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return NONE;
  if (value < 9.995) return value.toFixed(2);
  return value < 99.95 ? value.toFixed(1) : formatCount(value);
}

/** An integer of 10^-scale as text with fixed decimals, rounded half up, thousands separated. */
function fixed(value: number, scale: number, decimals: number): string {
  const cut = scale - decimals;
  const kept = cut > 0 ? Math.floor((value + 10 ** cut / 2) / 10 ** cut) : value * 10 ** -cut;
  if (decimals === 0) return grouped(String(kept));
  const digits = String(kept).padStart(decimals + 1, '0');
  return `${grouped(digits.slice(0, -decimals))}.${digits.slice(-decimals)}`;
}

function trimmed(value: number, scale: number, decimalsMax: number): string {
  const text = fixed(value, scale, decimalsMax);
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

function compact(whole: number): string {
  const [unit, letter] = whole >= 999_500 ? [1_000_000, 'M'] : [1_000, 'k'];
  const value = whole / unit;
  if (value >= 99.95) return `${grouped(value.toFixed(0))}${letter}`;
  return `${value.toFixed(value >= 9.995 || letter === 'k' ? 1 : 2)}${letter}`;
}

function grouped(digits: string): string {
  return digits.length <= 3 ? digits : digits.replace(/\B(?=(\d{3})+$)/g, ',');
}
