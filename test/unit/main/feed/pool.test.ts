/** A venue's connections together, against a real socket server on loopback. */
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { Pool } from '../../../../src-main/feed/pool.ts';
import { RecycleSlots } from '../../../../src-main/feed/recycle-slots.ts';
import { STAGGER_START_MS } from '../../../../src-shared/domain/limits.ts';
import type { Venue } from '../../../../src-shared/venues/venue.ts';
import { unkeyed } from '../../../venues/roles.ts';
import { listing, listings } from '../../listings.ts';
import { FeedRecorder } from './feed-recorder.ts';
import { SocketServer } from './socket-server.ts';
import { QUICK } from './with-connection.ts';

/** Instruments that take one subscription each. */
const plain: Venue = { ...unkeyed.venue, subscriptionsPerConnection: { target: 200, max: 500, perInstrument: 1 } };

async function withPool(
  target: number,
  venue: Venue = plain,
): Promise<{ pool: Pool; heard: FeedRecorder; server: SocketServer }> {
  const server = await SocketServer.start();
  const heard = new FeedRecorder();
  const pool = new Pool(
    { venue, url: server.url, headers: () => ({}), output: heard, random: () => 0, timing: QUICK },
    target,
    new RecycleSlots(),
  );
  onTestFinished(() => pool.stop());
  return { pool, heard, server };
}

const subscribed = (pool: Pool): readonly number[] => pool.health().map((health) => health.subscribed);

describe('pool', () => {
  it('starts its connections one after another', async () => {
    const { pool } = await withPool(1);
    const states = (): readonly string[] => pool.health().map(({ state }) => state);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    onTestFinished(() => void vi.useRealTimers());
    pool.setListings(listings(unkeyed.id, 3));
    const seen: (readonly string[])[] = [];
    for (const advanceMs of [0, STAGGER_START_MS - 1, 1, STAGGER_START_MS]) {
      vi.advanceTimersByTime(advanceMs);
      seen.push(states());
    }
    expect(seen).toEqual([
      ['connecting', 'idle', 'idle'],
      ['connecting', 'idle', 'idle'],
      ['connecting', 'connecting', 'idle'],
      ['connecting', 'connecting', 'connecting'],
    ]);
    // One that is added later does not wait for starts long past.
    vi.advanceTimersByTime(60_000);
    pool.setListings(listings(unkeyed.id, 4));
    vi.advanceTimersByTime(0);
    expect(states()[3]).toBe('connecting');
  });

  it('spreads the instruments over as many connections as they need', async () => {
    const { pool, heard, server } = await withPool(2);
    pool.setListings(listings(unkeyed.id, 5));
    expect(subscribed(pool)).toEqual([2, 2, 1]);
    await heard.changed('opened', 3);
    const opened = heard.items.flatMap((item) =>
      item.kind === 'connection' && item.change === 'opened' ? [item.connection] : [],
    );
    expect(opened).toEqual([1, 2, 3]);
    const socket = await server.socket(3);
    await socket.count(1);
    expect(server.sockets.items.map((one) => one.heard()[0]?.assets_ids)).toEqual([['1', '2'], ['3', '4'], ['5']]);
  });

  it('never carries more on a connection than the venue allows', async () => {
    const { pool } = await withPool(100, {
      ...unkeyed.venue,
      subscriptionsPerConnection: { target: 2, max: 2, perInstrument: 1 },
    });
    pool.setListings(listings(unkeyed.id, 4));
    expect(subscribed(pool)).toEqual([2, 2]);
  });

  it('counts every subscription of an instrument, and says all of them', async () => {
    const { pool, heard, server } = await withPool(5, unkeyed.venue);
    pool.setListings(['1', '2', '3'].map((id) => listing(unkeyed.id, id, { symbols: [id, `${id}-no`, `0x${id}`] })));
    expect(subscribed(pool)).toEqual([2, 1]);
    await heard.changed('opened', 2);
    const [first, second] = server.sockets.items;
    await Promise.all([first!.count(1), second!.count(1)]);
    expect([first, second].map((one) => one!.heard()[0]?.assets_ids)).toEqual([
      ['1', '1-no', '2', '2-no'],
      ['3', '3-no'],
    ]);
    pool.resync(1, [`${unkeyed.id}:2`]);
    pool.setListings([listing(unkeyed.id, '2', { symbols: ['2', '2-no', '0x2'] })]);
    await first!.count(4);
    expect(first!.heard().slice(1)).toMatchObject([
      { operation: 'unsubscribe', assets_ids: ['2'] },
      { operation: 'subscribe', assets_ids: ['2'] },
      { operation: 'unsubscribe', assets_ids: ['1', '1-no'] },
    ]);
  });

  it('keeps what stays, fills what has room, and closes what is empty', async () => {
    const { pool, heard, server } = await withPool(2);
    pool.setListings(listings(unkeyed.id, 4));
    await heard.changed('opened', 2);
    const [first, second] = server.sockets.items;
    pool.setListings([listing(unkeyed.id, '1'), listing(unkeyed.id, '7')]);
    expect(await second!.closed).toBe(1000);
    await first!.count(3);
    expect(first!.heard().slice(1)).toMatchObject([
      { operation: 'unsubscribe', assets_ids: ['2'] },
      { operation: 'subscribe', assets_ids: ['7'] },
    ]);
    expect([subscribed(pool), pool.size]).toEqual([[2], 2]);
    expect(server.attempts.items.length).toBe(2);
  });

  it('resyncs and reconnects only the connection that owns a book', async () => {
    const { pool, heard, server } = await withPool(1);
    pool.setListings(listings(unkeyed.id, 2));
    await heard.changed('opened', 2);
    const [first, second] = server.sockets.items;
    await Promise.all([first!.count(1), second!.count(1)]);
    pool.resync(2, [`${unkeyed.id}:2`, `${unkeyed.id}:1`]);
    await second!.count(3);
    expect(second!.heard().at(-1)).toMatchObject({ assets_ids: ['2'] });
    expect([pool.reconnect(1, 'Asked for'), pool.reconnect(9, 'Asked for')]).toEqual([true, false]);
    expect(await first!.closed).toBe(1000);
    expect(first!.items.length).toBe(1);
  });

  it('says everything again, of every connection, to an engine that was restarted', async () => {
    const { pool, heard } = await withPool(1);
    pool.setListings(listings(unkeyed.id, 2));
    await heard.changed('opened', 2);
    pool.reseed();
    expect(heard.changes.slice(-4)).toEqual([
      '1 closed engine-restarted',
      '1 opened none',
      '2 closed engine-restarted',
      '2 opened none',
    ]);
  });

  it('leaves nothing open when it is stopped', async () => {
    const { pool, heard, server } = await withPool(1);
    pool.setListings(listings(unkeyed.id, 3));
    await heard.changed('opened', 1);
    pool.stop();
    expect(pool.health()).toEqual([]);
    expect(await server.sockets.items[0]!.closed).toBe(1000);
  });
});
