/** Connections replaced while they work, against a real socket server on loopback. */
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ConnectionTiming } from '../../../../src-main/feed/connection-options.ts';
import { Pool } from '../../../../src-main/feed/pool.ts';
import { RecycleSlots } from '../../../../src-main/feed/recycle-slots.ts';
import type { Millis } from '../../../../src-shared/domain/time.ts';
import type { Venue } from '../../../../src-shared/venues/venue.ts';
import { unkeyed } from '../../../venues/roles.ts';
import { listing, listings } from '../../listings.ts';
import { FeedRecorder, type Heard } from './feed-recorder.ts';
import { type ServedSocket, SocketServer } from './socket-server.ts';
import { QUICK } from './with-connection.ts';

const plain: Venue = { ...unkeyed.venue, subscriptionsPerConnection: { target: 200, max: 500, perInstrument: 1 } };

type Given = { readonly target?: number; readonly timing?: Partial<ConnectionTiming>; readonly slots?: RecycleSlots };

async function withPool({ target = 10, timing = {}, slots = new RecycleSlots() }: Given = {}) {
  const server = await SocketServer.start();
  const heard = new FeedRecorder();
  const refusals: string[] = [];
  const pool = new Pool(
    {
      venue: plain,
      url: server.url,
      headers: () => ({}),
      output: heard,
      random: () => 0,
      timing: { ...QUICK, ...timing },
      onRefused: (text) => void refusals.push(text),
    },
    target,
    slots,
  );
  onTestFinished(() => pool.stop());
  return { pool, heard, server, refusals };
}

/** Resolves with the nth time that a connection was to take over. */
async function handover(heard: FeedRecorder, nth = 1): Promise<Extract<Heard, { kind: 'handover' }>> {
  await heard.until((items) => items.filter(({ kind }) => kind === 'handover').length >= nth);
  return heard.items.filter((item) => item.kind === 'handover')[nth - 1]!;
}

const states = (pool: Pool): readonly string[] =>
  pool.health().map(({ connection, state, subscribed }) => `${connection} ${state} ${subscribed}`);
const symbols = (socket: ServedSocket): unknown => socket.heard()[0]?.assets_ids;

describe('a connection that is replaced', () => {
  it('closes when all its books have passed to the other, and not before', async () => {
    const { pool, heard, server } = await withPool();
    pool.setListings(listings(unkeyed.id, 3));
    const first = await server.socket(1);
    await first.count(1);
    expect(pool.replace(1, 'asked for')).toBe('begun');
    const { connection, listings: awaited } = await handover(heard);
    expect([connection, awaited]).toEqual([2, [`${unkeyed.id}:1`, `${unkeyed.id}:2`, `${unkeyed.id}:3`]]);
    const second = await server.socket(2);
    await second.count(1);
    expect(symbols(second)).toEqual(['1', '2', '3']);
    pool.took(2, [`${unkeyed.id}:2`]);
    expect(states(pool)).toEqual(['1 draining 2', '2 open 3']);
    pool.took(2, [`${unkeyed.id}:1`, `${unkeyed.id}:3`]);
    expect(await first.closed).toBe(1000);
    expect(states(pool)).toEqual(['2 open 3']);
    expect(heard.ended).toEqual([1]);
    // Nothing of it was covered in between: that would have cost its books a gap.
    expect(heard.items.filter(({ kind }) => kind === 'cover')).toEqual([
      { kind: 'cover', connection: 1, add: [`${unkeyed.id}:1`, `${unkeyed.id}:2`, `${unkeyed.id}:3`], remove: [] },
    ]);
    expect(heard.logs.filter((line) => line.includes('FEED_RECYCLE')).at(-1)).toContain('no book was interrupted');
  });

  it('takes no newcomers meanwhile, and leaves what is not wanted any more on both', async () => {
    const { pool, heard, server } = await withPool();
    pool.setListings(listings(unkeyed.id, 3));
    await heard.changed('opened');
    pool.replace(1, 'asked for');
    await handover(heard);
    pool.took(2, [`${unkeyed.id}:1`]);
    pool.setListings([listing(unkeyed.id, '1'), listing(unkeyed.id, '3'), listing(unkeyed.id, '4')]);
    expect(states(pool)).toEqual(['1 draining 1', '2 open 2', '3 idle 1']);
    pool.setListings([listing(unkeyed.id, '1'), listing(unkeyed.id, '4')]);
    expect(states(pool).map((state) => state.slice(0, 2) + state.slice(-1))).toEqual(['2 1', '3 1']);
    expect(await (await server.socket(1)).closed).toBe(1000);
  });

  it('asks for what the other did not bring, and at last leaves it to recover there', async () => {
    const { pool, heard, server } = await withPool({ timing: { handoverMs: 600 } });
    pool.setListings(listings(unkeyed.id, 2));
    await heard.changed('opened');
    pool.replace(1, 'asked for');
    await handover(heard);
    pool.took(2, [`${unkeyed.id}:1`]);
    await heard.until(() => heard.logs.some((line) => line.includes('1 of its books recover there')));
    expect(states(pool)).toEqual(['2 open 2']);
    expect(heard.items.filter(({ kind }) => kind === 'cover').at(-1)).toEqual({
      kind: 'cover',
      connection: 2,
      add: [`${unkeyed.id}:2`],
      remove: [],
    });
    const second = await server.socket(2);
    // The first subscription, and thrice one that is ended and begun again.
    await second.count(7);
    const asked = second.heard().filter(({ operation }) => operation === 'subscribe');
    expect(asked.map(({ assets_ids }) => assets_ids)).toEqual([['2'], ['2'], ['2']]);
  });

  it('stays as it is when the other brings nothing', async () => {
    const { pool, heard } = await withPool({ timing: { handoverMs: 600 } });
    pool.setListings(listings(unkeyed.id, 2));
    await heard.changed('opened');
    pool.replace(1, 'asked for');
    await handover(heard);
    await heard.until(() => heard.logs.some((line) => line.includes('keeps 2 of its books')));
    expect(states(pool)).toEqual(['1 open 2']);
    expect(heard.ended).toEqual([2]);
    // A book may have passed while that was decided: the engine is told whose all of them are.
    expect(heard.items.filter(({ kind }) => kind === 'cover').slice(-2)).toEqual([
      { kind: 'cover', connection: 2, add: [], remove: [`${unkeyed.id}:1`, `${unkeyed.id}:2`] },
      { kind: 'cover', connection: 1, add: [`${unkeyed.id}:1`, `${unkeyed.id}:2`], remove: [] },
    ]);
  });

  it('stays when the venue refuses the other, and nobody is told of a refusal', async () => {
    const { pool, heard, server, refusals } = await withPool();
    pool.setListings(listings(unkeyed.id, 2));
    await heard.changed('opened');
    server.refusal = 401;
    pool.replace(1, 'asked for');
    await heard.until(() => heard.logs.some((line) => line.includes('the venue refused it')));
    expect([states(pool), refusals]).toEqual([['1 open 2'], []]);
  });

  it('is told to a new engine with what it carries and what it is to carry', async () => {
    const { pool, heard } = await withPool();
    pool.setListings(listings(unkeyed.id, 2));
    await heard.changed('opened');
    pool.replace(1, 'asked for');
    await handover(heard);
    pool.took(2, [`${unkeyed.id}:1`]);
    const before = heard.items.length;
    pool.reseed();
    const said = heard.items.slice(before).filter(({ kind }) => kind === 'cover' || kind === 'handover');
    expect(said).toEqual([
      { kind: 'cover', connection: 1, add: [`${unkeyed.id}:2`], remove: [] },
      { kind: 'cover', connection: 2, add: [`${unkeyed.id}:1`], remove: [] },
      { kind: 'handover', connection: 2, listings: [`${unkeyed.id}:2`] },
    ]);
  });

  it('is one of two at most, over all venues; one that is not open is not replaced', async () => {
    const slots = new RecycleSlots(1);
    const { pool, heard } = await withPool({ target: 1, slots });
    pool.setListings(listings(unkeyed.id, 2));
    expect(pool.replace(1, 'asked for')).toBe('closed');
    await heard.changed('opened', 2);
    expect([pool.replace(1, 'a'), pool.replace(1, 'a'), pool.replace(2, 'a')]).toEqual(['begun', 'busy', 'busy']);
    await handover(heard);
    pool.took(3, [`${unkeyed.id}:1`]);
    expect([pool.replace(2, 'a'), pool.replace(9, 'a')]).toEqual(['begun', null]);
  });
});

describe('a connection is replaced by itself', () => {
  it('when it is old, one after another', async () => {
    const timing = { recycleCheckMs: 10, ageMaxMs: 50 };
    const { pool, heard } = await withPool({ target: 1, timing, slots: new RecycleSlots(1) });
    pool.setListings(listings(unkeyed.id, 2));
    const first = await handover(heard);
    expect(heard.items.filter(({ kind }) => kind === 'handover').length).toBe(1);
    pool.took(first.connection, first.listings);
    const second = await handover(heard, 2);
    expect(second.listings).not.toEqual(first.listings);
  });

  it('when nothing is received from it, at once', async () => {
    const { pool, heard } = await withPool({ timing: { silenceWarnMs: 30 } });
    pool.setListings(listings(unkeyed.id, 1));
    expect(await handover(heard)).toMatchObject({ connection: 2, listings: [`${unkeyed.id}:1`] });
    expect(heard.logs.some((line) => line.includes('nothing is received from it'))).toBe(true);
  });

  it('when most of its markets have ended, but not when the user chose others', async () => {
    const { pool, heard } = await withPool({ timing: { recycleCheckMs: 10, recycleAgeMinMs: 0 } });
    const ended = { closeTimeMs: (Date.now() - 1) as Millis };
    const [one, two, three] = ['1', '2', '3'].map((id) => listing(unkeyed.id, id));
    pool.setListings([one!, two!, three!, listing(unkeyed.id, '4', ended), listing(unkeyed.id, '5', ended)]);
    await heard.changed('opened');
    pool.setListings([one!, two!, three!]);
    expect((await handover(heard)).listings.length).toBe(3);
    pool.took(2, [`${unkeyed.id}:1`, `${unkeyed.id}:2`, `${unkeyed.id}:3`]);
    pool.setListings([one!]);
    expect(states(pool)).toEqual(['2 open 1']);
    expect(heard.items.filter(({ kind }) => kind === 'handover').length).toBe(1);
  });
});
