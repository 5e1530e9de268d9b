/** The market browser: found, filtered, sorted, picked by keyboard; and all of it there again after a restart. */

import { checked, numbered } from '../venues/roles.ts';
import { expect, test } from './fixtures.ts';
import { Ladder } from './window/ladder.ts';
import { linkedMarket } from './window/markets.ts';
import { runFromPalette } from './window/palette.ts';
import { shoot } from './window/shot.ts';

test('the user browses all markets, finds one despite a typing error, watches it and opens its ladder', async ({
  exchange,
  open,
}) => {
  const { page } = await open('linked');
  const market = linkedMarket(exchange);
  await new Ladder(page).isLive(market.title);
  await runFromPalette(page, 'Markets');
  const rows = page.getByRole('listbox', { name: 'Markets', exact: true });
  const options = rows.getByRole('option');
  await expect(options.first()).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: 'ago' })).toContainText(numbered.name);
  await shoot(page, '50-markets');

  const find = page.getByRole('searchbox', { name: 'Find markets' });
  await find.fill('etherium');
  await expect(options.first()).toContainText('Ethereum');
  await expect(page.getByText(/\d+ matching markets/)).toBeVisible();
  await page.getByRole('combobox', { name: 'Venue', exact: true }).selectOption({ label: numbered.name });
  await expect(options.first()).toContainText(numbered.shortName);
  await expect(rows.getByText(checked.shortName, { exact: true })).toHaveCount(0);
  await find.press('ArrowDown');
  await expect(rows).toBeFocused();
  const chosen = await rows.locator('[data-at=true]').getAttribute('data-listing');
  await page.keyboard.press('+');
  await expect(rows.locator(`[data-listing="${chosen}"]`).getByRole('button')).toHaveAccessibleName(/^Remove/);
  await page.keyboard.press('Shift+Enter');
  await expect(page.locator('[role=tab]', { hasText: 'Ethereum' }).first()).toBeVisible();
  await shoot(page, '51-markets-chosen');

  await runFromPalette(page, 'Markets');
  await page.getByRole('button', { name: 'Clear' }).click();
  await find.fill('nothing is called so');
  await expect(page.getByText('No market matches')).toBeVisible();
  await page.getByRole('button', { name: 'Show all markets' }).click();
  await page.getByRole('button', { name: /^Sort by Ends/ }).click();
  await expect(page.getByRole('button', { name: 'Sort by Ends, now rising' })).toBeVisible();
  await expect(options.first()).toBeVisible();
});

test('all markets are there again after a restart, before the venue was asked', async ({ exchange, open }) => {
  const first = await open('linked');
  await runFromPalette(first.page, 'Markets');
  await expect(first.page.getByRole('status').filter({ hasText: 'ago' })).toContainText(checked.name);
  // From now on nothing can be had from the venues.
  await exchange.refuse(checked.id, true, { rest: true });
  await exchange.refuse(numbered.id, true, { rest: true });
  const known = await first.page.getByText(/^\d+ markets$/).innerText();
  expect(Number.parseInt(known, 10)).toBeGreaterThan(40);
  const { page } = await first.reopen();
  // The pane is there again with the layout.
  const options = page.getByRole('listbox', { name: 'Markets', exact: true }).getByRole('option');
  await expect(options.first()).toBeVisible();
  await expect(page.getByText(known, { exact: true })).toBeVisible();
});
