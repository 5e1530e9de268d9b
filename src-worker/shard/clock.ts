/**
 * The engine's two clocks, as numbers without allocation.
 *
 * `monoMicros` has the same origin as main's receive stamps (the system's monotonic clock), whichever process or thread reads
 * it: performance.now counts from a thread's own start, so the difference is measured once.
 */

const MICROS_PER_MS = 1_000;
const NANOS_PER_MICRO = 1_000;

const originMicros = Number(process.hrtime.bigint()) / NANOS_PER_MICRO - performance.now() * MICROS_PER_MS;

export function monoMicros(): number {
  return originMicros + performance.now() * MICROS_PER_MS;
}

export function wallMs(): number {
  return Date.now();
}
