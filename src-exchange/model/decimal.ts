/**
 * Decides how an integer of one millionth is written on the wire.
 *
 * Polymarket trims its decimals ("0.5", "13671.7"), Kalshi pads them ("0.5000", "-40.00"). Exact for every safe integer:
 * no division result is ever rounded.
 */
const MICROS = 1_000_000;

/** The shortest exact decimal of a non-negative number of millionths. */
export function plainDecimal(micros: number): string {
  const whole = Math.floor(micros / MICROS);
  const rest = micros - whole * MICROS;
  if (rest === 0) return `${whole}`;
  let digits = `${MICROS + rest}`.slice(1);
  let end = 6;
  while (digits.charCodeAt(end - 1) === 48) end -= 1;
  if (end < 6) digits = digits.slice(0, end);
  return `${whole}.${digits}`;
}

/** The decimal with exactly this many places (2 to 6). Throws when the number needs more places. */
export function fixedDecimal(micros: number, places: number): string {
  const size = micros < 0 ? -micros : micros;
  const whole = Math.floor(size / MICROS);
  const digits = `${MICROS + (size - whole * MICROS)}`.slice(1);
  for (let i = places; i < 6; i += 1) {
    if (digits.charCodeAt(i) !== 48) throw new Error(`${micros} millionths do not fit ${places} decimal places`);
  }
  return `${micros < 0 ? '-' : ''}${whole}.${digits.slice(0, places)}`;
}

const plainPrices = new Map<number, string>();
const fixedPrices = new Map<number, string>();

/** plainDecimal for a price of 0 to 1, remembered: at most as many entries as there are grid prices. */
export function plainPrice(micros: number): string {
  let text = plainPrices.get(micros);
  if (text === undefined) {
    text = plainDecimal(micros);
    plainPrices.set(micros, text);
  }
  return text;
}

/** A price with four decimals, remembered. */
export function fixedPrice(micros: number): string {
  let text = fixedPrices.get(micros);
  if (text === undefined) {
    text = fixedDecimal(micros, 4);
    fixedPrices.set(micros, text);
  }
  return text;
}
