/** Alerts, from the bytes of the exchange through the engine to the user: each crossing once, with the window open or not. */
import { formatMicros } from '../../src-shared/domain/micros.ts';
import { checked, numbered } from '../venues/roles.ts';
import { expect, test } from './fixtures.ts';
import { Alerts } from './window/alerts.ts';
import { Ladder } from './window/ladder.ts';
import { linkedMarket, listingOf } from './window/markets.ts';
import { runFromPalette } from './window/palette.ts';
import { QuietMarket } from './window/quiet-market.ts';
import { showFed } from './window/search.ts';
import { shoot } from './window/shot.ts';

const cents = (micros: number): string => formatMicros(micros * 100);

test('a price alert is told once a crossing, in bell, message and log, and leads to its market', async ({
  exchange,
  open,
}) => {
  const { page } = await open('live');
  const listing = listingOf(linkedMarket(exchange), checked.id);
  await showFed(page, listing);
  const [ladder, alerts] = [new Ladder(page), new Alerts(page)];
  await ladder.isSynced(checked.id);
  const market = await QuietMarket.of(exchange, listing.members[0]!.marketId);
  await alerts.bell.click();
  await expect(page.getByText('No alerts yet')).toBeVisible();
  await shoot(page, '30-alerts-empty');
  await alerts.add('Price', { Price: 'Best ask', Direction: 'at or above' }, { 'Alert price': 'many' });
  await expect(alerts.form.getByRole('alert')).toContainText('Enter cents from 0 to 100');
  await alerts.add('Price', {}, { 'Alert price': cents(market.ask(1)), 'Re-arm after': '0.1' });
  await expect(alerts.rules).toHaveText(new RegExp(`Best ask at or above ${cents(market.ask(1))}¢`));

  await market.bestAsk(false);
  await expect(alerts.bell).toHaveAccessibleName('Alerts: 1 new');
  await expect(alerts.toasts).toContainText(`Best ask at ${cents(market.ask(1))}¢`);
  await expect(alerts.log).toHaveCount(1);
  await shoot(page, '31-alert-told');
  // The price goes back and crosses again within the quiet time: it is one alert. What comes after it shows that it was seen.
  await market.bestAsk(true);
  await market.bestAsk(false);
  await alerts.add('Large trade', {}, { Worth: '500' });
  await expect(alerts.rules).toHaveCount(2);
  await market.trade(100_000);
  await expect(alerts.log).toHaveCount(2);
  await expect(alerts.log.first()).toContainText('bought');
  await expect(alerts.bell).toHaveAccessibleName('Alerts: 2 new');

  await alerts.log.last().getByRole('button').first().click();
  await expect(alerts.bell).toHaveAccessibleName('Alerts: 1 new');
  await expect(ladder.title).toHaveText(linkedMarket(exchange).title);
  await page.getByRole('button', { name: 'Mark all as seen' }).click();
  await expect(alerts.bell).toHaveAccessibleName('Alerts');
  await exchange.resume();
});

test('alerts are watched for with no window open, and wait for the next one', async ({ exchange, open }) => {
  const { page, url, watch } = await open('live');
  const listing = listingOf(linkedMarket(exchange), checked.id);
  await showFed(page, listing);
  const alerts = new Alerts(page);
  await new Ladder(page).isSynced(checked.id);
  const market = await QuietMarket.of(exchange, listing.members[0]!.marketId);
  await page.keyboard.press('b');
  await alerts.add('Large trade', { 'Market of the alert': 'All followed markets' }, { Worth: '2,000' });
  await expect(alerts.rules).toHaveText(/Trade of \$2,000 or more/);
  test.skip(url === null, 'The window of the desktop app cannot leave its page.');
  watch.allow(/WebSocket|closed/);
  await page.goto('about:blank');
  await market.trade(100_000);
  await page.goto(url!);
  await expect(alerts.bell).toHaveAccessibleName('Alerts: 1 new');
  await page.keyboard.press('b');
  await expect(alerts.log).toContainText('bought');
  await expect(alerts.rules).toHaveText(/Trade of \$2,000 or more/);
  await exchange.resume();
});

test('a feed alert is told when a venue is gone for longer than it may be', async ({ exchange, open }) => {
  const { page } = await open('live');
  const listing = listingOf(linkedMarket(exchange), numbered.id);
  await showFed(page, listing);
  const alerts = new Alerts(page);
  await new Ladder(page).isSynced(numbered.id);
  await page.keyboard.press('b');
  await alerts.add('Stale or recovering feed', { 'Market of the alert': 'All followed markets' }, { For: '1' });
  await expect(alerts.rules).toHaveCount(1);
  // A rule that a new page is told of is known to the engine too.
  await page.reload();
  await expect(alerts.rules).toHaveCount(1);
  await new Ladder(page).isSynced(numbered.id);
  await exchange.refuse(numbered.id, true);
  await exchange.disconnect(numbered.id);
  await expect(alerts.log).toHaveCount(1);
  await expect(alerts.log).toContainText(/\d+ books are not live: The connection was lost/);
  await expect(alerts.log).toContainText(numbered.name);
  await exchange.refuse(numbered.id, false);
  await shoot(page, '32-feed-alert');
});

test('a press of A in the ladder sets an alert at the price under the pointer, and Undo takes it back', async ({
  exchange,
  open,
}) => {
  const { page } = await open('linked');
  const [ladder, alerts] = [new Ladder(page), new Alerts(page)];
  await ladder.isLive(linkedMarket(exchange).title);
  await exchange.pause();
  await page.keyboard.press('a');
  await expect(alerts.toasts).toContainText('Point at a price');
  const canvas = ladder.pane.locator('canvas').first();
  const box = (await canvas.boundingBox())!;
  await canvas.hover({ position: { x: box.width / 2, y: box.height - 40 } });
  await page.keyboard.press('a');
  await expect(alerts.toasts).toContainText(/Alert set: Best ask at or below [\d.]+¢/);
  await alerts.toasts.getByRole('button', { name: 'Undo' }).click();
  await canvas.click({ button: 'right', position: { x: box.width / 2, y: 60 } });
  await expect(alerts.toasts).toContainText(/Alert set: Best bid at or above [\d.]+¢/);
  await page.keyboard.press('b');
  await expect(alerts.rules).toHaveCount(1);
  await alerts.rules.getByRole('button', { name: /^Best bid/ }).click();
  await expect(alerts.form).toHaveAccessibleName('Edit the alert');
  await alerts.form.getByRole('textbox', { name: 'Cooldown' }).fill('5');
  await page.keyboard.press('Enter');
  await expect(alerts.form).toHaveAccessibleName('New alert');
  await alerts.rules.getByRole('button', { name: /^Best bid/ }).press('Delete');
  await expect(alerts.rules).toHaveCount(0);
  await alerts.toasts.getByRole('button', { name: 'Undo' }).last().click();
  await expect(alerts.rules).toHaveCount(1);
  await runFromPalette(page, 'Theme: light');
  await shoot(page, '33-alerts-light');
  await exchange.resume();
});
