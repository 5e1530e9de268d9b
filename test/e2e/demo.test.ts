/** The demo as the user starts it, with its exchange inside. */

import { checked, numbered } from '../venues/roles.ts';
import { expect, test } from './fixtures.ts';
import { Health } from './window/health.ts';
import { Ladder } from './window/ladder.ts';
import { shoot } from './window/shot.ts';
import { Watchlist } from './window/watchlist.ts';

test('the demo lives: linked markets on the watchlist, a ladder that moves, trades, figures', async ({ open }) => {
  const { page } = await open('demo');
  const [ladder, watchlist, health] = [new Ladder(page), new Watchlist(page), new Health(page)];
  await expect(page.getByTestId('mode')).toHaveText('DEMO');
  await expect(watchlist.rows()).not.toHaveCount(0);
  expect(await watchlist.rows().count()).toBeGreaterThanOrEqual(12);
  await expect(page).toHaveTitle(/^DEMO · .+ · Crossbook$/);
  await ladder.isLive(await ladder.title.innerText());
  for (const venue of [checked.id, numbered.id]) await ladder.isSynced(venue);
  await ladder.moves(5);
  await expect(
    page.getByRole('table', { name: /^Trades/ }).getByRole('cell', { name: /^(Buy|Sell)$/ }),
  ).not.toHaveCount(0);
  await expect(page.getByText('2/2', { exact: true })).toBeVisible();
  await expect(health.connections(checked.shortName)).toContainText('open');
  await expect(health.connections(numbered.shortName)).toContainText('open');
  await shoot(page, '21-demo');
});
