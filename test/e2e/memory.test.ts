/** The arrangement of the user is restored after a reload, and after Crossbook was closed and opened. */
import type { Page } from '@playwright/test';
import { checked, numbered } from '../venues/roles.ts';
import { expect, test } from './fixtures.ts';
import { Ladder } from './window/ladder.ts';
import { linkedMarket, listingOf } from './window/markets.ts';
import { runFromPalette } from './window/palette.ts';
import { CATALOGUE_READ, searchFor, showFed } from './window/search.ts';
import { Watchlist } from './window/watchlist.ts';

/** Where the panes are: the title of each tab with its place, rounded to what a scroll bar may move. */
async function layoutOf(page: Page): Promise<readonly string[]> {
  const tabs = await page.getByRole('tab').all();
  const lines = await Promise.all(
    tabs.map(async (tab) => {
      const box = await tab.boundingBox();
      const [x, y] = [box?.x ?? -1, box?.y ?? -1].map((at) => Math.round(at / 4) * 4);
      return `${(await tab.innerText()).trim()} ${x} ${y} ${await tab.getAttribute('aria-selected')}`;
    }),
  );
  return lines.toSorted();
}

test('a reload keeps watchlist, market, view and layout', async ({ exchange, open }) => {
  const { page } = await open('live');
  const [ladder, watchlist] = [new Ladder(page), new Watchlist(page)];
  const market = linkedMarket(exchange);
  await expect(page.getByText(CATALOGUE_READ)).toBeVisible();
  for (const venue of [checked.id, numbered.id] as const) {
    await searchFor(page, 'fed', listingOf(market, venue).id);
    await page.keyboard.press('Alt+Enter');
    await page.keyboard.press('Enter');
    await expect(watchlist.row(listingOf(market, venue).id)).toBeVisible();
  }
  await ladder.isLive(await ladder.title.innerText());
  const title = await ladder.title.innerText();
  await page.keyboard.press('v');
  await page.keyboard.press(']');
  const group = await ladder.group.innerText();
  await page.getByRole('tab', { name: /^Market/ }).click();
  const ids = await watchlist.ids();
  const layout = await layoutOf(page);

  await page.reload();
  await expect(watchlist.rows()).toHaveCount(2);
  expect(await watchlist.ids()).toEqual(ids);
  await ladder.isLive(title);
  await expect(ladder.outcome('NO')).toHaveAttribute('aria-pressed', 'true');
  await expect(ladder.group).toHaveText(group);
  await expect.poll(() => layoutOf(page)).toEqual(layout);
});

/** Drags the edge between the watchlist and the ladder to the right. */
async function widenWatchlist(page: Page): Promise<number> {
  const pane = page.getByRole('tabpanel', { name: 'Watchlist' });
  const { x, y, width, height } = (await pane.boundingBox())!;
  await page.mouse.move(x + width, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + width + 80, y + height / 2, { steps: 4 });
  await page.mouse.up();
  return width;
}

async function watchlistWidth(page: Page): Promise<number> {
  return (await page.getByRole('tabpanel', { name: 'Watchlist' }).boundingBox())?.width ?? 0;
}

test('what was changed in the last moment before a reload is not lost', async ({ open }) => {
  const { page } = await open('live');
  await expect(page.getByText(CATALOGUE_READ)).toBeVisible();
  const before = await widenWatchlist(page);
  await page.reload();
  await expect(page.getByText(CATALOGUE_READ)).toBeVisible();
  await expect.poll(() => watchlistWidth(page)).toBeGreaterThan(before + 60);
});

test('a changed layout, the theme and the unit are restored when Crossbook is opened again', async ({
  exchange,
  open,
}) => {
  const opened = await open('live');
  const { page } = opened;
  const listing = listingOf(linkedMarket(exchange), numbered.id);
  await showFed(page, listing, true);
  const before = await layoutOf(page);
  await runFromPalette(page, 'Split: move the pane down');
  await runFromPalette(page, 'Theme: light');
  await page.keyboard.press('u');
  await widenWatchlist(page);
  const [layout, width] = [await layoutOf(page), await watchlistWidth(page)];
  expect(layout).not.toEqual(before);
  // What a reload brings back, main has.
  await page.reload();
  await expect.poll(() => layoutOf(page)).toEqual(layout);

  const again = await opened.reopen();
  await expect(again.page.locator('html')).toHaveAttribute('data-theme', 'light');
  await expect(new Watchlist(again.page).row(listing.id)).toBeVisible();
  await expect(new Ladder(again.page).root).toHaveAttribute('data-live', 'true');
  await expect.poll(() => layoutOf(again.page)).toEqual(layout);
  expect(Math.abs((await watchlistWidth(again.page)) - width)).toBeLessThanOrEqual(2);
  await expect(again.page.getByText('Bid p')).toBeVisible();
});
