/** The engine with its shards in threads: the same books, whichever shard keeps them, and a shard that dies is made up for. */
import { MessageChannel } from 'node:worker_threads';
import { describe, expect, it, onTestFinished } from 'vitest';
import { nodeEngine } from '../../../../src-main/host/node/node-engine.ts';
import { decodeLadderFrame } from '../../../../src-shared/contract/ladder-frame.ts';
import type { EngineToMain } from '../../../../src-shared/contract/main-engine.ts';
import type { EngineToWindow } from '../../../../src-shared/contract/window-engine.ts';
import type { Instrument } from '../../../../src-shared/domain/instrument.ts';
import { ENGINE_CRASHES_MAX } from '../../../../src-shared/domain/limits.ts';
import type { Link } from '../../../../src-shared/domain/link.ts';
import { shardOf } from '../../../../src-worker/route/jump-hash.ts';
import { checked, numbered } from '../../../venues/roles.ts';
import { Noted } from '../../noted.ts';
import { TestEngine } from './with-engine.ts';

const SHARDS = 2;
const engineEntry = new URL('../../../../src-worker/worker.ts', import.meta.url);

/** The first four instruments of each shard. */
function spread(make: (name: string) => Instrument): readonly Instrument[] {
  const all = Array.from({ length: 60 }, (_, at) => make(String(at + 100)));
  const ofShard = (shard: number): Instrument[] => all.filter(({ id }) => shardOf(id, SHARDS) === shard).slice(0, 4);
  return [...ofShard(0), ...ofShard(1)];
}

const unnumberedBooks = spread(checked.instrument);
const numberedBooks = spread(numbered.instrument);
const book = ({ symbols }: Instrument): string => checked.book(symbols[0]!, [['0.40', '1']], [['0.42', '2']]);
const names = (instruments: readonly Instrument[]): readonly string[] => instruments.map(({ id }) => id).sort();

async function phases(test: TestEngine): Promise<Record<string, string>> {
  return Object.fromEntries((await test.dump()).map(({ listing, phase }) => [listing, phase]));
}

describe('shards in threads', () => {
  it('keep each book once, also those of one frame that is a list', async () => {
    const { test } = await TestEngine.startThread(SHARDS);
    test.carry(1, unnumberedBooks);
    test.frames(1, [`[${unnumberedBooks.map(book).join(',')}]`]);
    const books = await test.dump();
    expect(books.map(({ listing }) => listing).sort()).toEqual(names(unnumberedBooks));
    expect(new Set(books.map(({ phase, updates }) => `${phase} ${updates}`))).toEqual(new Set(['synced 1']));
    await test.said.until(() => test.all('taken').reduce((sum, { frames }) => sum + frames, 0) === 1);
  });

  it('answer once for a frame that concerns none of them in particular', async () => {
    const { test } = await TestEngine.startThread(SHARDS);
    test.carry(1, numberedBooks);
    const answer = { id: 1, type: 'ok', msg: {} };
    test.frames(1, [JSON.stringify(answer), '{"type":"surprise"}']);
    await test.dump();
    expect(test.all('control')).toEqual([{ kind: 'control', connection: 1, message: answer }]);
    expect(test.codes).toEqual(['DECODE_UNKNOWN_KIND']);
  });

  it('all hear of a hole, and ask for all their books', async () => {
    const { test } = await TestEngine.startThread(SHARDS);
    test.carry(1, numberedBooks);
    test.frames(
      1,
      numberedBooks.map(({ symbols }, at) => numbered.snapshot(1, at + 1, symbols[0]!, [['0.40', '1.00']], [])),
    );
    test.frames(1, [numbered.snapshot(1, 99, numberedBooks[0]!.symbols[0]!, [['0.41', '1.00']], [])]);
    const after = await phases(test);
    expect(Object.values(after).filter((phase) => phase === 'recovering').length).toBe(numberedBooks.length - 1);
    expect(after[numberedBooks[0]!.id]).toBe('synced');
    const asked = (): string[] => test.all('resync').flatMap(({ listings }) => [...listings]);
    await test.said.until(() => asked().length >= numberedBooks.length);
    expect(asked().sort()).toEqual(names(numberedBooks));
    expect(test.codes).toEqual(['BOOK_GAP']);
  });

  it('all hear of a frame that names a book of one of them and leaves another unnamed', async () => {
    const { test } = await TestEngine.startThread(SHARDS);
    test.carry(1, unnumberedBooks);
    test.frames(1, unnumberedBooks.map(book));
    expect(new Set(Object.values(await phases(test)))).toEqual(new Set(['synced']));
    const good = { asset_id: unnumberedBooks[0]!.symbols[0]!, price: '0.40', size: '9', side: 'BUY' };
    const changes = [good, { price: '0.40', size: '0', side: 'BUY' }];
    test.frames(1, [
      JSON.stringify({ event_type: 'price_change', timestamp: '1775000000001', price_changes: changes }),
    ]);
    const asked = (): string[] => test.all('resync').flatMap(({ listings }) => [...listings]);
    await test.said.until(() => asked().length >= unnumberedBooks.length);
    expect(asked().sort()).toEqual(names(unnumberedBooks));
    expect(new Set((await test.dump()).map(({ phase, reason }) => `${phase} ${reason}`))).toEqual(
      new Set(['recovering nameless-frame']),
    );
    expect(test.codes).toEqual(['DECODE_MISSING_FIELD']);
  });

  it('are as many as the settings say, also when a window comes before them', async () => {
    const engine = nodeEngine(engineEntry)();
    onTestFinished(async () => {
      const exited = new Promise((resolve) => {
        engine.onExit = resolve;
      });
      engine.kill();
      await exited;
    });
    const said = new Noted<EngineToMain>();
    engine.port.onMessage = (data) => {
      if (!(data instanceof Uint8Array)) said.add(data);
    };
    const { port1, port2 } = new MessageChannel();
    onTestFinished(() => port1.close());
    engine.adopt(1, port2);
    engine.port.post({ kind: 'settings', settings: { shards: SHARDS, frameIntervalMs: 50, clock: 'wall' } });
    const shards = await said.until((items) => {
      const last = items.findLast((item) => item.kind === 'health');
      return last?.health.shards.every(({ state }) => state === 'running') && last.health.shards;
    });
    expect(shards).toHaveLength(SHARDS);
  });

  it('that die are restarted: their books are requested again, their windows served, other shards untouched', async () => {
    const { test } = await TestEngine.startThread(SHARDS);
    test.carry(1, unnumberedBooks);
    test.frames(1, unnumberedBooks.map(book));
    await test.dump();
    const [kept, lost] = [unnumberedBooks.slice(0, 4), unnumberedBooks.slice(4)];
    const { port, heard } = test.window(1);
    port.post({ kind: 'watch', watch: 1, of: { what: 'ladder', target: lost[0]!.id, groupMicros: 0 } });
    const ladder =
      (phase: string) =>
      (item: unknown): boolean =>
        item instanceof Uint8Array && decodeLadderFrame(item).members[0]?.phase === phase;
    const first = await heard.until((items) => items.find(ladder('synced')) as Uint8Array | undefined);
    port.post({ kind: 'ack', watch: 1, frame: decodeLadderFrame(first).frame, delayMicros: 1 });

    test.post({ kind: 'closed', listings: [kept[0]!.id, lost[1]!.id], reason: 'market-resolved' });
    test.post({ kind: 'kill-shard', shard: 1, requested: false });
    await test.said.until(() => test.codes.includes('SHARD_EXIT'));
    const seeded = await test.said.until(() => test.all('resync')[0]);
    expect(seeded).toMatchObject({ connection: 1, reason: 'engine-restarted' });
    expect([...seeded.listings].sort()).toEqual(names(lost));
    const dead = await phases(test);
    const phasesOf = (instruments: readonly Instrument[]) => instruments.map(({ id }) => dead[id]);
    expect(phasesOf(kept)).toEqual(['closed', 'synced', 'synced', 'synced']);
    expect(phasesOf(lost)).toEqual(['recovering', 'closed', 'recovering', 'recovering']);
    const recovering = await heard.until((items) => items.find(ladder('recovering')) as Uint8Array | undefined);
    port.post({ kind: 'ack', watch: 1, frame: decodeLadderFrame(recovering).frame, delayMicros: 1 });

    test.frames(1, lost.map(book));
    const again = await phases(test);
    expect(lost.map(({ id }) => again[id])).toEqual(['synced', 'closed', 'synced', 'synced']);
    await heard.until((items) => items.filter(ladder('synced')).length >= 2);
    const shards = await test.said.until(() => {
      const last = test.all('health').at(-1)?.health.shards;
      return last?.every(({ state }) => state === 'running') && last[1]!.restarts > 0 && last;
    });
    expect(shards[0]).toMatchObject({ restarts: 0, lastError: '' });
    expect(shards[1]).toMatchObject({ restarts: 1, lastError: 'The shard stopped (it was killed).' });
  });

  it('that die have a stand-in that shows their books as recovering and answers for them', async () => {
    const { test } = await TestEngine.startThread(SHARDS);
    test.carry(1, unnumberedBooks);
    test.frames(1, unnumberedBooks.map(book));
    await test.dump();
    const [kept, lost] = [unnumberedBooks.slice(0, 4), unnumberedBooks.slice(4)];
    const { port, heard } = test.window(1);
    port.post({ kind: 'watch', watch: 1, of: { what: 'quotes', listings: names(unnumberedBooks) } });
    const rowsOf = (items: readonly (EngineToWindow | Uint8Array)[]) =>
      items.flatMap((item) => (!(item instanceof Uint8Array) && item.kind === 'quotes' ? item.rows : []));
    await heard.until((items) => rowsOf(items).length >= unnumberedBooks.length);
    test.post({ kind: 'kill-shard', shard: 1, requested: false });
    // Asked at once: whoever is in the place of the dead one then, answers.
    const dead = await phases(test);
    expect(kept.map(({ id }) => dead[id])).toEqual(['synced', 'synced', 'synced', 'synced']);
    expect(Object.keys(dead)).toHaveLength(unnumberedBooks.length);
    await test.said.until(() => test.codes.includes('SHARD_EXIT'));
    const told = await heard.until((items) => {
      const rows = rowsOf(items).filter(({ phase }) => phase === 'recovering');
      return rows.length >= lost.length && rows;
    });
    expect(told.map(({ listing, reason }) => `${listing} ${reason}`).sort()).toEqual(
      names(lost).map((listing) => `${listing} engine-restarted`),
    );
    // Not requested yet: the thread that takes the answers is still to come.
    expect(test.all('resync')).toEqual([]);
    const frames = lost.map(book);
    test.frames(1, frames);
    await test.said.until(() => test.all('resync').length > 0);
    test.frames(1, frames);
    expect(new Set(Object.values(await phases(test)))).toEqual(new Set(['synced']));
  });

  it('that die in a hand-over take their books over with the next snapshots on the connection that awaits them', async () => {
    const { test } = await TestEngine.startThread(SHARDS);
    test.carry(1, unnumberedBooks);
    test.frames(1, unnumberedBooks.map(book));
    test.connection(2, unnumberedBooks[0]!.venue, 'opened');
    const listings = unnumberedBooks.map(({ id }) => id);
    test.post({ kind: 'hand-over', connection: 2, listings });
    await test.dump();
    test.post({ kind: 'kill-shard', shard: 1, requested: false });
    const lost = unnumberedBooks.slice(4);
    const requested = (connection: number): string[] =>
      test.all('resync').flatMap((one) => (one.connection === connection ? [...one.listings] : []));
    await test.said.until(() => requested(1).length >= lost.length && requested(2).length >= lost.length);
    expect(requested(1).sort()).toEqual(names(lost));
    expect(requested(2).sort()).toEqual(names(lost));
    test.frames(1, lost.map(book));
    expect(new Set(Object.values(await phases(test)))).toEqual(new Set(['synced']));
    expect(test.all('taken-over')).toEqual([]);
    test.frames(2, lost.map(book));
    const taken = await test.said.until(() => {
      const all = test.all('taken-over').flatMap((one) => (one.connection === 2 ? [...one.listings] : []));
      return all.length >= lost.length && all;
    });
    expect(taken.sort()).toEqual(names(lost));
  });

  it('that the user restarts start again at once, and no error is logged', async () => {
    const { test } = await TestEngine.startThread(SHARDS);
    test.carry(1, unnumberedBooks);
    test.post({ kind: 'kill-shard', shard: 1, requested: true });
    await test.said.until(() => test.all('resync').length > 0);
    const [event] = test.all('event');
    expect(event?.event).toMatchObject({ level: 'info', code: 'SHARD_EXIT' });
    expect(event?.event.text).toMatch(/^Shard 1 was ended because you requested a restart\./);
    const shards = await test.said.until(() => {
      const last = test.all('health').at(-1)?.health.shards;
      return last?.[1]?.restarts === 1 && last;
    });
    expect(shards[1]).toMatchObject({ lastError: '', lastErrorMs: null });
  });

  it('that die again and again are waited for longer each time, and end the engine with the reason', async () => {
    const { test, exited } = await TestEngine.startThread(SHARDS);
    test.carry(1, unnumberedBooks);
    for (let death = 1; death <= ENGINE_CRASHES_MAX; death++) {
      test.post({ kind: 'kill-shard', shard: 0, requested: false });
      await test.said.until(() => test.codes.filter((code) => code === 'SHARD_EXIT').length === death);
      await test.said.until(() => test.all('resync').length === death);
    }
    test.post({ kind: 'kill-shard', shard: 0, requested: false });
    expect(await exited).toBe('shard 0 stopped too often (it was killed)');
  });
});

describe.each([0, 1, 2, 4])('a scanner over %i shard threads', (shards) => {
  it('has every link once, each from the shard that keeps all its members', async () => {
    const { test } = await TestEngine.startThread(shards);
    const left = Array.from({ length: 12 }, (_, at) => checked.instrument(String(at + 100)));
    const right = Array.from({ length: 12 }, (_, at) => numbered.instrument(`K${at}`));
    const links = left.map(({ id }, at): Link => {
      const members = [id, right[at]!.id].map((listing) => ({ listing, orientation: 'same' as const }));
      return { id: `link ${at}`, title: '', status: 'confirmed', members };
    });
    // Some listings are kept somewhere before they are linked, and move.
    test.carry(1, left);
    test.post({ kind: 'links', removed: [], changed: links });
    test.carry(2, right);
    test.frames(1, left.map(book));
    test.frames(
      2,
      right.map(({ symbols }, at) => numbered.snapshot(1, at + 1, symbols[0]!, [['0.45', '1.00']], [['0.30', '1.00']])),
    );
    await test.dump();
    const { port, heard } = test.window(1);
    port.post({ kind: 'watch', watch: 1, of: { what: 'spreads', link: null } });
    const rows = await heard.until((items) => {
      const all = items.flatMap((item) => (!(item instanceof Uint8Array) && item.kind === 'spreads' ? item.rows : []));
      return all.length >= links.length && all;
    });
    expect(
      rows.map(({ link, buy, sell, buyMicros, sellMicros }) => [link, buy, sell, buyMicros, sellMicros]).sort(),
    ).toEqual(links.map(({ id, members }) => [id, members[0]!.listing, members[1]!.listing, 420_000, 450_000]).sort());
  });
});
