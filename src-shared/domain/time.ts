/**
 * The branded time of the wall clock, so that it is not mistaken for a monotonic one. No clock is read here: time is always a parameter.
 */

declare const millisBrand: unique symbol;

/** Wall clock, milliseconds since the epoch. */
export type Millis = number & { readonly [millisBrand]: true };
