/**
 * How a test of the built-in exchange talks to each venue without naming one: what the venue's test folder offers in
 * `exchange/client.ts`, found by walking the registry.
 */
import type { ExchangeHandle, TrueBookRecord } from '../../../src-exchange/control/handle.ts';
import type { VenueId } from '../../../src-exchange/model/contract-plan.ts';
import { PLAYED_VENUES } from '../../../src-exchange/venues.ts';
import type { TestSocket } from './test-client.ts';

export type MarketName = Pick<TrueBookRecord, 'marketId' | 'symbols'>;
export type Sides = Pick<TrueBookRecord, 'bids' | 'asks'>;

/** Folds what a socket is sent, with no code of the app or the exchange. */
export interface BookReader {
  /** What the venue's protocol forbids, as sentences. */
  readonly problems: readonly string[];
  read(text: string): void;
  /** A market's book in YES terms, best first. */
  sidesOf(market: MarketName): Sides;
}

export interface ExchangeClient {
  /** A socket that ends with the test. */
  open(handle: ExchangeHandle): Promise<TestSocket>;
  /** Subscribes to the books of these markets; gives the first answer. */
  subscribe(socket: TestSocket, markets: readonly MarketName[]): Promise<string>;
  /** Resolves when everything that was sent before has arrived. */
  settle(socket: TestSocket): Promise<unknown>;
  reader(): BookReader;
}

export type PlayedClient = ExchangeClient & { readonly venue: VenueId };

export const CLIENTS: readonly PlayedClient[] = await Promise.all(
  PLAYED_VENUES.map(async ({ id }) => {
    const { client } = (await import(`../../venues/${id}/exchange/client.ts`)) as { readonly client: ExchangeClient };
    return { ...client, venue: id };
  }),
);

/** The venue's open books. */
export async function openBooks(handle: ExchangeHandle, venue: VenueId): Promise<readonly TrueBookRecord[]> {
  return (await handle.truth()).filter((book) => book.venue === venue && !book.resolved);
}

/** Levels by price, best first. */
export function sorted(levels: ReadonlyMap<number, number> | undefined, bestFirst: 1 | -1): [number, number][] {
  return [...(levels ?? [])].sort((a, b) => (b[0] - a[0]) * bestFirst);
}

/** The same levels in terms of the other outcome. */
export function mirrored(levels: ReadonlyMap<number, number> | undefined): Map<number, number> {
  return new Map([...(levels ?? [])].map(([price, size]) => [1_000_000 - price, size]));
}
