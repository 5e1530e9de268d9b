/**
 * The one numeric scale of Crossbook: integers of one millionth.
 *
 * Prices are 0..1_000_000 (a probability, or dollars per contract), sizes are contracts or shares. Both are doubles that
 * hold integers, exact up to 9e15. Decimal text is read digit by digit, never through a float multiplication.
 */

declare const priceBrand: unique symbol;
declare const sizeBrand: unique symbol;

/** A price in millionths of a dollar, 0..1_000_000. */
export type PriceMicros = number & { readonly [priceBrand]: true };
/** A size in millionths of a contract or share. */
export type SizeMicros = number & { readonly [sizeBrand]: true };

/** One dollar, one contract, or certainty, in millionths. */
export const ONE_MICROS = 1_000_000;
/** Decimals a millionth holds. */
export const MICROS_DECIMALS = 6;

const ZERO = 48;
const NINE = 57;
const POINT = 46;
const MINUS = 45;
const PLUS = 43;

/**
 * Reads decimal text ("0.505", "-40.00", "1330", ".5") as an integer of millionths.
 * Digits beyond the sixth decimal are allowed only when they are zero: anything else could not be held exactly.
 * Returns NaN for text that is not such a number, or that exceeds 9e15 millionths.
 */
export function parseMicros(text: string): number {
  let at = 0;
  const end = text.length;
  let negative = false;
  if (end > 0) {
    const first = text.charCodeAt(0);
    if (first === MINUS || first === PLUS) {
      negative = first === MINUS;
      at = 1;
    }
  }
  let value = 0;
  let digits = 0;
  let decimals = -1;
  for (; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === POINT) {
      if (decimals >= 0) return Number.NaN;
      decimals = 0;
      continue;
    }
    if (code < ZERO || code > NINE) return Number.NaN;
    digits++;
    if (decimals >= 0) {
      if (decimals === MICROS_DECIMALS) {
        if (code !== ZERO) return Number.NaN;
        continue;
      }
      decimals++;
    }
    value = value * 10 + (code - ZERO);
  }
  if (digits === 0) return Number.NaN;
  for (let missing = decimals < 0 ? 0 : decimals; missing < MICROS_DECIMALS; missing++) value *= 10;
  if (value > Number.MAX_SAFE_INTEGER) return Number.NaN;
  return negative && value !== 0 ? -value : value;
}

/** Reads a price; NaN unless it is a number of millionths within 0..1. */
export function parsePriceMicros(text: string): PriceMicros {
  const value = parseMicros(text);
  return (value >= 0 && value <= ONE_MICROS ? value : Number.NaN) as PriceMicros;
}

/** Reads a size; NaN unless it is a number of millionths of at least zero. */
export function parseSizeMicros(text: string): SizeMicros {
  const value = parseMicros(text);
  return (value >= 0 ? value : Number.NaN) as SizeMicros;
}

/** The price of the opposite outcome: a NO bid at p is a YES ask at 1 - p. */
export function oppositePriceMicros(price: PriceMicros): PriceMicros {
  return (ONE_MICROS - price) as PriceMicros;
}

/**
 * Writes millionths as decimal text with at least `decimals` places, and more only where the value needs them.
 * `formatMicros(505000, 2)` is "0.505"; `formatMicros(500000, 2)` is "0.50".
 */
export function formatMicros(value: number, decimals = 0): string {
  const sign = value < 0 ? '-' : '';
  const absolute = Math.abs(value);
  const whole = Math.floor(absolute / ONE_MICROS);
  const rest = absolute - whole * ONE_MICROS;
  let fraction = String(rest).padStart(MICROS_DECIMALS, '0');
  let keep = MICROS_DECIMALS;
  while (keep > decimals && fraction.charCodeAt(keep - 1) === ZERO) keep--;
  fraction = fraction.slice(0, keep);
  return fraction === '' ? `${sign}${whole}` : `${sign}${whole}.${fraction}`;
}

/** Price times size, in millionths of a dollar, rounded half up; exact, because the product passes what a double holds. */
export function notionalMicros(priceMicros: number, sizeMicros: number): number {
  const one = BigInt(ONE_MICROS);
  return Number((BigInt(priceMicros) * BigInt(sizeMicros) + one / 2n) / one);
}
