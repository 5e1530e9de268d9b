/**
 * Listings of both venues whose links are known, as the venues' own readers read the built-in exchange's records.
 *
 * `made` pairs come from the exchange itself, over its own pages; `crowd` is many more contracts of the same kinds, most of them on one
 * venue only, with every accidental likeness that so many strikes and days bring.
 */

import type { ExchangePair } from '../../../src-exchange/control/handle.ts';
import { createExchange } from '../../../src-exchange/exchange.ts';
import { listPair as onKalshiListed } from '../../../src-exchange/kalshi/pairs.ts';
import { canInvert, drawFacts, type Facts, factsKey, TOPICS } from '../../../src-exchange/markets/pair-facts.ts';
import { dueMs } from '../../../src-exchange/markets/pair-subjects.ts';
import { CATEGORIES } from '../../../src-exchange/markets/pairs.ts';
import { Random } from '../../../src-exchange/model/random.ts';
import { listPair as onPolymarketListed } from '../../../src-exchange/polymarket/pairs.ts';
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

/** So many contracts on each venue; those with the same facts are the same. */
export function crowd(seed: number, onPolymarket: number, onKalshi: number): KnownLinks {
  const random = new Random(seed);
  const startMs = Date.UTC(2026, 10, 20, 22);
  const [first, second] = [draw(random, onPolymarket), draw(random, onKalshi)];
  const listings: Listing[] = [];
  const same = new Map<string, Orientation>();
  first.forEach((facts, index) => {
    listings.push(onFirst(facts, index, startMs, random));
  });
  const firstByKey = new Map(first.map((facts, index) => [factsKey(facts), listings[index]!.id]));
  second.forEach((facts, index) => {
    const inverted = canInvert(facts) && random.chance(0.2);
    const listing = onSecond(facts, index, startMs, random, inverted);
    listings.push(listing);
    const twin = firstByKey.get(factsKey(facts));
    if (twin === undefined) return;
    // Either venue may speak of the one team or of the other.
    const isSwapped = facts.topic === 'game' && first[Number(twin.split(':0x')[1])]?.outcome !== facts.outcome;
    same.set(pairKey(twin, listing.id), inverted !== isSwapped ? 'inverted' : 'same');
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

function onFirst(facts: Facts, index: number, startMs: number, random: Random): Listing {
  const { text } = onPolymarketListed(facts, { startMs, random, index, inverted: false });
  const market = {
    conditionId: `0x${index}`,
    question: text.question,
    slug: text.slug,
    description: text.description,
    groupItemTitle: text.groupItemTitle,
    outcomes: JSON.stringify(text.outcomes),
    clobTokenIds: JSON.stringify([`${index}1`, `${index}2`]),
    category: CATEGORIES[facts.topic],
    endDate: new Date(dueMs(facts, startMs)).toISOString(),
    ...{ active: true, closed: false, enableOrderBook: true, acceptingOrders: true, orderPriceMinTickSize: 0.01 },
    events: [{ id: String(index), title: text.eventTitle }],
  };
  return only(
    VENUES.find(({ id }) => id === 'polymarket')!.readMarkets({ markets: [market] } as unknown as Json).listings,
  );
}

function onSecond(facts: Facts, index: number, startMs: number, random: Random, inverted: boolean): Listing {
  const { text } = onKalshiListed(facts, { startMs, random, index, inverted });
  const discovery = VENUES.find(({ id }) => id === 'kalshi')!.createDiscovery();
  const series = {
    ticker: text.seriesTicker,
    title: text.seriesTitle,
    category: CATEGORIES[facts.topic],
    settlement_sources: [{ name: text.source, url: '' }],
  };
  discovery.accept({ series: [series] });
  const market = {
    ticker: text.ticker,
    event_ticker: text.eventTicker,
    title: text.title,
    yes_sub_title: text.yesSubTitle,
    status: 'active',
    close_time: new Date(dueMs(facts, startMs)).toISOString(),
    rules_primary: text.rulesPrimary,
    rules_secondary: text.rulesSecondary,
    strike_type: text.strikeType,
    price_level_structure: text.structure,
    ...(text.floorStrike === undefined ? {} : { floor_strike: text.floorStrike }),
    ...(text.capStrike === undefined ? {} : { cap_strike: text.capStrike }),
  };
  return only(discovery.accept({ markets: [market], cursor: '' }).listings);
}

function only(listings: readonly Listing[]): Listing {
  if (listings.length !== 1) throw new Error('a made market was not read');
  return listings[0]!;
}
