/** All markets known, and who hears of changes. */
import { mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  Catalog,
  type CatalogChange,
  ENDED_KEPT_MS,
  type ListPart,
  type MarketList,
  type PutOptions,
} from '../../../../src-main/catalog/catalog.ts';
import { CatalogReader } from '../../../../src-main/catalog/catalog-store.ts';
import { FOLLOWED, LINKED } from '../../../../src-main/catalog/market-columns.ts';
import { searchQuery } from '../../../../src-main/catalog/market-pages.ts';
import { matchMarkets } from '../../../../src-main/catalog/market-query.ts';
import type { Listing } from '../../../../src-shared/domain/listing.ts';
import { uniformGrid } from '../../../../src-shared/domain/price-grid.ts';
import type { Millis } from '../../../../src-shared/domain/time.ts';
import { listing } from '../../listings.ts';

const NOW_MS = 1_775_000_000_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
/** Met by a page of a walk, and asked for by its id. */
const met: PutOptions = { nowMs: NOW_MS, walk: 1 };
const asked: PutOptions = { nowMs: NOW_MS, walk: 0 };
const whole: ListPart = { from: 0, limit: 10 };

function withCatalog(): { readonly catalog: Catalog; readonly changes: CatalogChange[] } {
  const catalog = Catalog.open(null, NOW_MS);
  const changes: CatalogChange[] = [];
  catalog.onChange = (change) => changes.push(change);
  return { catalog, changes };
}

describe('catalog', () => {
  it('tells what is new in one group, and each listing once', () => {
    const { catalog, changes } = withCatalog();
    catalog.put([listing('one', 'a'), listing('one', 'b')], met);
    catalog.put([listing('one', 'b'), listing('two', 'c')], met);
    expect(changes.map(({ added, changed }) => [added.map(({ id }) => id), changed])).toEqual([
      [['one:a', 'one:b'], []],
      [['two:c'], []],
    ]);
    expect([catalog.size, catalog.get('two:c')?.title]).toEqual([3, 'Market c']);
  });

  it('takes new facts, and tells of those that can be seen', () => {
    const { catalog, changes } = withCatalog();
    catalog.put([listing('one', 'a')], met);
    catalog.put([listing('one', 'a', { volume24h: 500 })], met);
    expect([changes.length, catalog.get('one:a')?.volume24h]).toEqual([1, 500]);
    for (const facts of [
      { title: 'Another title' },
      { closeTimeMs: 1_775_000_000_000 as Millis },
      { priceGrid: uniformGrid(1_000) },
      { status: 'paused' as const },
    ]) {
      catalog.put([{ ...catalog.get('one:a')!, ...facts }], met);
      expect(changes.at(-1)).toEqual({ added: [], changed: [catalog.get('one:a')], removed: [] });
      expect(catalog.get('one:a')).toMatchObject(facts);
    }
    expect(changes.length).toBe(5);
  });

  it('says nothing when nothing changed', () => {
    const { catalog, changes } = withCatalog();
    catalog.put([listing('one', 'a')], met);
    catalog.put([listing('one', 'a')], met);
    catalog.put([], met);
    expect(changes.length).toBe(1);
  });

  it('amends what it knows, and says what it does not know', () => {
    const { catalog, changes } = withCatalog();
    catalog.put([listing('one', 'a')], met);
    expect(catalog.amend('one:a', { status: 'resolved', resolution: 'yes' }, NOW_MS)).toBe(true);
    expect(catalog.get('one:a')).toMatchObject({ status: 'resolved', resolution: 'yes', title: 'Market a' });
    expect(changes.length).toBe(2);
    expect(catalog.amend('one:z', { status: 'closed' }, NOW_MS)).toBe(false);
    expect(catalog.size).toBe(1);
  });

  it('keeps a resolved market resolved when a page still calls it open', () => {
    const { catalog, changes } = withCatalog();
    catalog.put([listing('one', 'a')], met);
    catalog.amend('one:a', { status: 'resolved', resolution: 'no' }, NOW_MS);
    for (const status of ['open', 'paused'] as const) catalog.put([listing('one', 'a', { status, volume24h: 9 })], met);
    expect(catalog.get('one:a')).toMatchObject({ status: 'resolved', resolution: 'no', volume24h: 9 });
    expect(changes.length).toBe(2);
  });

  it('lets a disputed result go back, and takes another one', () => {
    const { catalog } = withCatalog();
    catalog.put([listing('one', 'a', { status: 'resolved', resolution: 'yes' })], met);
    catalog.put([listing('one', 'a', { status: 'closed' })], met);
    expect(catalog.get('one:a')).toMatchObject({ status: 'closed', resolution: null });
    catalog.put([listing('one', 'a', { status: 'resolved', resolution: 'no' })], met);
    expect(catalog.get('one:a')?.resolution).toBe('no');
  });

  it('keeps a closed market closed while a cached page calls it open, and opens it when the venue says so', () => {
    const { catalog, changes } = withCatalog();
    catalog.put([listing('one', 'a', { status: 'closed' })], met);
    catalog.put([listing('one', 'a')], { nowMs: NOW_MS + 60_000, walk: 2 });
    expect(catalog.get('one:a')?.status).toBe('closed');
    catalog.put([listing('one', 'a')], { nowMs: NOW_MS + 60_000, walk: 0 });
    expect([catalog.get('one:a')?.status, changes.at(-1)?.changed.length]).toEqual(['open', 1]);
    catalog.amend('one:a', { status: 'closed' }, NOW_MS + 61_000);
    catalog.put([listing('one', 'a')], { nowMs: NOW_MS + HOUR_MS / 2, walk: 3 });
    expect(catalog.get('one:a')?.status).toBe('open');
  });

  it('keeps a grid that the stream told while a cached page names the old one, and takes what is said later on', () => {
    const { catalog, changes } = withCatalog();
    const [old, fine, finest] = [uniformGrid(10_000), uniformGrid(1_000), uniformGrid(100)];
    catalog.put([listing('one', 'a', { priceGrid: old })], met);
    catalog.amend('one:a', { priceGrid: fine }, NOW_MS);
    expect([catalog.get('one:a')?.priceGrid, changes.length]).toEqual([fine, 2]);
    const page = (minutes: number): PutOptions => ({ nowMs: NOW_MS + minutes * MINUTE_MS, walk: 1 + minutes });
    catalog.put([listing('one', 'a', { priceGrid: old })], page(1));
    expect([catalog.get('one:a')?.priceGrid, changes.length]).toEqual([fine, 2]);
    // Other words and with them another row: what the stream told is known still.
    catalog.put([listing('one', 'a', { priceGrid: old, title: 'Renamed' })], page(2));
    catalog.put([listing('one', 'a', { priceGrid: old, title: 'Renamed' })], page(4));
    expect(catalog.get('one:a')).toMatchObject({ priceGrid: fine, title: 'Renamed' });
    catalog.put([listing('one', 'a', { priceGrid: finest, title: 'Renamed' })], page(5));
    expect(catalog.get('one:a')?.priceGrid).toEqual(finest);
    catalog.put([listing('one', 'b', { priceGrid: old })], met);
    catalog.put([listing('one', 'b', { priceGrid: fine })], page(1));
    expect(catalog.get('one:b')?.priceGrid).toEqual(fine);
  });

  it('tells which markets a walk did not meet, and drops them when the venue was asked twice and knows nothing', () => {
    const { catalog, changes } = withCatalog();
    catalog.put([listing('one', 'a'), listing('one', 'b'), listing('one', 'c', { status: 'closed' })], met);
    catalog.put([listing('two', 'd')], met);
    catalog.put([listing('one', 'a')], { nowMs: NOW_MS, walk: 2 });
    expect(catalog.walked('one', 2, NOW_MS, whole)).toEqual({ marketIds: ['b'], next: 0 });
    catalog.unknown('one:b');
    expect(catalog.get('one:b')).toBeDefined();
    // It is there again: the count starts over.
    catalog.put([listing('one', 'b')], asked);
    catalog.unknown('one:b');
    catalog.unknown('one:b');
    expect([catalog.get('one:b'), catalog.size]).toEqual([undefined, 3]);
    expect(changes.at(-1)).toEqual({ added: [], changed: [], removed: ['one:b'] });
  });

  it('tells which markets should have closed in the meantime', () => {
    const { catalog } = withCatalog();
    const closes = (hours: number): Partial<Listing> => ({ closeTimeMs: (NOW_MS + hours * HOUR_MS) as Millis });
    catalog.put([listing('one', 'a', closes(1)), listing('one', 'b', closes(3)), listing('one', 'c')], met);
    catalog.put(
      [listing('two', 'd', closes(1)), listing('one', 'e', { ...closes(1), status: 'resolved', resolution: 'no' })],
      met,
    );
    const due = (hours: number, part: ListPart): MarketList =>
      catalog.dueBetween('one', NOW_MS, NOW_MS + hours * HOUR_MS, part);
    expect(due(2, whole)).toEqual({ marketIds: ['a'], next: 0 });
    expect(due(3, whole)).toEqual({ marketIds: ['a', 'b'], next: 0 });
    const first = due(3, { from: 0, limit: 1 });
    expect(first.marketIds).toEqual(['a']);
    expect(due(3, { from: first.next, limit: 1 })).toEqual({ marketIds: ['b'], next: 0 });
  });

  it('tells of a market that ended without a result again and again, after growing pauses, until the result is known', () => {
    const { catalog } = withCatalog();
    catalog.put([listing('one', 'a', { status: 'closed' }), listing('one', 'b', { status: 'closed' })], met);
    catalog.put([listing('one', 'c', { status: 'resolved', resolution: 'no' })], met);
    catalog.amend('one:b', { status: 'resolved', resolution: 'yes' }, NOW_MS + 1);
    const dueFrom = (venue: string, fromMs: number, toMs: number): readonly string[] =>
      catalog.dueBetween(venue, fromMs, toMs, whole).marketIds;
    const asked: number[] = [];
    for (let minute = 1; minute <= 130; minute++) {
      const due = dueFrom('one', NOW_MS + (minute - 1) * MINUTE_MS, NOW_MS + minute * MINUTE_MS);
      if (due.includes('a')) asked.push(minute);
      expect(due).not.toContain('b');
      expect(due).not.toContain('c');
    }
    expect(asked).toEqual([1, 3, 7, 15, 31, 61, 91, 121]);
    // Nobody looked for a while: it is asked about once.
    expect(dueFrom('one', NOW_MS, NOW_MS + 9 * HOUR_MS)).toEqual(['a']);
    expect(dueFrom('two', NOW_MS, NOW_MS + 9 * HOUR_MS)).toEqual([]);
  });

  it('keeps a market that ended though the venue says that it does not know it', () => {
    const { catalog } = withCatalog();
    catalog.put([listing('one', 'a', { status: 'closed' })], met);
    for (let times = 0; times < 3; times++) catalog.unknown('one:a');
    expect(catalog.get('one:a')?.status).toBe('closed');
  });

  it('removes markets some time after they ended, unless they are followed or linked', () => {
    const { catalog } = withCatalog();
    catalog.put(
      ['a', 'b', 'c'].map((id) => listing('one', id, { status: 'resolved' })),
      met,
    );
    catalog.put([listing('one', 'd')], met);
    catalog.columns.mark(FOLLOWED, [catalog.rowOf('one:b')]);
    catalog.columns.mark(LINKED, [catalog.rowOf('one:c')]);
    catalog.removeEnded(NOW_MS + ENDED_KEPT_MS - 1);
    expect(catalog.size).toBe(4);
    catalog.removeEnded(NOW_MS + ENDED_KEPT_MS);
    expect(['a', 'b', 'c', 'd'].filter((id) => catalog.get(`one:${id}`))).toEqual(['b', 'c', 'd']);
  });
});

describe('a catalogue that was made compact', () => {
  const found = (catalog: Catalog, text: string): number =>
    matchMarkets(catalog, searchQuery({ text, venues: [], limit: 9 }), NOW_MS).total;
  const stones = {
    a: 'Quartz',
    b: 'Obsidian',
    c: 'Marble',
    d: 'Basalt',
    e: 'Granite',
    f: 'Pumice',
    g: 'Gneiss',
    h: 'Flint',
  };
  const named = (id: keyof typeof stones): Listing => listing('one', id, { title: stones[id] });

  it('knows no word and keeps no row of what is gone, and all of what is there', () => {
    const { catalog } = withCatalog();
    catalog.put((['a', 'b', 'c', 'd', 'e'] as const).map(named), met);
    catalog.put([listing('one', 'c', { title: 'Slate' })], met);
    const rows = catalog.columns.rowCount;
    const terms = catalog.words.size;
    catalog.columns.mark(FOLLOWED, [catalog.rowOf('one:e')]);
    expect(catalog.compact(1)).toBe(false);
    for (const id of ['a', 'b', 'd']) catalog.amend(`one:${id}`, { status: 'resolved', resolution: 'yes' }, NOW_MS);
    catalog.removeEnded(NOW_MS + ENDED_KEPT_MS);
    expect(catalog.compact(9)).toBe(false);
    expect(catalog.compact(1)).toBe(true);
    expect(catalog.words.size).toBeLessThan(terms);
    catalog.put((['f', 'g', 'h'] as const).map(named), met);
    expect(catalog.columns.rowCount).toBe(rows);
    const counts = ['quartz', 'marble', 'slate', 'granite', 'pumice', 'flint'].map((text) => found(catalog, text));
    expect(counts).toEqual([0, 0, 1, 1, 1, 1]);
    expect((catalog.columns.flags[catalog.rowOf('one:e')]! & FOLLOWED) !== 0).toBe(true);
    expect((catalog.columns.flags[catalog.rowOf('one:f')]! & FOLLOWED) !== 0).toBe(false);
    expect(catalog.compact(1)).toBe(false);
  });
});

describe('a catalogue that is kept', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'crossbook-catalog-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  const file = (): string => join(folder, 'cache', 'catalog.sqlite');
  const words = (catalog: Catalog, text: string): number =>
    matchMarkets(catalog, searchQuery({ text, venues: [], limit: 9 }), NOW_MS).total;

  it('is there again at the next start: facts, words, states, walks', () => {
    const first = Catalog.open(file(), NOW_MS);
    const markets = [
      listing('one', 'a', { title: 'Rain in London', tags: ['Rain', 'UK'], volume24h: 7, rules: 'It rains.' }),
      listing('one', 'b', { title: 'Snow', status: 'resolved', resolution: 'no' }),
    ];
    first.put([...markets, listing('one', 'c', { title: 'Vanished' })], met);
    first.put([listing('one', 'a', { ...markets[0], volume24h: 9 })], met);
    first.unknown('one:c');
    first.unknown('one:c');
    first.walked('one', 1, NOW_MS, whole);
    first.close();
    const second = Catalog.open(file(), NOW_MS);
    expect([second.problem, second.size]).toEqual(['', 2]);
    expect(second.get('one:a')).toEqual({ ...markets[0], volume24h: 9 });
    expect(second.get('one:b')).toEqual(markets[1]);
    expect([words(second, 'london'), words(second, 'vanished')]).toEqual([1, 0]);
    expect(second.walks()).toEqual([{ venue: 'one', completed: NOW_MS, markets: 2 }]);
    // The place of the one that is gone is used again, and nothing of it is left.
    second.put([listing('one', 'd', { title: 'New' })], met);
    expect([words(second, 'new'), words(second, 'snow'), second.size]).toEqual([1, 1, 3]);
    second.removeEnded(NOW_MS + ENDED_KEPT_MS);
    expect(second.get('one:b')).toBeUndefined();
    second.close();
  });

  it.each([
    ['no database', async () => writeFile(file(), 'x'.repeat(9_000))],
    ['cut off', async () => truncate(file(), 9_000)],
    ['of another version', async () => setVersion(99)],
    ['of an old schema, without a version', async () => oldSchema()],
    ['overwritten in its middle', async () => overwrite(0.4)],
    ['overwritten at its beginning', async () => overwrite(0)],
    ['a folder', async () => replaceByFolder()],
  ])('is set aside when the file is %s, and is rebuilt with a sentence', async (_what, spoil) => {
    const first = Catalog.open(file(), NOW_MS);
    first.put(
      Array.from({ length: 200 }, (_, at) => listing('one', String(at))),
      met,
    );
    first.close();
    await spoil();
    const second = Catalog.open(file(), NOW_MS);
    expect(second.problem).toContain('set aside');
    expect(second.size).toBe(0);
    second.put([listing('one', 'a')], met);
    second.close();
    expect((await readdir(join(folder, 'cache'))).some((name) => name.includes('.broken-'))).toBe(true);
    const third = Catalog.open(file(), NOW_MS);
    expect([third.problem, third.size]).toEqual(['', 1]);
    third.close();
  });

  it('is left alone when another program uses the file, and is then held in memory', async () => {
    const first = Catalog.open(file(), NOW_MS);
    first.put([listing('one', 'a')], met);
    first.close();
    const other = new DatabaseSync(file());
    other.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
    const before = await readdir(join(folder, 'cache'));
    const second = Catalog.open(file(), NOW_MS);
    expect(second.problem).toBe(
      'The list of markets cannot be kept (database is locked); it is held in memory and discovered again at every start.',
    );
    second.put([listing('one', 'b')], met);
    expect(second.size).toBe(1);
    second.close();
    expect(await readdir(join(folder, 'cache'))).toEqual(before);
    other.exec('COMMIT');
    other.close();
    const third = Catalog.open(file(), NOW_MS);
    expect([third.problem, third.get('one:a')?.id, third.size]).toEqual(['', 'one:a', 1]);
    third.close();
  });

  it('is held in memory where no file can be, and says so', async () => {
    await writeFile(join(folder, 'cache'), 'a file in the place of the folder');
    const catalog = Catalog.open(file(), NOW_MS);
    expect(catalog.problem).toContain('cannot be kept');
    catalog.put([listing('one', 'a')], met);
    expect(catalog.size).toBe(1);
    catalog.close();
  });

  it('can be read from another thread while it is kept, from change to change', () => {
    const catalog = Catalog.open(file(), NOW_MS);
    catalog.put([listing('one', 'a'), listing('one', 'b')], met);
    const reader = new CatalogReader(file());
    const first = reader.changedSince(0, 10);
    expect(first.map((one) => one.listing.id)).toEqual(['one:a', 'one:b']);
    catalog.put([listing('one', 'a', { title: 'Other' }), listing('one', 'b', { volume24h: 5 })], met);
    const next = reader.changedSince(first.at(-1)!.change, 10);
    expect(next.map((one) => one.listing.title)).toEqual(['Other']);
    expect(reader.changedSince(0, 1).length).toBe(1);
    reader.close();
    catalog.close();
  });

  it('keeps labels apart whatever characters a venue puts into them', () => {
    const hostile = listing('one', 'A', { category: 'Sports\u001eX', tags: ['a\u001fb', 'c\nd'] });
    const other = listing('two', 'B', { category: 'Politics', tags: ['e'] });
    const first = Catalog.open(file(), 0);
    first.put([hostile, other], { nowMs: 0, walk: 0 });
    first.close();
    const again = Catalog.open(file(), 0);
    const row = again.rowOf(other.id);
    expect(again.columns.venue[row]).toBe(again.columns.venues.idOf('two'));
    expect(again.columns.category[row]).toBe(again.columns.categories.idOf('Politics'));
    again.close();
  });

  async function oldSchema(): Promise<void> {
    await rm(file());
    const database = new DatabaseSync(file());
    database.exec('CREATE TABLE markets (id TEXT PRIMARY KEY, json TEXT)');
    database.close();
  }

  async function overwrite(from: number): Promise<void> {
    const bytes = await readFile(file());
    await writeFile(file(), bytes.fill(0x5a, Math.floor(bytes.length * from), Math.floor(bytes.length * (from + 0.5))));
  }

  async function replaceByFolder(): Promise<void> {
    await rm(file());
    await mkdir(join(file(), 'in it'), { recursive: true });
  }

  function setVersion(version: number): void {
    const database = new DatabaseSync(file());
    database.exec(`PRAGMA user_version = ${version}`);
    database.close();
  }
});
