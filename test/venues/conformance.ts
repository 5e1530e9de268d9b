/**
 * Every promise of venue.ts but the decoder's, as tests of one venue by its fixtures. Nothing here names a venue: what one does not
 * have, it says itself.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { takerFeeMicros } from '../../src-shared/domain/fee-meter.ts';
import type { FeeSchedule } from '../../src-shared/domain/fees.ts';
import { type Listing, type ListingStatus, listingId } from '../../src-shared/domain/listing.ts';
import type { PriceMicros, SizeMicros } from '../../src-shared/domain/micros.ts';
import type { Json } from '../../src-shared/domain/notice.ts';
import { isYes } from '../../src-shared/domain/outcome-title.ts';
import { isPriceGrid } from '../../src-shared/domain/price-grid.ts';
import {
  type Discovery,
  type RestRequest,
  type Session,
  type Venue,
  VenueError,
} from '../../src-shared/venues/venue.ts';
import { mutationOf } from './mutation.ts';
import { SEED } from './seed.ts';
import { discoveryBodies, frameFixtures, marketsBodies } from './venue-fixtures.ts';
import type { Lack } from './venue-role.ts';

const WALK_STEPS_MAX = 50;

export function testVenue(venue: Venue, lacks: readonly Lack[] = []): void {
  it('names itself briefly and in colours that can be read on their backgrounds', () => {
    expect(venue.id).toMatch(/^[a-z][a-z0-9-]*$/);
    expect(venue.shortName).toMatch(/^.{2,5}$/);
    expect(contrast(venue.colour.dark, '#0d1117')).toBeGreaterThan(4.5);
    expect(contrast(venue.colour.light, '#ffffff')).toBeGreaterThan(4.5);
  });

  it('gives every environment the same endpoints, all of them encrypted', () => {
    const names = Object.values(venue.environments).map((endpoints) => Object.keys(endpoints).sort());
    expect(names.length).toBeGreaterThan(0);
    for (const list of names) expect(list).toEqual(names[0]);
    expect(names[0]).toContain('ws');
    expect(venue.environments[venue.defaultEnvironment]).toBeDefined();
    for (const endpoints of Object.values(venue.environments)) {
      for (const [name, address] of Object.entries(endpoints)) {
        expect(new URL(address).protocol).toBe(name === 'ws' ? 'wss:' : 'https:');
        expect(address.endsWith('/')).toBe(false);
      }
    }
  });

  it('keeps its limits whole and in order', () => {
    for (const { requests, perMs, burst } of Object.values(venue.rateLimits)) {
      expect(Math.min(requests, perMs, burst)).toBeGreaterThan(0);
      expect(burst).toBeLessThanOrEqual(requests);
    }
    const { target, max, perInstrument } = venue.subscriptionsPerConnection;
    expect(perInstrument).toBeGreaterThan(0);
    expect(target).toBeGreaterThan(0);
    expect(max).toBeGreaterThanOrEqual(target);
  });

  it('asks only endpoints and buckets it has', () => {
    expectRequest(venue, venue.probe);
    expectRequest(venue, venue.poll.request(['A', 'B']));
    const { max, requests, requestsEnded } = venue.markets;
    const ids = ['A', 'B'].slice(0, max);
    expect(requests(ids).length).toBeGreaterThan(0);
    for (const request of [...requests(ids), ...(requestsEnded?.(ids) ?? [])]) expectRequest(venue, request);
    expect(max).toBeGreaterThan(0);
    expectRequest(venue, venue.createDiscovery().next());
    expect(venue.poll.max).toBeGreaterThan(0);
  });

  it('names every symbol of a poll', () => {
    const symbols = Array.from({ length: venue.poll.max }, (_, at) => `SYMBOL${at}X`);
    const request = JSON.stringify(venue.poll.request(symbols));
    for (const symbol of symbols) expect(request).toContain(symbol);
  });

  it('signs the same text for the same time, if it signs at all', () => {
    const signed = venue.signedUpgrade;
    if (signed === null) return;
    expect(signed.message(1_790_000_000_000)).toBe(signed.message(1_790_000_000_000));
    expect(signed.message(1_790_000_000_001)).not.toBe(signed.message(1_790_000_000_000));
    const headers = Object.values(signed.headers('key id', 1_790_000_000_000, 'signature'));
    expect(headers).toEqual(expect.arrayContaining(['key id', '1790000000000', 'signature']));
  });

  describe('discovery', () => {
    it('walks all pages, lists each market once, and ends', () => {
      const { listings, problems } = walk(venue);
      expect(listings.length).toBeGreaterThan(0);
      expect(problems.length).toBeGreaterThan(0);
      expect(new Set(listings.map(({ id }) => id)).size).toBe(listings.length);
      for (const listing of listings) expect(listing.status).toBe('open');
      for (const listing of listings) expectListing(venue, listing);
      for (const problem of problems) expect(problem).toMatch(/^[A-Z].*\.$/);
    });

    it('asks the same again until an answer is accepted', () => {
      const discovery = venue.createDiscovery();
      expect(discovery.next()).toEqual(discovery.next());
    });

    it('refuses a body that is not what the venue documents, and can go on after it', () => {
      const discovery = venue.createDiscovery();
      for (const body of [null, 'no', 3, {}, { error: 'no' }] as readonly Json[]) {
        expect(() => discovery.accept(body)).toThrow(VenueError);
      }
      expect(walk(venue, discovery).listings.length).toBeGreaterThan(0);
    });

    it('does not go round in circles when the same page is answered for ever', () => {
      const bodies = discoveryBodies(venue);
      const discovery = venue.createDiscovery();
      let steps = 0;
      for (; discovery.next() !== null && steps < WALK_STEPS_MAX; steps++) {
        discovery.accept(bodies[Math.min(steps, bodies.length - 2)]!);
      }
      expect(steps).toBeLessThan(WALK_STEPS_MAX);
    });

    it('reads markets in every state', () => {
      const pages = marketsBodies(venue).map((body) => venue.readMarkets(body));
      const [listings, problems] = [pages.flatMap((page) => page.listings), pages.flatMap((page) => page.problems)];
      const states: ListingStatus[] = ['closed', 'open', 'resolved'];
      if (!lacks.includes('paused')) states.push('paused');
      expect(new Set(listings.map(({ status }) => status))).toEqual(new Set(states));
      for (const listing of listings) expectListing(venue, listing);
      expect(problems.length).toBeGreaterThan(0);
    });

    it(`reads no nonsense as a market and throws nothing but VenueError (seed ${SEED})`, () => {
      fc.assert(
        fc.property(fc.constantFrom(...marketsBodies(venue)).chain(mutationOf), (broken) => {
          try {
            for (const listing of venue.readMarkets(broken as Json).listings) expectListing(venue, listing);
          } catch (error) {
            expect(error).toBeInstanceOf(VenueError);
          }
        }),
        { seed: SEED, numRuns: 1_000 },
      );
    }, 120_000);
  });

  describe('session', () => {
    const symbols = ['A', 'B', 'C'];

    it('says only text, and names every symbol when it opens and has been greeted', () => {
      const say = opened(venue, symbols).said;
      for (const frame of say) expect(typeof frame).toBe('string');
      for (const symbol of symbols) expect(say.join('\n')).toContain(`"${symbol}"`);
    });

    it('asks for no symbol when it has none', () => {
      expect(opened(venue, []).said.join('\n')).not.toMatch(/"(assets_ids|market_tickers|market)"/);
    });

    it('does not ask twice for what it carries', () => {
      const { session } = opened(venue, symbols);
      expect(session.add(symbols, 1).say).toEqual([]);
    });

    it('remains silent about symbols it does not carry', () => {
      const { session } = opened(venue, symbols);
      expect(session.remove(['Z'], 1).say).toEqual([]);
    });

    it(`keeps to its steps whatever it is told (seed ${SEED})`, () => {
      const step = fc.tuple(
        fc.constantFrom('add', 'remove', 'resync', 'control', 'tick' as const),
        fc.subarray(['A', 'B', 'C', 'D', 'E']),
        fc.oneof(fc.jsonValue(), fc.constantFrom(...controlMessages(venue))),
        fc.nat(20_000),
      );
      fc.assert(
        fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
          const { session } = opened(venue, symbols);
          let nowMs = 0;
          for (const [call, some, message, afterMs] of steps) {
            nowMs += afterMs;
            expectStep(call === 'control' ? session.control(message as Json, nowMs) : say(session, call, some, nowMs));
          }
        }),
        { seed: SEED, numRuns: 300 },
      );
    });
  });
}

/** A session that was opened and has read the frames that the venue says it waits for. */
function opened(venue: Venue, symbols: readonly string[]): { session: Session; said: readonly string[] } {
  const session = venue.createSession();
  const steps = [session.open(symbols, 0)];
  for (const { text } of venue.sessionFrames) steps.push(session.control(jsonOf(text), 0));
  for (const step of steps) expectStep(step);
  return { session, said: steps.flatMap(({ say }) => say) };
}

function jsonOf(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

function walk(
  venue: Venue,
  discovery: Discovery = venue.createDiscovery(),
): { listings: Listing[]; problems: string[] } {
  const listings: Listing[] = [];
  const problems: string[] = [];
  for (const body of discoveryBodies(venue)) {
    expectRequest(venue, discovery.next());
    const page = discovery.accept(body);
    listings.push(...page.listings);
    problems.push(...page.problems);
  }
  expect(discovery.next()).toBeNull();
  return { listings, problems };
}

function expectRequest(venue: Venue, next: RestRequest | null): void {
  const request = next ?? expect.unreachable('a request was expected');
  expect(venue.environments[venue.defaultEnvironment]).toHaveProperty(request.endpoint);
  expect(venue.rateLimits).toHaveProperty(request.bucket);
  expect(request.path).toMatch(/^\/[^?]*$/);
  for (const pair of request.query) for (const part of pair) expect(typeof part).toBe('string');
  expect(request.method === 'POST').toBe(request.body !== undefined);
}

function expectListing(venue: Venue, listing: Listing): void {
  expect(listing.id).toBe(listingId(venue.id, listing.marketId));
  expect(listing.venue).toBe(venue.id);
  expect(listing.marketId).not.toBe('');
  expect(listing.title).not.toBe('');
  // A price is taken for one of Yes unless the title says otherwise.
  if (!isYes(listing.outcomes[0])) expect(listing.title).toContain(listing.outcomes[0]);
  expect(listing.symbols.length).toBeGreaterThan(0);
  for (const symbol of listing.symbols) expect(symbol).toMatch(/^\S+$/);
  expect(isPriceGrid(listing.priceGrid)).toBe(true);
  expect(listing.resolution === null).toBe(listing.status !== 'resolved');
  if (venue.withholds.includes('volume')) expect(listing.volume24h).toBeNull();
  if (listing.volume24h !== null) expect(Number.isSafeInteger(listing.volume24h) && listing.volume24h >= 0).toBe(true);
  expect(listing.url === '' || new URL(listing.url).protocol === 'https:').toBe(true);
  if (listing.closeTimeMs !== null) expect(Number.isSafeInteger(listing.closeTimeMs)).toBe(true);
  if (listing.minOrderSizeMicros !== null) expect(Number.isSafeInteger(listing.minOrderSizeMicros)).toBe(true);
  if (listing.fees !== null) expectFees(listing.fees);
  expect(JSON.parse(JSON.stringify(listing))).toEqual(listing);
}

function expectFees(fees: FeeSchedule): void {
  expect(fees.text).toMatch(/^[A-Z].*\.$/);
  for (const action of ['buy', 'sell'] as const) {
    for (const priceMicros of [1, 500_000, 1_000_000] as PriceMicros[]) {
      const fee = takerFeeMicros(fees, action, [{ priceMicros, sizeMicros: 100_000_000 as SizeMicros }]);
      expect(fee % fees.roundUpToMicros).toBe(0);
      expect(fee).toBeGreaterThanOrEqual(0);
    }
  }
  if (fees.kind !== 'table') return;
  for (const rows of [fees.buy, fees.sell]) {
    const ends = rows.map(({ upToMicros }) => upToMicros);
    expect(ends).toEqual([...new Set(ends)].sort((a, b) => a - b));
    expect(ends.at(-1)).toBe(1_000_000);
  }
}

function expectStep(step: ReturnType<Session['open']>): void {
  for (const frame of step.say) expect(frame).not.toBe('');
  if (step.fault === undefined) return;
  expect(step.fault.code).toMatch(/^[A-Z][A-Z0-9_-]*$/);
  expect(step.fault.text).toMatch(/^[A-Z].*\.$/s);
  expect(['count', 'resync', 'reconnect', 'stop']).toContain(step.fault.remedy);
}

function say(session: Session, call: 'add' | 'remove' | 'resync' | 'tick', some: readonly string[], nowMs: number) {
  return call === 'tick' ? session.tick(nowMs) : session[call](some, nowMs);
}

function controlMessages(venue: Venue): Json[] {
  const messages: Json[] = [null];
  for (const { events } of frameFixtures(venue)) {
    for (const line of events)
      if (line.startsWith('control ')) messages.push(JSON.parse(line.slice('control '.length)));
  }
  return messages;
}

/** WCAG 2 contrast of two colours written #rrggbb. */
function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light! + 0.05) / (dark! + 0.05);
}

function luminance(colour: string): number {
  const parts = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255);
  const [red, green, blue] = parts.map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}
