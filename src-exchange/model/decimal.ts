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

/** Remembers what was written: at most as many texts as there are grid prices. */
function remembered(write: (micros: number) => string): (micros: number) => string {
  const texts = new Map<number, string>();
  return (micros) => {
    let text = texts.get(micros);
    if (text === undefined) {
      text = write(micros);
      texts.set(micros, text);
    }
    return text;
  };
}

/** plainDecimal for a price of 0 to 1. */
export const plainPrice = remembered(plainDecimal);

/** A price with four decimals. */
export const fixedPrice = remembered((micros) => fixedDecimal(micros, 4));
