/**
 * Decides the ids of the exchange's markets, from the seed and a name only, so that a run can be repeated.
 */
import { createHash } from 'node:crypto';

/** Sixty-four hex digits. */
export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A UUID-shaped id. */
export function uuidOf(seed: number, name: string): string {
  const hex = digestOf(`${seed}/uuid/${name}`);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Hex digits that look like a hash and mean nothing. */
export function opaqueHexOf(seed: number, name: string, digits: number): string {
  return digestOf(`${seed}/opaque/${name}`).slice(0, digits);
}
