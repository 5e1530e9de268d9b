/** Sessions made by somebody who means harm: their own records are checked, and a replay of them hurts nothing but itself. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReplayApp } from '../../src-main/app/replay-app.ts';
import { openSession } from '../../src-main/session/session-reader.ts';
import { SessionWriter } from '../../src-main/session/session-writer.ts';
import type { BookDump } from '../../src-shared/contract/main-engine.ts';
import type { Link } from '../../src-shared/domain/link.ts';
import type { Listing } from '../../src-shared/domain/listing.ts';
import type { SessionEvent } from '../../src-shared/domain/session.ts';
import { VENUES } from '../../src-shared/venues/index.ts';
import { sampleListing } from '../unit/main/session/sample-session.ts';
import { type ExchangeApp, hashOf, startExchangeApp } from './exchange-app.ts';

const SEED = 20_261_120;
const SESSIONS = 8;
const START_MICROS = 1_795_000_000_000_000;

let running: ExchangeApp;
const unhandled: unknown[] = [];
const note = (error: unknown): void => void unhandled.push(error);

beforeAll(async () => {
  process.on('unhandledRejection', note);
  process.on('uncaughtException', note);
  running = await startExchangeApp(0);
});

afterAll(async () => {
  await running.stop();
  process.off('unhandledRejection', note);
  process.off('uncaughtException', note);
});

type Random = (below: number) => number;

function seeded(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return Math.floor((state / 4_294_967_296) * below);
  };
}

const NASTY: readonly unknown[] = [
  null,
  -1,
  1e308,
  0.5,
  '',
  '__proto__',
  'x'.repeat(5_000),
  '<img src=x onerror=alert(1)>',
  'javascript:alert(1)',
  'http://evil.example/',
  [],
  [[]],
  {},
  true,
  ['=1+1'],
  { constructor: 1 },
];

/** The value with one place in it replaced by something nasty. */
function spoilt<Value>(value: Value, random: Random): Value {
  const copy = structuredClone(value) as Record<string, unknown>;
  let at: Record<string, unknown> = copy;
  for (;;) {
    const keys = Object.keys(at);
    const key = keys[random(keys.length)];
    if (key === undefined) return NASTY[random(NASTY.length)] as Value;
    const inner = at[key];
    if (typeof inner === 'object' && inner !== null && Object.keys(inner).length > 0 && random(2) === 0) {
      at = inner as Record<string, unknown>;
      continue;
    }
    at[key] = NASTY[random(NASTY.length)];
    return copy as Value;
  }
}

const link: Link = {
  id: 'l',
  title: 'L',
  status: 'confirmed',
  members: [
    { listing: 'one:M1', orientation: 'same' },
    { listing: 'one:M2', orientation: 'inverted' },
  ],
};
const book: BookDump = {
  listing: 'one:M1',
  phase: 'synced',
  reason: 'none',
  bids: [[400_000, 5_000_000]],
  asks: [[410_000, 5_000_000]],
  lastEventMs: 1,
  updates: 1,
};

/** Writes a session whose every record is spoilt somewhere; frames are what venues' frames may become. */
function writeHostile(id: string, random: Random): void {
  const folder = join(running.folder, 'sessions', id);
  mkdirSync(folder, { recursive: true });
  const writer = new SessionWriter({
    folder,
    id,
    app: 'x',
    startMicros: START_MICROS,
    partBytesMax: 1e12,
    partMs: 1e12,
  });
  const listings = VENUES.map(({ id: venue }, at): Listing => ({ ...sampleListing(at), venue, id: `${venue}:M${at}` }));
  for (const [at, { id: venue }] of VENUES.entries()) writer.connection(at, venue, 'stream');
  writer.catalog(
    { micros: START_MICROS, nanos: 1 },
    [...listings, ...listings.map((listing) => ({ ...spoilt(listing, random), id: listing.id }))],
    [link, { ...spoilt(link, random), id: 'm' }],
  );
  const event: SessionEvent = {
    kind: 'subscribed',
    venue: VENUES[0]!.id,
    connection: 0,
    listings: listings.map((listing) => listing.id),
    text: 'none',
  };
  const frame = JSON.stringify({ type: 'orderbook_delta', sid: 1, seq: 2, msg: { market_ticker: 'M1', price: 4 } });
  for (let turn = 1; turn <= 60; turn++) {
    const moment = { micros: START_MICROS + turn * 1_000, nanos: turn };
    writer.event(moment, { ...event, kind: turn === 1 ? 'connected' : event.kind });
    writer.event(moment, spoilt(event, random));
    const bytes = Buffer.from(frame);
    for (let change = 0; change < 4; change++) bytes[random(bytes.length)] = random(256);
    writer.frame(random(VENUES.length), random(3) as 0 | 1 | 2, moment.micros, turn, bytes);
    if (turn % 20 === 0) writer.keyframe(moment, turn, [book, spoilt(book, random)]);
  }
  writer.close();
}

describe('a hostile session', () => {
  it(`gives only records of the right shape, and counts the others (seed ${SEED})`, async () => {
    const random = seeded(SEED);
    let unreadable = 0;
    for (let at = 0; at < SESSIONS; at++) {
      writeHostile(`hostile-${at}`, random);
      const reader = await openSession(join(running.folder, 'sessions', `hostile-${at}`));
      const { listings, links } = await reader.catalog();
      for (const listing of listings) {
        expect(listing.url === '' || listing.url.startsWith('https://')).toBe(true);
        expect([typeof listing.title, typeof listing.rules, listing.outcomes.length]).toEqual(['string', 'string', 2]);
        expect(listing.priceGrid.length).toBeGreaterThan(0);
      }
      expect(listings.length).toBeGreaterThanOrEqual(VENUES.length);
      for (const { members } of links) expect(members.length).toBeLessThanOrEqual(8);
      for await (const chunk of reader.read(reader.chunks)) unreadable += chunk.unreadable;
    }
    expect(unreadable).toBeGreaterThan(SESSIONS * 10);
  });

  it('is replayed to its end, or refused in a sentence, while live goes on exactly', async () => {
    const before = hashOf(await running.settled());
    for (let at = 0; at < SESSIONS; at++) {
      const replay = (await running.app.replay(`hostile-${at}`)) as ReplayApp;
      await replay.playback.step(() => false);
      expect(replay.playback.atEnd).toBe(true);
      await replay.dumpBooks();
      await replay.playback.seek(START_MICROS + 30_000);
      expect(replay.health().engineRestarts).toBe(0);
    }
    expect(hashOf(await running.settled())).toBe(before);
    expect(unhandled).toEqual([]);
  }, 60_000);
});
