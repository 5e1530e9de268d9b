/** A venue's live feed: streamed where the venue lets us, else polled. Real servers on loopback play the venue. */
import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import { RecycleSlots } from '../../../../src-main/feed/recycle-slots.ts';
import { RestClient } from '../../../../src-main/feed/rest-client.ts';
import { VenueFeed, type VenueFeedOptions } from '../../../../src-main/feed/venue-feed.ts';
import { CHANNEL } from '../../../../src-shared/contract/frame-batch.ts';
import type { Venue } from '../../../../src-shared/venues/venue.ts';
import { keyed, unkeyed } from '../../../venues/roles.ts';
import { listing, listings } from '../../listings.ts';
import { FeedRecorder } from './feed-recorder.ts';
import { type Answer, RestServer } from './rest-server.ts';
import { SocketServer } from './socket-server.ts';
import { QUICK } from './with-connection.ts';

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const key = { keyId: 'key-1', privateKey };
const refused = `${keyed.name} refused the key (HTTP 401). Check the key id, the key file and that both belong to the same environment.`;

/** Answers with an empty book of each market requested. */
const books: Answer = ({ url }, response) => void response.end(keyed.emptyBooks(polledIn(url)));

type Fed = {
  readonly feed: VenueFeed;
  readonly heard: FeedRecorder;
  readonly sockets: SocketServer;
  readonly rest: RestServer;
  readonly transports: () => number;
};

async function withFeed(
  venue: Venue,
  options: Partial<VenueFeedOptions> = {},
  refusal: number | null = null,
): Promise<Fed> {
  const sockets = await SocketServer.start();
  sockets.refusal = refusal;
  const served = await RestServer.start(books);
  const rest = new RestClient(venue, { rest: served.base });
  const heard = new FeedRecorder();
  let transports = 0;
  const feed = new VenueFeed({
    venue,
    streamUrl: sockets.url,
    rest,
    output: heard,
    key: null,
    keyNote: '',
    subscriptionsPerConnection: 200,
    polledMax: 500,
    slots: new RecycleSlots(),
    timing: QUICK,
    pollIntervalMs: 20,
    random: () => 0,
    onTransport: () => transports++,
    ...options,
  });
  onTestFinished(() => {
    feed.stop();
    rest.close();
  });
  return { feed, heard, sockets, rest: served, transports: () => transports };
}

const polledIn = (url: string): readonly string[] => keyed.polledIn(new URL(url, 'http://localhost').searchParams);
const polled = (rest: RestServer): readonly string[] => rest.asked.items.flatMap(({ url }) => polledIn(url));

describe('venue feed', () => {
  it('streams a venue that anybody may hear', async () => {
    const { feed, heard, sockets } = await withFeed(unkeyed.venue);
    feed.setListings(listings(unkeyed.id, 2));
    await heard.changed('opened');
    expect([feed.transport, feed.note]).toEqual(['stream', '']);
    expect(sockets.attempts.items[0]?.[keyed.access.key.toLowerCase()]).toBeUndefined();
    expect(feed.health().map(({ transport, state }) => [transport, state])).toEqual([['stream', 'open']]);
  });

  it('signs each attempt of a venue that asks for it', async () => {
    const { feed, heard, sockets } = await withFeed(keyed.venue, { key });
    feed.setListings(listings(keyed.id, 1));
    await heard.changed('opened');
    expect(sockets.attempts.items[0]?.[keyed.access.key.toLowerCase()]).toBe('key-1');
    expect(Number(sockets.attempts.items[0]?.[keyed.access.timestamp.toLowerCase()])).toBeLessThanOrEqual(Date.now());
    expect([feed.transport, feed.note]).toEqual(['stream', '']);
  });

  it('polls a venue whose key is not set, up to what its rate limit allows, and says why', async () => {
    const { feed, heard, sockets, rest } = await withFeed(keyed.venue, {
      keyNote: 'No key is set, so books are polled.',
      polledMax: 2,
    });
    feed.setListings(listings(keyed.id, 3));
    await heard.framed(1);
    expect(heard.frames[0]?.channel).toBe(CHANNEL.poll);
    expect([...new Set(polled(rest))]).toEqual(['1', '2']);
    expect([feed.transport, feed.note]).toEqual(['poll', 'No key is set, so books are polled.']);
    expect(feed.health().map(({ transport }) => transport)).toEqual(['poll']);
    expect(sockets.attempts.items).toEqual([]);
    expect(feed.reconnect(1, 'The user asked for it')).toBe(false);
  });

  it('polls while a key is refused, and streams again once it is taken', async () => {
    const { feed, heard, sockets, transports } = await withFeed(keyed.venue, { key }, 401);
    feed.setListings(listings(keyed.id, 2));
    await heard.framed(1);
    expect([feed.transport, feed.note]).toEqual(['poll', `${refused} Books are polled meanwhile.`]);
    const states = feed.health().map(({ transport, state }) => `${transport} ${state}`);
    expect(states[1]).toBe('poll open');
    expect(states[0]).toMatch(/^stream (refused|connecting)$/);
    // The poller has the books now: it covered them last.
    const covers = heard.items.filter(({ kind }) => kind === 'cover');
    expect(covers.at(-1)).toEqual({
      kind: 'cover',
      connection: 2,
      add: [`${keyed.id}:1`, `${keyed.id}:2`],
      remove: [],
    });

    sockets.refusal = null;
    const socket = await sockets.socket(1);
    await socket.count(3);
    await heard.until(() => feed.transport === 'stream');
    expect(feed.note).toBe('');
    expect(transports()).toBeGreaterThanOrEqual(2);
    const outline = heard.items
      .slice(heard.items.findLastIndex((item) => item.kind === 'connection' && item.change === 'opened'))
      .filter(({ kind }) => kind === 'connection' || kind === 'cover');
    expect(outline).toMatchObject([
      { connection: 1, change: 'opened' },
      { connection: 2, change: 'closed', reason: 'not-subscribed' },
      { connection: 2, add: [], remove: [`${keyed.id}:1`, `${keyed.id}:2`] },
      { connection: 1, add: [`${keyed.id}:1`, `${keyed.id}:2`], remove: [] },
    ]);
    expect(feed.health().map(({ transport, state }) => `${transport} ${state}`)).toEqual(['stream open']);
  });

  it('polls only the books of a connection that is refused, and gives them back when it opens', async () => {
    const { feed, heard, sockets, rest } = await withFeed(keyed.venue, { key, subscriptionsPerConnection: 1 });
    feed.setListings(listings(keyed.id, 2));
    await heard.changed('opened', 2);
    sockets.refusal = 401;
    feed.reconnect(2, 'The user asked for it');
    await heard.framed(1);
    expect(new Set(polled(rest))).toEqual(new Set(['2']));
    expect([feed.transport, feed.note]).toEqual(['stream', `${refused} Books are polled meanwhile.`]);
    expect(feed.health().map(({ transport, subscribed }) => `${transport} ${subscribed}`)).toEqual([
      'stream 1',
      'stream 1',
      'poll 1',
    ]);
    const before = heard.items.length;
    sockets.refusal = null;
    await heard.until(() => feed.note === '');
    const covers = heard.items.slice(before).filter(({ kind }) => kind === 'cover');
    expect(covers).toEqual([
      { kind: 'cover', connection: 3, add: [], remove: [`${keyed.id}:2`] },
      { kind: 'cover', connection: 2, add: [`${keyed.id}:2`], remove: [] },
    ]);
    expect(new Set(polled(rest))).toEqual(new Set(['2']));
  });

  it('keeps both ways in step with the listings while it polls', async () => {
    const { feed, heard, sockets, rest } = await withFeed(keyed.venue, { key }, 401);
    feed.setListings(listings(keyed.id, 1));
    await heard.framed(1);
    feed.setListings([listing(keyed.id, '1'), listing(keyed.id, 'new')]);
    expect(heard.items.filter(({ kind }) => kind === 'cover').slice(-2)).toMatchObject([
      { connection: 1, add: [`${keyed.id}:new`] },
      { connection: 2, add: [`${keyed.id}:new`] },
    ]);
    await rest.asked.until(() => polled(rest).includes('new'));
    sockets.refusal = null;
    const socket = await sockets.socket(1);
    await socket.until((said) => said.some((text) => text.includes('orderbook_delta') && text.includes('"new"')));
  });

  it('says everything again to an engine that was restarted, the polled books too', async () => {
    const { feed, heard } = await withFeed(keyed.venue, { key, timing: { ...QUICK, backoffMaxMs: 600_000 } }, 403);
    feed.setListings(listings(keyed.id, 1));
    await heard.framed(1);
    const before = heard.changes.length;
    feed.reseed();
    expect(heard.changes.slice(before)).toEqual([
      '1 closed engine-restarted',
      '2 closed engine-restarted',
      '2 opened none',
    ]);
    expect(heard.items.filter(({ kind }) => kind === 'cover').at(-1)).toMatchObject({
      connection: 2,
      add: [`${keyed.id}:1`],
    });
  });

  it('leaves nothing open when it is stopped', async () => {
    const { feed, heard, sockets } = await withFeed(unkeyed.venue);
    feed.setListings(listings(unkeyed.id, 1));
    await heard.changed('opened');
    feed.stop();
    expect(await sockets.sockets.items[0]!.closed).toBe(1000);
    expect(feed.health()).toEqual([]);
  });
});
