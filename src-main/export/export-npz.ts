/**
 * hftbacktest's events: one .npz a market with the array `data`.
 *
 * Fields and flags as in py-hftbacktest's types.py (2.x): ev u64, exch_ts and local_ts i64 in ns, px and qty f64, order_id u64, ival i64,
 * fval f64. An event whose order differs between the venue's clock and ours stands twice, once for each (correct_event_order); where the
 * venue gives no time, ours is taken. A snapshot's vanished levels come first, with quantity 0, so no clear event is needed.
 */
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { DELTA_KIND } from '../../src-shared/contract/tables.ts';
import { SafeNames } from '../base/safe-name.ts';
import { writeNpz } from './npz-file.ts';

const DEPTH = 1;
const TRADE = 2;
const DEPTH_SNAPSHOT = 4;
const EXCH = 2 ** 31;
const LOCAL = 2 ** 30;
const BUY = 2 ** 29;
const SELL = 2 ** 28;

const DESCR =
  "[('ev', '<u8'), ('exch_ts', '<i8'), ('local_ts', '<i8'), ('px', '<f8'), ('qty', '<f8'), ('order_id', '<u8'), ('ival', '<i8'), ('fval', '<f8')]";
const ROW_BYTES = 64;
const MICROS = 1_000_000;
const NANOS_PER_MICRO = 1_000n;

/** Events of one market as columns, in order of receipt. */
type Events = { kind: number[]; exch: number[]; local: number[]; px: number[]; qty: number[] };

export type NpzFile = {
  readonly file: string;
  readonly listing: string;
  readonly rows: number;
  /** Negative: a clock is wrong, and hftbacktest's correct_local_timestamp should be used. */
  readonly leastLatencyMicros: number;
};

/** Writes every market that has events. */
export async function writeNpzFiles(
  connection: DuckDBConnection,
  folder: string,
  tables: readonly string[],
  onFile: (done: number, all: number) => void,
): Promise<readonly NpzFile[]> {
  const parts: string[] = [];
  if (tables.includes('book_deltas'))
    parts.push(
      `SELECT seq, listing, received, venue_time, price, size, CASE WHEN kind IN (${DELTA_KIND.start}, ${DELTA_KIND.snapshot}) AND size > 0 THEN ${DEPTH_SNAPSHOT} ELSE ${DEPTH} END + CASE side WHEN 0 THEN ${BUY} ELSE ${SELL} END AS ev FROM book_deltas`,
    );
  if (tables.includes('trades'))
    parts.push(
      `SELECT seq, listing, received, venue_time, price, size, ${TRADE} + CASE taker WHEN 0 THEN ${BUY} ELSE ${SELL} END AS ev FROM trades`,
    );
  await connection.run(`CREATE TABLE npz AS ${parts.join(' UNION ALL ')} ORDER BY listing, seq`);
  const markets = (
    await connection.runAndReadAll(
      'SELECT DISTINCT l.number, l.id FROM npz JOIN listings l ON l.number = npz.listing ORDER BY 1',
    )
  ).getRows();
  const files: NpzFile[] = [];
  const names = new SafeNames();
  for (const [number, id] of markets) {
    const events = await readEvents(connection, Number(number));
    const file = `${names.of(String(id))}.npz`;
    const { rows, bytes } = eventRows(events);
    await writeNpz(join(folder, file), 'data', DESCR, rows, bytes);
    const leastLatencyMicros = events.local.reduce(
      (least, local, i) => Math.min(least, local - events.exch[i]!),
      Number.POSITIVE_INFINITY,
    );
    files.push({ file, listing: String(id), rows, leastLatencyMicros });
    onFile(files.length, markets.length);
  }
  return files;
}

async function readEvents(connection: DuckDBConnection, listing: number): Promise<Events> {
  const sql = `SELECT ev::DOUBLE, CASE WHEN isnan(venue_time) THEN received ELSE venue_time END, received, price, size FROM npz WHERE listing = ${listing} ORDER BY seq`;
  const columns = (await connection.runAndReadAll(sql)).getColumns() as number[][];
  const [kind = [], exch = [], local = [], px = [], qty = []] = columns;
  return { kind, exch, local, px, qty };
}

/** The array's bytes: events in one order that is right for both clocks. */
function eventRows(events: Events): { rows: number; bytes: Uint8Array } {
  const count = events.kind.length;
  const byExch = Uint32Array.from({ length: count }, (_, i) => i).sort(
    (a, b) => events.exch[a]! - events.exch[b]! || a - b,
  );
  const byLocal = Uint32Array.from({ length: count }, (_, i) => i).sort(
    (a, b) => events.local[a]! - events.local[b]! || a - b,
  );
  const view = new DataView(new ArrayBuffer(count * 2 * ROW_BYTES));
  let rows = 0;
  const write = (event: number, flags: number): void => {
    const at = rows++ * ROW_BYTES;
    view.setBigUint64(at, BigInt(events.kind[event]! + flags), true);
    view.setBigInt64(at + 8, BigInt(events.exch[event]!) * NANOS_PER_MICRO, true);
    view.setBigInt64(at + 16, BigInt(events.local[event]!) * NANOS_PER_MICRO, true);
    view.setFloat64(at + 24, events.px[event]! / MICROS, true);
    view.setFloat64(at + 32, events.qty[event]! / MICROS, true);
  };
  let e = 0;
  let l = 0;
  while (e < count || l < count) {
    const exch = byExch[e];
    const local = byLocal[l];
    if (exch !== undefined && exch === local) {
      write(exch, EXCH + LOCAL);
      e++;
      l++;
    } else if (exch !== undefined && (local === undefined || comesFirst(events, exch, local))) {
      write(exch, EXCH);
      e++;
    } else {
      write(local!, LOCAL);
      l++;
    }
  }
  return { rows, bytes: new Uint8Array(view.buffer, 0, rows * ROW_BYTES) };
}

/** Whether the venue's next event is written before our next one. */
function comesFirst({ exch, local }: Events, atVenue: number, here: number): boolean {
  return exch[atVenue]! - exch[here]! < 0 || (exch[atVenue] === exch[here] && local[atVenue]! <= local[here]!);
}
