/** Times between main (µs as doubles, with fractions) and session files (ns as 64-bit integers): exact both ways. */

const NANOS_PER_MICRO = 1_000;
const NANOS_PER_MICRO_BIG = 1_000n;

/** Wall-clock µs to ns: the whole µs exactly, their fraction rounded to a ns. */
export function nanosOfMicros(micros: number): bigint {
  const whole = Math.floor(micros);
  return BigInt(whole) * NANOS_PER_MICRO_BIG + BigInt(Math.round((micros - whole) * NANOS_PER_MICRO));
}

/** The µs that {@link nanosOfMicros} was given, to the last bit of a double. */
export function microsOfNanos(nanos: bigint): number {
  return Number(nanos / NANOS_PER_MICRO_BIG) + Number(nanos % NANOS_PER_MICRO_BIG) / NANOS_PER_MICRO;
}
