/** The layouts of other tools: hftbacktest's .npz, read by a reader of our own and by numpy where it is there; tardis' CSV. */
import { execFileSync } from 'node:child_process';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32, gunzipSync, inflateRawSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checked, numbered } from '../../../venues/roles.ts';
import { CHECKED, NUMBERED, plainLevels, type Recording, someRecording } from './export-recording.ts';
import { ExportRun } from './export-run.ts';

const SEED = 7;
const ROW_BYTES = 64;
const EXCH = 2 ** 31;
const LOCAL = 2 ** 30;
const BUY = 2 ** 29;

let run: ExportRun;
let recording: Recording;

beforeEach(async () => {
  run = await ExportRun.create();
  recording = someRecording(SEED, 1_000);
});

afterEach(async () => {
  await run.remove();
});

const fileOf = (listing: string): string => join(run.folder, `${listing.replace(':', '_')}.npz`);

type Event = { kind: number; flags: number; exch: bigint; local: bigint; px: number; qty: number };

/** Reads an .npz by its formats' own descriptions: the zip's end record, its directory, the .npy's header. */
async function readNpz(path: string): Promise<{ header: string; events: Event[] }> {
  const zip = await readFile(path);
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  const central = zip.readUInt32LE(end + 16);
  expect(zip.toString('latin1', central, central + 4)).toBe('PK\x01\x02');
  expect(zip.toString('latin1', central + 46, central + 46 + zip.readUInt16LE(central + 28))).toBe('data.npy');
  const local = zip.readUInt32LE(central + 42);
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  const npy = inflateRawSync(zip.subarray(start, start + zip.readUInt32LE(central + 20)));
  expect(crc32(npy)).toBe(zip.readUInt32LE(central + 16));
  expect(npy.toString('latin1', 0, 8)).toBe('\x93NUMPY\x01\x00');
  const body = 10 + npy.readUInt16LE(8);
  expect(body % 64).toBe(0);
  const events: Event[] = [];
  for (let at = body; at < npy.length; at += ROW_BYTES) {
    const ev = Number(npy.readBigUInt64LE(at));
    events.push({
      kind: ev % 256,
      flags: ev,
      exch: npy.readBigInt64LE(at + 8),
      local: npy.readBigInt64LE(at + 16),
      px: npy.readDoubleLE(at + 24),
      qty: npy.readDoubleLE(at + 32),
    });
  }
  return { header: npy.toString('latin1', 10, body), events };
}

const has = ({ flags }: Event, flag: number): boolean => Math.floor(flags / flag) % 2 === 1;

function foldEvents(events: readonly Event[]): string[] {
  const levels = new Map<string, number>();
  for (const event of events) {
    if (event.kind !== 1 && event.kind !== 4) continue;
    levels.set(`${has(event, BUY) ? 'bid' : 'ask'} ${Math.round(event.px * 1e6)}`, Math.round(event.qty * 1e6));
  }
  return [...levels]
    .filter(([, size]) => size > 0)
    .map(([level, size]) => `${level} ${size}`)
    .sort();
}

describe('hftbacktest’s .npz', () => {
  it('holds every change and trade of a market, in order for both clocks', async () => {
    await run.export(recording.source(), { format: 'npz' });
    for (const [listing, book] of [
      [CHECKED, recording.checkedBook],
      [NUMBERED, recording.numberedBook],
    ] as const) {
      const { header, events } = await readNpz(fileOf(listing));
      expect(header).toContain(`'shape': (${events.length},)`);
      const local = events.filter((event) => has(event, LOCAL));
      const exch = events.filter((event) => has(event, EXCH));
      expect(exch.length).toBe(local.length);
      for (let i = 1; i < local.length; i++) expect(local[i]!.local >= local[i - 1]!.local).toBe(true);
      for (let i = 1; i < exch.length; i++) expect(exch[i]!.exch >= exch[i - 1]!.exch).toBe(true);
      expect(foldEvents(local)).toEqual(plainLevels(book));
      expect(foldEvents(exch)).toEqual(plainLevels(book));
      expect(local.filter(({ kind }) => kind === 2).length).toBe(listing === NUMBERED ? recording.trades : 0);
    }
  });

  it('names its markets in the manifest with their least latency', async () => {
    await run.export(recording.source(), { format: 'npz', tables: ['trades'] });
    const { npz } = await run.manifest();
    expect(npz?.map(({ listing, rows }) => [listing, rows])).toEqual([[NUMBERED, recording.trades]]);
    expect(npz?.[0]?.leastLatencyMicros).toBeGreaterThanOrEqual(20_000);
  });

  it.skipIf(!hasNumpy())('is read by numpy with hftbacktest’s own type', async () => {
    await run.export(recording.source(), { format: 'npz' });
    const program = [
      'import sys, json, numpy as np',
      "want = np.dtype([('ev','u8'),('exch_ts','i8'),('local_ts','i8'),('px','f8'),('qty','f8'),('order_id','u8'),('ival','i8'),('fval','f8')], align=True)",
      "data = np.load(sys.argv[1])['data']",
      "local = data[data['ev'] & (1 << 30) != 0]",
      "print(json.dumps([bool(data.dtype == want), len(data), int((local['ev'] & 0xff == 2).sum()), float(local['px'].max())]))",
    ].join('\n');
    const [isType, rows, trades, top] = JSON.parse(
      execFileSync('python3', ['-c', program, fileOf(NUMBERED)], { encoding: 'utf8' }),
    );
    const { events } = await readNpz(fileOf(NUMBERED));
    expect([isType, rows, trades]).toEqual([true, events.length, recording.trades]);
    expect(top).toBe(events.reduce((most, { px }) => Math.max(most, px), 0));
  });
});

describe('tardis’ CSV', () => {
  const read = async (file: string): Promise<string[][]> =>
    gunzipSync(await readFile(join(run.folder, file)))
      .toString()
      .trim()
      .split('\n')
      .map((line) => line.split(','));

  it('has the columns of each data type', async () => {
    await run.export(recording.source(), { format: 'tardis-csv' });
    const market = NUMBERED.slice(numbered.id.length + 1);
    const heads = await Promise.all(
      ['trades', 'incremental_book_L2', 'quotes', 'book_snapshot_25'].map(
        async (type) => (await read(`${numbered.id}_${type}_${market}.csv.gz`))[0]!,
      ),
    );
    expect(heads[0]).toEqual(['exchange', 'symbol', 'timestamp', 'local_timestamp', 'id', 'side', 'price', 'amount']);
    expect(heads[1]).toEqual([
      'exchange',
      'symbol',
      'timestamp',
      'local_timestamp',
      'is_snapshot',
      'side',
      'price',
      'amount',
    ]);
    expect(heads[2]).toEqual([
      'exchange',
      'symbol',
      'timestamp',
      'local_timestamp',
      'ask_amount',
      'ask_price',
      'bid_price',
      'bid_amount',
    ]);
    expect(heads[3]?.length).toBe(104);
    expect(heads[3]?.slice(4, 10)).toEqual([
      'asks[0].price',
      'asks[0].amount',
      'bids[0].price',
      'bids[0].amount',
      'asks[1].price',
      'asks[1].amount',
    ]);
    expect(heads[3]?.at(-1)).toBe('bids[24].amount');
  });

  it('has times of receipt that never fall, and the same rows, where the clock was set back', async () => {
    const source = recording.source();
    const types = ['trades', 'incremental_book_L2', 'quotes', 'book_snapshot_25'];
    const fileOf = (type: string): string => `${numbered.id}_${type}_${NUMBERED.slice(numbered.id.length + 1)}.csv.gz`;
    await run.export(source, { format: 'tardis-csv' });
    const before = await Promise.all(types.slice(0, 2).map((type) => read(fileOf(type))));
    await rm(run.folder, { recursive: true });
    const half = source.startMicros + (source.endMicros - source.startMicros) / 2;
    const stepped = recording.items.map((item) =>
      item.kind === 'frame' && item.receivedMicros > half
        ? { ...item, receivedMicros: item.receivedMicros - 2_000_000 }
        : item,
    );
    const items = async function* () {
      yield stepped;
    };
    await run.export({ ...source, items }, { format: 'tardis-csv' });
    const after = await Promise.all(types.map((type) => read(fileOf(type))));
    for (const [, ...rows] of after) {
      const times = rows.map((row) => Number(row[3]));
      expect(times.length).toBeGreaterThan(0);
      expect(times).toEqual([...times].sort((a, b) => a - b));
    }
    const withoutTimes = (rows: string[][]): string[][] => rows.map((row) => row.toSpliced(2, 2));
    expect(after.slice(0, 2).map(withoutTimes)).toEqual(before.map(withoutTimes));
  });

  it('puts an apostrophe before a text that begins like a formula', async () => {
    const source = recording.source();
    const listings = source.listings.map((listing) => ({ ...listing, marketId: `=1+${listing.marketId}` }));
    await run.export({ ...source, listings }, { format: 'tardis-csv', tables: ['trades'] });
    const file = (await readdir(run.folder)).find((name) => name.includes('trades'))!;
    const [, ...rows] = await read(file);
    expect(rows.length).toBe(recording.trades);
    for (const [, symbol] of rows) expect(symbol).toMatch(/^'=1\+/);
    expect(file).toMatch(/^[A-Za-z0-9._-]+$/);
  });

  it('writes no file over another, whatever markets are called', async () => {
    const source = recording.source();
    const markets = ['a:b', 'a/b', 'A_B', '../../a_b'];
    const listings = source.listings.map((listing, at) => ({ ...listing, marketId: markets[at % markets.length]! }));
    await run.export(recording.source(), { format: 'tardis-csv', tables: ['quotes'] });
    const before = (await readdir(run.folder)).length;
    await rm(run.folder, { recursive: true });
    await run.export({ ...source, listings }, { format: 'tardis-csv', tables: ['quotes'] });
    const names = await readdir(run.folder);
    expect(names).toHaveLength(before);
    expect(before).toBeGreaterThan(2);
    expect(names.every((name) => /^[A-Za-z0-9._-]+$/.test(name))).toBe(true);
    expect(await readdir(run.parent)).toEqual(['out']);
  });

  it('rebuilds the book by its own rule: a snapshot behind changes starts over, amount 0 removes', async () => {
    await run.export(recording.source(), { format: 'tardis-csv' });
    const [, ...rows] = await read(`${checked.id}_incremental_book_L2_${CHECKED.slice(checked.id.length + 1)}.csv.gz`);
    const levels = new Map<string, number>();
    let wasSnapshot = false;
    for (const [, , , , isSnapshot, side, price, amount] of rows) {
      if (isSnapshot === 'true' && !wasSnapshot) levels.clear();
      wasSnapshot = isSnapshot === 'true';
      levels.set(`${side} ${Math.round(Number(price) * 1e6)}`, Math.round(Number(amount) * 1e6));
    }
    const folded = [...levels].filter(([, size]) => size > 0).map(([level, size]) => `${level} ${size}`);
    expect(folded.sort()).toEqual(plainLevels(recording.checkedBook));
    expect((await readdir(run.folder)).every((file) => !file.includes(':'))).toBe(true);
  });
});

function hasNumpy(): boolean {
  try {
    execFileSync('python3', ['-c', 'import numpy'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
