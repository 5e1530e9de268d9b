/**
 * Branded times, so that a wall clock is never subtracted from a monotonic one.
 *
 * Wall-clock times are since the Unix epoch; monotonic times count from an arbitrary origin of one process and are only
 * good for differences. No clock is read here: time is always a parameter.
 */

declare const millisBrand: unique symbol;
declare const wallBrand: unique symbol;
declare const monoBrand: unique symbol;

/** Wall clock, milliseconds since the epoch. */
export type Millis = number & { readonly [millisBrand]: true };
/** Wall clock, microseconds since the epoch. */
export type WallMicros = number & { readonly [wallBrand]: true };
/** Monotonic clock, nanoseconds. */
export type MonoNanos = number & { readonly [monoBrand]: true };
