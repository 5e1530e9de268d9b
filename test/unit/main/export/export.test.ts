/** Exports of a hand-made recording, read back by SQL and by the plainest means. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { KeyframeItem } from '../../../../src-main/session/session-item.ts';
import type { BookDump } from '../../../../src-shared/contract/main-engine.ts';
import { EXPORT_TABLES } from '../../../../src-shared/domain/session.ts';
import {
  CHECKED,
  NUMBERED,
  type PlainBook,
  plainLevels,
  Recording,
  START_MICROS,
  someRecording,
} from './export-recording.ts';
import { ExportRun } from './export-run.ts';

const SEED = 20_261_120;

let run: ExportRun;

beforeEach(async () => {
  run = await ExportRun.create();
});

afterEach(async () => {
  await run.remove();
});

describe('an export to Parquet', () => {
  it('gives the final books from book_deltas alone, by sum and by last size', async () => {
    const recording = someRecording(SEED, 3_000);
    await run.export(recording.source());
    for (const how of ['sum(change)', 'arg_max(size, seq)'] as const) {
      expect(await run.fold(CHECKED, how), how).toEqual(plainLevels(recording.checkedBook));
      expect(await run.fold(NUMBERED, how), how).toEqual(plainLevels(recording.numberedBook));
    }
  });

  it('counts what it wrote, in its result, its manifest and its files alike', async () => {
    const recording = someRecording(SEED, 1_000);
    const { tables, messages } = await run.export(recording.source());
    expect(messages).toBe(recording.frames);
    expect(tables.trades?.rows).toBe(recording.trades);
    expect(tables.events?.rows).toBe(6);
    expect(tables.markets?.rows).toBe(2);
    const manifest = await run.manifest();
    for (const table of EXPORT_TABLES) {
      const [[rows] = []] = await run.rows(`SELECT count(*) FROM read_parquet($${table}.parquet)`);
      expect(Number(rows), table).toBe(tables[table]?.rows);
      expect(manifest.tables[table]?.rows, table).toBe(tables[table]?.rows);
      const described = await run.rows(`DESCRIBE SELECT * FROM read_parquet($${table}.parquet)`);
      expect(described.map(([name, type]) => [name, type])).toEqual(
        manifest.tables[table]?.columns.map(({ name, type }) => [name, type]),
      );
    }
    expect(manifest.checks.books?.books).toBe(2);
    expect(manifest.app).toBe('Crossbook 1.2.3');
  });

  it('applies nothing behind a hole in the numbers until the next snapshot', async () => {
    const recording = new Recording(SEED);
    recording.begin();
    for (let i = 0; i < 50; i++) recording.change();
    const before = plainLevels(recording.numberedBook);
    recording.skipNumber();
    for (let i = 0; i < 50; i++) recording.change();
    await run.export(recording.source());
    expect(await run.fold(NUMBERED, 'sum(change)')).toEqual(before);
    expect(await run.fold(CHECKED, 'sum(change)')).toEqual(plainLevels(recording.checkedBook));
    expect((await run.manifest()).checks.gaps).toBe(1);
    const [last] = await run.rows(
      `SELECT state FROM read_parquet($quotes.parquet) WHERE listing = '${NUMBERED}' ORDER BY seq DESC LIMIT 1`,
    );
    expect(last).toEqual(['recovering']);
  });

  it('begins a part of the time with the books as they stood there', async () => {
    const recording = someRecording(SEED, 1_000);
    const toMicros = START_MICROS + 100_000;
    await run.export(recording.source(), { tables: ['book_deltas'], toMicros });
    const first = await run.fold(CHECKED, 'sum(change)');
    await run.export(recording.source(), {
      tables: ['book_deltas'],
      fromMicros: START_MICROS + 50_000,
      toMicros,
    });
    expect(await run.fold(CHECKED, 'sum(change)')).toEqual(first);
    const [[least, most] = []] = await run.rows(
      'SELECT min(received_time_us), max(received_time_us) FROM read_parquet($book_deltas.parquet)',
    );
    expect(Number(least)).toBeGreaterThanOrEqual(START_MICROS + 50_000);
    expect(Number(most)).toBeLessThan(toMicros);
    const kinds = await run.rows('SELECT kind FROM read_parquet($book_deltas.parquet) ORDER BY seq LIMIT 1');
    expect(kinds).toEqual([['start']]);
  });

  it('goes on from the keyframe of a recording that began while books were live', async () => {
    const recording = new Recording(SEED);
    recording.begin();
    const { items, checkedBook, numberedBook } = recording;
    items.splice(
      items.findIndex(({ kind }) => kind === 'frame'),
      2,
    );
    items.push(keyframeOf(checkedBook, numberedBook));
    for (let i = 0; i < 300; i++) recording.change();
    await run.export(recording.source(), { tables: ['book_deltas'] });
    expect(await run.fold(CHECKED, 'sum(change)')).toEqual(plainLevels(checkedBook));
    expect(await run.fold(NUMBERED, 'arg_max(size, seq)')).toEqual(plainLevels(numberedBook));
  });

  it('takes only the markets asked for', async () => {
    await run.export(someRecording(SEED, 200).source(), { listings: [NUMBERED] });
    for (const table of ['trades', 'book_deltas', 'book_snapshots', 'quotes', 'markets']) {
      const listings = await run.rows(`SELECT DISTINCT listing FROM read_parquet($${table}.parquet)`);
      expect(listings, table).toEqual([[NUMBERED]]);
    }
  });

  it('keeps the venue’s own text where asked', async () => {
    await run.export(someRecording(SEED, 500).source(), { originals: true });
    const wrong = await run.rows(
      `SELECT price, price_text FROM read_parquet($book_deltas.parquet) WHERE size_text <> '' AND price_text::DECIMAL(9,6) NOT IN (price, 1 - price)`,
    );
    expect(wrong).toEqual([]);
    const trades = await run.rows('SELECT DISTINCT price_text, size_text FROM read_parquet($trades.parquet)');
    expect(trades).toEqual([['0.4600', '2.50']]);
    const [[changes] = []] = await run.rows(
      `SELECT count(*) FROM read_parquet($book_deltas.parquet) WHERE kind = 'change' AND size_text = ''`,
    );
    expect(Number(changes)).toBe(0);
  });

  it('sorts rows into folders by the date of receipt', async () => {
    await run.export(someRecording(SEED, 500).source(), { hive: true });
    expect((await readdir(join(run.folder, 'trades'))).sort()).toEqual(['date=2026-11-20', 'date=2026-11-21']);
    const rows = await run.rows('SELECT count(*) FROM read_parquet($trades/*/*.parquet)');
    expect(Number(rows[0]?.[0])).toBe(50);
  });
});

describe('an export to text', () => {
  it('puts an apostrophe before a text that begins like a formula', async () => {
    await run.export(someRecording(SEED, 50).source(), { format: 'csv', tables: ['markets'] });
    const text = await readFile(join(run.folder, 'markets.csv'), 'utf8');
    expect(text).toContain(`"'=HYPERLINK(""x"")"`);
    expect(text).not.toMatch(/(^|,)"?=/m);
  });

  it.each(['=', '+', '-', '@', '\t', '\r', '\n', ' =', '\t@', '\n=', '＝', '＋', '－', '＠'])(
    'guards every text that begins with %j',
    async (prefix) => {
      const source = someRecording(SEED, 20).source();
      const hostile = (text: string): string => `${prefix}1+${text}`;
      const listings = source.listings.map((listing) => ({
        ...listing,
        title: hostile(listing.title),
        category: hostile(listing.category),
        outcomes: [hostile('a'), hostile('b')] as const,
      }));
      await run.export({ ...source, listings }, { format: 'csv', tables: ['markets'] });
      const file = join(run.folder, 'markets.csv');
      const rows = await run.rows(
        `SELECT COLUMNS('title|category|outcome.*') FROM read_csv('${file}', header = true, all_varchar = true)`,
      );
      const texts = rows.flat().map(String);
      expect(texts.length).toBeGreaterThanOrEqual(listings.length * 3);
      for (const text of texts) expect(text.startsWith(`'${prefix}1+`)).toBe(true);
    },
  );

  it('writes the same rows as CSV, gzip and NDJSON', async () => {
    const recording = someRecording(SEED, 100);
    const plan = { tables: ['book_deltas'] as const };
    await run.export(recording.source(), { ...plan, format: 'csv' });
    await run.export(recording.source(), { ...plan, format: 'csv.gz' });
    await run.export(recording.source(), { ...plan, format: 'ndjson' });
    const plain = await readFile(join(run.folder, 'book_deltas.csv'));
    expect(gunzipSync(await readFile(join(run.folder, 'book_deltas.csv.gz')))).toEqual(plain);
    const [head, ...lines] = plain.toString().trim().split('\n');
    const objects = (await readFile(join(run.folder, 'book_deltas.ndjson'), 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(Object.keys(objects[0]!).join()).toBe(head);
    expect(objects.length).toBe(lines.length);
    const size = head!.split(',').indexOf('size');
    expect(objects.map((row) => Number(row.size))).toEqual(lines.map((line) => Number(line.split(',')[size])));
  });
});

describe('an export that does not end well', () => {
  it('leaves nothing when it is cancelled while reading', async () => {
    const controller = new AbortController();
    const source = someRecording(SEED, 5_000).source();
    const exporting = run.export(source, {}, { signal: controller.signal, onProgress: () => controller.abort() });
    await expect(exporting).rejects.toThrow('The export was cancelled; nothing was written.');
    expect(await readdir(run.parent)).toEqual([]);
  });

  it('leaves nothing when it is cancelled while writing', async () => {
    const controller = new AbortController();
    const onProgress = (progress: number): void => {
      if (progress > 0.75) controller.abort();
    };
    const exporting = run.export(someRecording(SEED, 500).source(), {}, { signal: controller.signal, onProgress });
    await expect(exporting).rejects.toThrow('cancelled');
    expect(await readdir(run.parent)).toEqual([]);
  });

  it('leaves nothing when the recording cannot be read, and keeps what was there', async () => {
    await mkdir(run.folder);
    await writeFile(join(run.folder, 'mine.txt'), 'mine');
    const source = someRecording(SEED, 100).source();
    async function* broken() {
      yield* source.items(null);
      throw new Error('The disk is gone.');
    }
    await expect(run.export({ ...source, items: broken })).rejects.toThrow('The disk is gone.');
    expect(await readdir(run.parent)).toEqual(['out']);
    expect(await readdir(run.folder)).toEqual(['mine.txt']);
  });

  it('refuses a market that is not there, and tables a format does not have', async () => {
    const source = someRecording(SEED, 10).source();
    await expect(run.export(source, { listings: ['one:two'] })).rejects.toThrow('The session has no market one:two.');
    await expect(run.export(source, { format: 'npz', tables: ['quotes'] })).rejects.toThrow(
      'npz has trades and book_deltas only.',
    );
    await expect(run.export(source, { tables: [] })).rejects.toThrow('No table was chosen.');
    expect(await readdir(run.parent)).toEqual([]);
  });
});

describe('an export into a folder that exists', () => {
  it('adds its files and replaces its own', async () => {
    await mkdir(run.folder);
    await writeFile(join(run.folder, 'mine.txt'), 'mine');
    await run.export(someRecording(SEED, 100).source(), { tables: ['trades'] });
    await run.export(someRecording(SEED, 200).source(), { tables: ['trades'] });
    expect((await readdir(run.folder)).sort()).toEqual(['manifest.json', 'mine.txt', 'trades.parquet']);
    expect(await readdir(run.parent)).toEqual(['out']);
    const [[rows] = []] = await run.rows('SELECT count(*) FROM read_parquet($trades.parquet)');
    expect(Number(rows)).toBe(20);
  });

  it('replaces nothing that no export put there, and says so', async () => {
    const source = someRecording(SEED, 100).source();
    const photo = join(run.folder, 'trades', '2019', 'photo.jpg');
    await mkdir(join(run.folder, 'trades', '2019'), { recursive: true });
    await writeFile(photo, 'mine');
    await expect(run.export(source, { tables: ['trades'], hive: true })).rejects.toThrow(
      /holds 'trades', which no export/,
    );
    // Beside an export of ours it is no more ours than before.
    await run.export(source, { tables: ['quotes'] });
    await expect(run.export(source, { tables: ['trades'], hive: true })).rejects.toThrow(/holds 'trades'/);
    expect(await readFile(photo, 'utf8')).toBe('mine');
    expect((await readdir(run.folder)).sort()).toEqual(['manifest.json', 'quotes.parquet', 'trades']);
    expect(await readdir(run.parent)).toEqual(['out']);
  });

  it('is refused before anything is read where a manifest of somebody else is', async () => {
    await mkdir(run.folder);
    await writeFile(join(run.folder, 'manifest.json'), '{"name":"my site"}');
    await expect(run.export(someRecording(SEED, 100).source())).rejects.toThrow(/holds 'manifest.json'/);
    expect(await readFile(join(run.folder, 'manifest.json'), 'utf8')).toBe('{"name":"my site"}');
    expect(await readdir(run.parent)).toEqual(['out']);
  });

  it('replaces the folders of its own tables', async () => {
    await run.export(someRecording(SEED, 100).source(), { tables: ['trades'], hive: true });
    await run.export(someRecording(SEED, 200).source(), { tables: ['trades'], hive: true });
    const [[rows] = []] = await run.rows('SELECT count(*) FROM read_parquet($trades/*/*.parquet)');
    expect(Number(rows)).toBe(20);
  });

  it('tells progress that only grows', async () => {
    const told: number[] = [];
    await run.export(someRecording(SEED, 3_000).source(), {}, { onProgress: (progress) => told.push(progress) });
    expect(told.length).toBeGreaterThan(5);
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(told.at(-1)).toBeLessThanOrEqual(1);
  });
});

function keyframeOf(checkedBook: PlainBook, numberedBook: PlainBook): KeyframeItem {
  const books = (
    [
      [CHECKED, checkedBook],
      [NUMBERED, numberedBook],
    ] as const
  ).map(
    ([listing, { bids, asks }]): BookDump => ({
      listing,
      phase: 'synced',
      reason: 'none',
      bids: [...bids],
      asks: [...asks],
      lastEventMs: 0,
      updates: 1,
    }),
  );
  return { kind: 'keyframe', atMicros: START_MICROS, atNanos: 0, frames: 0, books };
}
