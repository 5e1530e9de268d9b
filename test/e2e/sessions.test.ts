/** A recording from the first press of R to files on the disk: recorded, replayed, scrubbed, exported, found. */
import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { numbered } from '../venues/roles.ts';
import { expect, test } from './fixtures.ts';
import { Ladder } from './window/ladder.ts';
import { linkedMarket } from './window/markets.ts';
import { PageWatch } from './window/page-watch.ts';
import { runFromPalette } from './window/palette.ts';
import { ReplayBar, Sessions } from './window/sessions.ts';
import { shoot } from './window/shot.ts';

const MESSAGES = 3_000;
const RECORDED = resolve(import.meta.dirname, `../../../shared/recordings/${numbered.id}/gold15m`);
const WINDOW = 'KXGOLD15M-26AUG050800-00/2026-08-05.ndjson.gz';
const MARKETS = 'KXGOLD15M-26AUG050800.json';

test('the user records, replays at ten times the speed, scrubs, exports with progress and finds the files', async ({
  exchange,
  open,
}) => {
  test.setTimeout(180_000);
  const { page } = await open('linked');
  const sessions = new Sessions(page);
  const { title } = linkedMarket(exchange);
  await new Ladder(page).isLive(title);
  await sessions.open();
  await expect(page.getByText('Nothing recorded yet')).toBeVisible();
  await shoot(page, '30-sessions-empty');

  await page.keyboard.press('r');
  const record = page.getByRole('button', { name: /^REC/ });
  await expect(record).toHaveAttribute('data-recording', 'true');
  await expect(sessions.rows().first()).toHaveAttribute('data-state', 'recording');
  await expect
    .poll(async () => Number((await sessions.rows().first().locator('td').nth(7).innerText()).replaceAll(',', '')))
    .toBeGreaterThan(MESSAGES);
  await shoot(page, '31-recording');
  await page.keyboard.press('r');
  await expect(record).not.toHaveAttribute('data-recording', 'true');
  await expect(sessions.rows().first()).toHaveAttribute('data-state', 'whole');

  await sessions.rows().first().getByLabel('Name of the session').fill('Fed decision');
  await page.keyboard.press('Enter');
  await sessions.rows().first().getByLabel('Note on the session').fill('Before the announcement');
  await page.keyboard.press('Enter');
  await expect(sessions.rows().first()).toBeFocused();

  const replay = await sessions.replay();
  const watch = new PageWatch(replay);
  const bar = new ReplayBar(replay);
  const ladder = new Ladder(replay);
  await ladder.isLive(title);
  expect(await bar.message()).toBe(0);
  await replay.keyboard.press('p');
  await expect(bar.control('Pause')).toBeVisible();
  await ladder.moves(2);
  await bar.speed.selectOption('10');
  await expect.poll(() => bar.message()).toBeGreaterThan(0);
  const before = await bar.message();
  await expect.poll(() => bar.message()).toBeGreaterThan(before + 200);
  await shoot(replay, '32-replay');
  // Ten times as fast it may have come to its end meanwhile; slowly it stays near its beginning while that is looked at.
  await bar.speed.selectOption('0.25');
  await replay.keyboard.press('Shift+Home');
  await expect.poll(() => bar.message()).toBeLessThan(before);
  // It stands still while it goes there, and then plays on if it did before.
  await expect(async () => {
    if (await bar.control('Pause').isVisible()) await replay.keyboard.press('p');
    await expect(bar.control('Play')).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 30_000 });
  const paused = await bar.message();
  await replay.keyboard.press('.');
  await expect.poll(() => bar.message()).toBe(paused + 1);
  await replay.keyboard.press('>');
  await expect.poll(() => bar.message()).toBeGreaterThan(paused + 1);

  const box = (await bar.timeline.boundingBox())!;
  const at = (share: number): [number, number] => [box.x + box.width * share, box.y + box.height / 2];
  await replay.mouse.move(...at(0.2));
  await replay.mouse.down();
  await replay.mouse.move(...at(0.6), { steps: 8 });
  await expect.poll(() => bar.message()).toBeGreaterThan(paused + 100);
  await shoot(replay, '33-replay-scrub');
  await replay.mouse.up();
  await ladder.isLive(title);
  const scrubbed = await bar.message();
  await replay.keyboard.press('Shift+Home');
  await expect.poll(() => bar.message()).toBeLessThan(scrubbed);
  await runFromPalette(replay, 'Theme: light');
  await replay.keyboard.press('Shift+End');
  await expect(bar.control('Play again')).toBeVisible();
  await shoot(replay, '34-replay-light');
  expect(watch.problems()).toEqual([]);
  await replay.close();

  await sessions.action('Export').click();
  const dialog = page.getByRole('dialog', { name: 'Export Fed decision' });
  await expect(dialog.getByRole('combobox', { name: 'Format' })).toHaveValue('parquet');
  await dialog.getByRole('checkbox', { name: 'All markets' }).uncheck();
  await dialog.getByRole('checkbox', { name: 'The whole session' }).uncheck();
  await expect(dialog.getByRole('button', { name: 'Export' })).toBeDisabled();
  await shoot(page, '35-export-dialog');
  await dialog.getByRole('checkbox', { name: 'All markets' }).check();
  await dialog.getByRole('checkbox', { name: 'The whole session' }).check();
  await dialog.getByRole('button', { name: 'Export' }).click();
  await expect(sessions.job('Export').getByRole('progressbar')).toBeVisible();
  await shoot(page, '36-exporting');
  await expect(sessions.job('Export')).toHaveAttribute('data-job-state', 'done');
  const folder = await sessions.job('Export').locator('.job-path').innerText();
  expect(await readdir(folder)).toContain('book_deltas.parquet');
  const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as {
    tables: { trades: { rows: number } };
    checks: { messages: number; books: { books: number } };
  };
  expect(manifest.checks.messages).toBeGreaterThan(MESSAGES);
  expect(manifest.checks.books.books).toBeGreaterThan(10);
  const [[trades] = []] = await query(`SELECT count(*) FROM '${join(folder, 'trades.parquet')}'`);
  expect(Number(trades)).toBe(manifest.tables.trades.rows);

  await sessions.rows().first().focus();
  await page.keyboard.press('e');
  await page.getByRole('combobox', { name: 'Format' }).selectOption('raw.zst');
  await page.getByRole('dialog').getByRole('button', { name: 'Export' }).click();
  await expect(sessions.job('raw.zst')).toHaveAttribute('data-job-state', 'done');
  const raw = await sessions.job('raw.zst').locator('.job-path').innerText();
  const file = (await readdir(raw)).find((name) => name.endsWith('.raw.ndjson.zst'))!;
  expect((await stat(join(raw, file))).size).toBeGreaterThan(10_000);
  await page.getByRole('button', { name: 'Import a recording' }).click();
  await page.getByLabel('Path of the file').fill(join(raw, file));
  await shoot(page, '37-import');
  await page.getByRole('dialog').getByRole('button', { name: 'Import' }).click();
  await expect(sessions.job('Import')).toHaveAttribute('data-job-state', 'done');
  await expect(sessions.rows()).toHaveCount(2);
  await shoot(page, '38-sessions');

  await sessions.rows().last().focus();
  await page.keyboard.press('Delete');
  await expect(sessions.rows()).toHaveCount(1);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(sessions.rows()).toHaveCount(2);
  await runFromPalette(page, 'Theme: light');
  await shoot(page, '39-sessions-light');
  expect(basename(folder)).toContain('parquet');
});

/** What stands in the lines, counted without any of Crossbook's own code. */
async function countLines(path: string): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = { lines: 0 };
  for (const line of gunzipSync(await readFile(path))
    .toString()
    .trim()
    .split('\n')) {
    const { event } = JSON.parse(line) as { event: { type: string } };
    counts[event.type] = (counts[event.type] ?? 0) + 1;
    counts.lines!++;
  }
  return counts;
}

test('a recording of others is imported, replayed with its ladder moving, and exported with the right counts', async ({
  open,
}) => {
  test.skip(!existsSync(RECORDED), 'needs ../shared/recordings');
  test.setTimeout(180_000);
  const counts = await countLines(join(RECORDED, WINDOW));
  const { page } = await open('demo');
  const sessions = new Sessions(page);
  await sessions.open();
  await page.getByRole('button', { name: 'Import a recording' }).click();
  await page.getByLabel('Path of the file').fill(join(RECORDED, WINDOW));
  await page.getByLabel(/^Titles/).fill(join(RECORDED, MARKETS));
  await page.getByRole('dialog').getByRole('button', { name: 'Import' }).click();
  await expect(sessions.job('Import')).toHaveAttribute('data-job-state', 'done', { timeout: 60_000 });

  const replay = await sessions.replay();
  await replay.setViewportSize({ width: 1920, height: 1080 });
  const watch = new PageWatch(replay);
  const bar = new ReplayBar(replay);
  const ladder = new Ladder(replay);
  await expect(ladder.title).toHaveText(/gold/i);
  await bar.timeline.click();
  await ladder.isSynced(numbered.id);
  await bar.speed.selectOption('10');
  await replay.keyboard.press('p');
  await ladder.moves(5);
  await shoot(replay, '40-imported');
  expect(watch.problems()).toEqual([]);
  await replay.close();

  await sessions.action('Export').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Export' }).click();
  await expect(sessions.job('Export')).toHaveAttribute('data-job-state', 'done', { timeout: 60_000 });
  const folder = await sessions.job('Export').locator('.job-path').innerText();
  const of = (file: string): string => `'${join(folder, file)}'`;
  const [[trades] = []] = await query(`SELECT count(*) FROM ${of('trades.parquet')}`);
  const [[deltas] = []] = await query(`SELECT count(*) FROM ${of('book_deltas.parquet')} WHERE kind = 'change'`);
  const { checks } = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as {
    checks: { messages: number; problems: number; gaps: number };
  };
  expect(checks).toMatchObject({ messages: counts.lines, problems: 0, gaps: 0 });
  expect(Number(trades)).toBe(counts.trade);
  expect(Number(deltas)).toBe(counts.orderbook_delta);
});

async function query(sql: string): Promise<readonly (readonly unknown[])[]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    return (await connection.runAndReadAll(sql)).getRows();
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
