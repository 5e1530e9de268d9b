/** The first minute: the window opens, shows its mode, finds a market and shows it. */

import { numbered } from '../venues/roles.ts';
import { expect, test } from './fixtures.ts';
import { ALL_SYNCED, Health } from './window/health.ts';
import { Ladder } from './window/ladder.ts';
import { linkedMarket, listingOf } from './window/markets.ts';
import { CATALOGUE_READ, searchFor } from './window/search.ts';
import { shoot } from './window/shot.ts';
import { Watchlist } from './window/watchlist.ts';

test('opens on live venues with its mode in badge, frame and title, and teaches while the list is empty', async ({
  open,
}) => {
  const { page } = await open('live');
  await expect(page.getByTestId('mode')).toHaveText('LIVE');
  await expect(page).toHaveTitle(/^LIVE · .*Crossbook$/);
  await expect(page.locator('[data-mode]')).toHaveAttribute('data-mode', 'live');
  for (const name of ['Watchlist', 'Health']) await expect(page.getByRole('tab', { name })).toBeVisible();
  await expect(page.getByText('No markets yet')).toBeVisible();
  await expect(page.getByText(CATALOGUE_READ)).toBeVisible();
  await expect(new Health(page).sum(ALL_SYNCED)).toBeVisible();
  await shoot(page, '01-live-empty');
});

test('opens the demo with the mode of a demo and the frame of one', async ({ exchange, open }) => {
  const { page } = await open('linked');
  const market = linkedMarket(exchange);
  await expect(page.getByTestId('mode')).toHaveText('DEMO');
  await expect(page).toHaveTitle(`DEMO · ${market.title} · Crossbook`);
  const frame = page.locator('[data-mode]');
  await expect(frame).toHaveAttribute('data-mode', 'demo');
  const look = await frame.evaluate((element) => getComputedStyle(element).backgroundImage);
  expect(look).toContain('repeating-linear-gradient');
  await new Ladder(page).isLive(market.title);
  await shoot(page, '02-demo');
});

test('finds a market by keyboard, keeps it on the watchlist with bid and ask, and shows its ladder', async ({
  exchange,
  open,
}) => {
  const { page } = await open('live');
  const { id, members } = listingOf(linkedMarket(exchange), numbered.id);
  await expect(page.getByText(CATALOGUE_READ)).toBeVisible();
  await searchFor(page, 'fed', id);
  await shoot(page, '03-search');
  await page.keyboard.press('Alt+Enter');
  await page.keyboard.press('Enter');
  const watchlist = new Watchlist(page);
  await expect(watchlist.rows()).toHaveCount(1);
  await expect(watchlist.state(id, numbered.name)).toHaveAccessibleName(new RegExp(`^${numbered.name}: synced\\.`));
  const ladder = new Ladder(page);
  await expect(ladder.root).toHaveAttribute('data-live', 'true');
  await exchange.pause();
  const book = (await exchange.truth()).find(({ marketId }) => marketId === members[0]?.marketId);
  const cents = (micros: number | undefined): number => (micros ?? Number.NaN) / 10_000;
  const shown = (side: 'bid' | 'ask') => async (): Promise<number> =>
    Number(await watchlist.row(id).getByTestId(side).innerText());
  await expect.poll(shown('bid')).toBe(cents(book?.bids[0]?.[0]));
  await expect.poll(shown('ask')).toBe(cents(book?.asks[0]?.[0]));
});

test('is worked by keyboard from row to row, and a removed row comes back with Undo', async ({ exchange, open }) => {
  const { page } = await open('linked');
  const watchlist = new Watchlist(page);
  const ladder = new Ladder(page);
  await expect(watchlist.rows()).toHaveCount(exchange.links.length);
  await ladder.isLive(exchange.links[0]!.title);
  await watchlist.rows().first().getByRole('button').first().focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await ladder.isLive(exchange.links[1]!.title);
  const ids = await watchlist.ids();
  await page.keyboard.press('Alt+ArrowUp');
  await expect.poll(() => watchlist.ids()).toEqual([ids[1], ids[0], ...ids.slice(2)]);
  await page.keyboard.press('Delete');
  await expect.poll(() => watchlist.ids()).toEqual([ids[0], ...ids.slice(2)]);
  await page.getByRole('log', { name: 'Messages' }).getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => watchlist.ids()).toEqual([ids[1], ids[0], ...ids.slice(2)]);
});
