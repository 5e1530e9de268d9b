/**
 * Decides the ids of the exchange's markets, from the seed and a name only, so that a run can be repeated.
 */
import { createHash } from 'node:crypto';

const TOKEN_MIN = 10n ** 76n;

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A Polymarket condition id: 0x and 64 hex digits. */
export function conditionIdOf(seed: number, name: string): string {
  return `0x${digest(`${seed}/condition/${name}`)}`;
}

/** A Polymarket token id: 77 or 78 decimal digits, beyond every number type. */
export function tokenIdOf(seed: number, name: string, outcome: 0 | 1): string {
  for (let attempt = 0; ; attempt += 1) {
    const value = BigInt(`0x${digest(`${seed}/token/${name}/${outcome}/${attempt}`)}`);
    if (value >= TOKEN_MIN) return value.toString();
  }
}

/** A UUID-shaped id, as Kalshi's market_id is. */
export function uuidOf(seed: number, name: string): string {
  const hex = digest(`${seed}/uuid/${name}`);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Forty hex digits that look like a hash and mean nothing. */
export function opaqueHexOf(seed: number, name: string, digits: number): string {
  return digest(`${seed}/opaque/${name}`).slice(0, digits);
}
