/**
 * Spreads instruments over connections: an instrument keeps its connection, and new ones fill the connections with room, then new
 * connections.
 *
 * Pure: it returns what should change and changes nothing.
 */
import type { ListingId } from '../../src-shared/domain/listing.ts';

/** A listing to subscribe to, its first symbol, and all of them. */
export type NamedListing = { readonly symbol: string; readonly listing: ListingId; readonly all: readonly string[] };

/** What a connection is subscribed to now; one that is closed to new instruments takes no more. */
export type Place = {
  readonly connection: number;
  readonly symbols: ReadonlySet<string>;
  readonly isClosedToNew?: boolean;
};

export type SubscriptionPlan = {
  readonly remove: readonly { readonly connection: number; readonly symbols: readonly string[] }[];
  readonly add: readonly { readonly connection: number; readonly symbols: readonly string[] }[];
  /** One new connection a list. */
  readonly open: readonly (readonly string[])[];
  /** Connections with no subscription left. */
  readonly close: readonly number[];
};

/** Plans how to come from `places` to exactly `wanted` (in order of importance), `target` instruments a connection. */
export function planSubscriptions(
  places: readonly Place[],
  wanted: readonly string[],
  target: number,
): SubscriptionPlan {
  const wantedSet = new Set(wanted);
  const subscribed = new Set<string>();
  const remove: { connection: number; symbols: string[] }[] = [];
  const room: { connection: number; free: number; kept: number }[] = [];
  for (const { connection, symbols, isClosedToNew = false } of places) {
    const gone = [...symbols].filter((symbol) => !wantedSet.has(symbol));
    for (const symbol of symbols) if (wantedSet.has(symbol)) subscribed.add(symbol);
    if (gone.length > 0) remove.push({ connection, symbols: gone });
    const kept = symbols.size - gone.length;
    room.push({ connection, free: isClosedToNew ? 0 : Math.max(0, target - kept), kept });
  }
  const fresh = [...wantedSet].filter((symbol) => !subscribed.has(symbol));
  const add: { connection: number; symbols: string[] }[] = [];
  let at = 0;
  // The fullest first, so that few connections are needed and the emptiest can close.
  for (const place of room.sort((a, b) => b.kept - a.kept)) {
    if (at >= fresh.length) break;
    if (place.free === 0) continue;
    const symbols = fresh.slice(at, at + place.free);
    at += symbols.length;
    place.kept += symbols.length;
    add.push({ connection: place.connection, symbols });
  }
  const open: string[][] = [];
  for (; at < fresh.length; at += target) open.push(fresh.slice(at, at + target));
  return { remove, add, open, close: room.filter(({ kept }) => kept === 0).map(({ connection }) => connection) };
}
