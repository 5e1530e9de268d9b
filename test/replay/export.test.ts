/** What a recorded run exports is what the engine had: its books from the changes alone, by SQL and nothing else. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openExportSource } from '../../src-main/export/export-session.ts';
import { ExportRun } from '../unit/main/export/export-run.ts';
import { type ExchangeApp, startExchangeApp } from './exchange-app.ts';

const EVENTS = 5_000;

let running: ExchangeApp;
let run: ExportRun;

beforeEach(async () => {
  running = await startExchangeApp(0);
  run = await ExportRun.create();
});

afterEach(async () => {
  await run.remove();
  await running.stop();
});

describe('an export of a recorded run', () => {
  it('rebuilds the engine’s final books from book_deltas alone, though the recording began in mid-stream', async () => {
    const { app, exchange, settled } = running;
    await exchange.advance(EVENTS);
    await settled();
    await app.recording.start([]);
    const { path } = app.recording.state!;
    await exchange.advance(EVENTS);
    const books = await settled();
    await app.recording.stop();
    const { tables } = await run.export(await openExportSource(path));
    expect(books.length).toBeGreaterThan(20);
    for (const { listing, bids, asks } of books) {
      const levels = [
        ...bids.map(([price, size]) => `bid ${price} ${size}`),
        ...asks.map(([price, size]) => `ask ${price} ${size}`),
      ].sort();
      for (const how of ['sum(change)', 'arg_max(size, seq)'] as const)
        expect(await run.fold(listing, how), `${listing} ${how}`).toEqual(levels);
    }
    const [[quotes] = []] = await run.rows('SELECT count(*) FROM read_parquet($quotes.parquet)');
    expect(Number(quotes)).toBe(tables.quotes?.rows);
  }, 120_000);
});
