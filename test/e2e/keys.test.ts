/** Everything is reachable by keyboard. */

import type { Page } from '@playwright/test';
import type { ExchangeHandle } from '../../src-exchange/control/handle.ts';
import { checked } from '../venues/roles.ts';
import { expect, type Open, test } from './fixtures.ts';
import { Ladder } from './window/ladder.ts';
import { linkedMarket, listingOf } from './window/markets.ts';
import { palette, runFromPalette } from './window/palette.ts';
import { CATALOGUE_READ, showFed } from './window/search.ts';
import { shoot } from './window/shot.ts';

async function openLadder(exchange: ExchangeHandle, open: Open): Promise<{ page: Page; ladder: Ladder }> {
  const { page } = await open('live');
  await showFed(page, listingOf(linkedMarket(exchange), checked.id));
  const ladder = new Ladder(page);
  await expect(ladder.root).toHaveAttribute('data-live', 'true');
  return { page, ladder };
}

test('the palette finds markets, panes and commands, and gives the focus back', async ({ exchange, open }) => {
  const { page } = await open('live');
  await expect(page.getByText(CATALOGUE_READ)).toBeVisible();
  await page.keyboard.press('ControlOrMeta+k');
  await expect(palette(page)).toBeVisible();
  await expect(palette(page).getByRole('combobox')).toBeFocused();
  await page.keyboard.type('fed');
  const { title } = linkedMarket(exchange);
  await expect(palette(page).getByRole('option', { name: title }).first()).toBeVisible();
  await shoot(page, '08-palette');
  await page.keyboard.press('Escape');
  await expect(palette(page)).toBeHidden();
  await runFromPalette(page, 'Open Market');
  // There is one, behind another tab: it comes to the front, and only who asks for another gets a second one.
  const markets = page.getByRole('tab', { name: /^Market(?!s)/ });
  await expect(page.getByRole('tab', { name: /^Market(?!s)/, selected: true })).toBeVisible();
  await expect(markets).toHaveCount(1);
  await runFromPalette(page, 'Open another Market');
  await expect(markets).toHaveCount(2);
  for (const name of ['Health', 'Alerts', 'Alerts', 'Links', 'Links']) {
    await runFromPalette(page, `Open ${name}`);
    await expect(page.getByRole('tab', { name, selected: true })).toHaveCount(1);
  }
  await runFromPalette(page, 'Search markets');
  await expect(page.getByRole('combobox', { name: 'Search markets' })).toBeFocused();
});

test('the palette that is closed and asked for again at once is there', async ({ open }) => {
  const { page } = await open('live');
  await expect(page.getByText(CATALOGUE_READ)).toBeVisible();
  await page.keyboard.press('ControlOrMeta+k');
  await expect(palette(page)).toBeVisible();
  // Both keys on their way at once: the second comes before the browser has said that the dialog closed.
  for (let time = 0; time < 10; time++) {
    await Promise.all([page.keyboard.press('Escape'), page.keyboard.press('ControlOrMeta+k')]);
    await expect(palette(page).getByRole('combobox')).toBeFocused();
  }
});

test('? shows every key, Esc closes it', async ({ open }) => {
  const { page } = await open('live');
  await expect(page.getByTestId('mode')).toHaveText('LIVE');
  await page.keyboard.press('?');
  const keys = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(keys).toBeVisible();
  for (const what of ['Search markets', 'Recentre on the touch', 'Coarser price rows', 'Flip YES and NO']) {
    await expect(keys.getByText(what)).toBeVisible();
  }
  await shoot(page, '09-keys');
  await page.keyboard.press('Escape');
  await expect(keys).toBeHidden();
});

test('U changes the unit everywhere, V flips the outcome, ] and [ group the rows', async ({ exchange, open }) => {
  const { page, ladder } = await openLadder(exchange, open);
  await exchange.pause();
  await expect.poll(async () => (await ladder.rows()).length).toBeGreaterThan(0);
  const priceAt = async (micros: number): Promise<string | undefined> =>
    (await ladder.rows()).find(({ priceMicros }) => priceMicros === micros)?.cells.price;
  const touch = (await ladder.rows()).find((row) => row.touch.includes('bid'))!.priceMicros;
  await expect.poll(() => priceAt(touch)).toBe(String(touch / 10_000));
  await page.keyboard.press('u');
  await expect.poll(() => priceAt(touch)).toBe((touch / 1_000_000).toFixed(2));
  await page.keyboard.press('u');
  await expect.poll(() => priceAt(touch)).toBe((1_000_000 / touch).toFixed(2));
  await page.keyboard.press('u');
  await expect.poll(() => priceAt(touch)).toBe(String(touch / 10_000));

  await page.keyboard.press('v');
  await expect(ladder.outcome('NO')).toHaveAttribute('aria-pressed', 'true');
  await expect
    .poll(async () => (await ladder.rows()).find((row) => row.touch.includes('ask'))?.priceMicros)
    .toBe(1_000_000 - touch);
  await page.keyboard.press('v');
  await expect(ladder.outcome('YES')).toHaveAttribute('aria-pressed', 'true');

  const steps = [await ladder.group.innerText()];
  for (let step = 0; step < 2; step++) {
    await page.keyboard.press(']');
    await expect(ladder.group).not.toHaveText(steps.at(-1)!);
    steps.push(await ladder.group.innerText());
  }
  for (const text of [steps[1]!, steps[0]!]) {
    await page.keyboard.press('[');
    await expect(ladder.group).toHaveText(text);
  }
});

test('scrolling by hand stops the ladder from following, space brings it back', async ({ exchange, open }) => {
  const { page, ladder } = await openLadder(exchange, open);
  await expect(ladder.centre).toHaveAttribute('aria-pressed', 'true');
  await ladder.table.locator('xpath=..').hover();
  await page.mouse.wheel(0, -4_000);
  await expect(ladder.centre).toHaveAttribute('aria-pressed', 'false');
  await expect(ladder.pane.getByRole('button', { name: '▼ touch' })).toBeVisible();
  await shoot(page, '10-scrolled');
  await page.keyboard.press('Space');
  await expect(ladder.centre).toHaveAttribute('aria-pressed', 'true');
  await expect.poll(async () => (await ladder.rows()).some(({ touch }) => touch !== '')).toBe(true);
});

test('F6 goes from pane to pane', async ({ exchange, open }) => {
  const { page } = await openLadder(exchange, open);
  const places = new Set<string>();
  for (let press = 0; press < 4; press++) {
    await page.keyboard.press('F6');
    places.add(await page.evaluate(() => document.activeElement?.closest('[role=tabpanel]')?.id ?? ''));
  }
  expect(places.size).toBe(4);
});
