/**
 * Listings of both venues whose links are known, as the venues' own readers read the built-in exchange's records.
 *
 * `made` pairs come from the exchange itself, over its own pages; `crowd` is many more contracts of the same kinds, most of them on one
 * venue only, with every accidental likeness that so many strikes and days bring.
 */

import type { ExchangePair } from '../../../src-exchange/control/handle.ts';
import { createExchange } from '../../../src-exchange/exchange.ts';
import type { PairContext } from '../../../src-exchange/markets/listed-venue.ts';
import { canInvert, drawFacts, type Facts, factsKey, TOPICS } from '../../../src-exchange/markets/pair-facts.ts';
import { Random } from '../../../src-exchange/model/random.ts';
import { PLAYED_VENUES } from '../../../src-exchange/venues.ts';
import type { Orientation } from '../../../src-shared/domain/link.ts';
import { type Listing, listingId } from '../../../src-shared/domain/listing.ts';
import type { Json } from '../../../src-shared/domain/notice.ts';
import { VENUES } from '../../../src-shared/venues/index.ts';

export type KnownLinks = {
  readonly listings: readonly Listing[];
  /** Pairs that are the same contract, first and second id. */
  readonly same: ReadonlyMap<string, Orientation>;
  /** Pairs made to look like it, with the field that differs. */
  readonly decoys: ReadonlyMap<string, string>;
};

export const pairKey = (first: string, second: string): string => `${first}\n${second}`;

/** The exchange's pairs, discovered as the app discovers them. */
export async function discoverPairs(seed: number, pairs: number): Promise<KnownLinks> {
  const exchange = await createExchange({ seed, pairs, startPaused: true });
  try {
    const truth = await exchange.pairs();
    const listings: Listing[] = [];
    for (const venue of VENUES) {
      const addresses = exchange.addresses[venue.id] ?? {};
      const discovery = venue.createDiscovery();
      for (let ask = discovery.next(); ask !== null; ask = discovery.next()) {
        const query = new URLSearchParams(ask.query.map(([name, value]): [string, string] => [name, value]));
        const answer = await fetch(`${addresses[ask.endpoint]}${ask.path}?${query}`);
        if (!answer.ok) throw new Error(`the exchange answered ${answer.status}`);
        listings.push(...discovery.accept((await answer.json()) as Json).listings);
      }
    }
    const ids = ({ listings: [a, b] }: ExchangePair): string =>
      pairKey(listingId(a.venue, a.marketId), listingId(b.venue, b.marketId));
    return {
      listings,
      same: new Map([
        ...truth.filter(({ differs }) => differs === null).map((pair) => [ids(pair), pair.orientation] as const),
        ...exchange.links.map(({ members: [a, b] }) => {
          const key = pairKey(listingId(a!.venue, a!.marketId), listingId(b!.venue, b!.marketId));
          return [key, b!.orientation] as const;
        }),
      ]),
      decoys: new Map(truth.flatMap((pair) => (pair.differs === null ? [] : [[ids(pair), pair.differs]]))),
    };
  } finally {
    await exchange.close();
  }
}

/** A venue's listing of facts, as the app reads it; each venue's is in its test folder, in `exchange/read-facts.ts`. */
export type ReadFacts = (facts: Facts, context: PairContext) => Listing;

/** So many contracts on each of the first two venues; those with the same facts are the same. */
export async function crowd(seed: number, counts: readonly [number, number]): Promise<KnownLinks> {
  const [onFirst, onSecond] = await Promise.all(
    PLAYED_VENUES.map(async ({ id }) => {
      const module = (await import(`../../venues/${id}/exchange/read-facts.ts`)) as { readonly readFacts: ReadFacts };
      return module.readFacts;
    }),
  );
  const random = new Random(seed);
  const startMs = Date.UTC(2026, 10, 20, 22);
  const [first, second] = [draw(random, counts[0]), draw(random, counts[1])];
  const listings: Listing[] = [];
  const same = new Map<string, Orientation>();
  first.forEach((facts, index) => {
    listings.push(onFirst!(facts, { startMs, random, index, inverted: false }));
  });
  const firstByKey = new Map(first.map((facts, index) => [factsKey(facts), { id: listings[index]!.id, facts }]));
  second.forEach((facts, index) => {
    const inverted = canInvert(facts) && random.chance(0.2);
    const listing = onSecond!(facts, { startMs, random, index, inverted });
    listings.push(listing);
    const twin = firstByKey.get(factsKey(facts));
    if (twin === undefined) return;
    // Either venue may speak of the one team or of the other.
    const isSwapped = facts.topic === 'game' && twin.facts.outcome !== facts.outcome;
    same.set(pairKey(twin.id, listing.id), inverted !== isSwapped ? 'inverted' : 'same');
  });
  return { listings, same, decoys: new Map() };
}

function draw(random: Random, count: number): readonly Facts[] {
  const seen = new Map<string, Facts>();
  // The small topics run out of facts; the large ones go on.
  for (let tries = 0; seen.size < count && tries < count * 4; tries++) {
    const drawn = drawFacts(random, TOPICS[tries % TOPICS.length]!);
    // That nothing lies between above 60 and at least 61 no text says; such pairs are neither links nor none.
    const isStepped = drawn.topic === 'temperature' || drawn.topic === 'statistic';
    const facts = isStepped ? { ...drawn, relation: 'at-least' as const } : drawn;
    seen.set(factsKey(facts), facts);
  }
  return [...seen.values()];
}

/** The listing of a record that was made of it. */
export function only(listings: readonly Listing[]): Listing {
  if (listings.length !== 1) throw new Error('a made market was not read');
  return listings[0]!;
}
