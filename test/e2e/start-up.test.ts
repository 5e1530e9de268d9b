/** Starting while an exchange, or both, do not answer: the window is there, says so, and what comes back is taken up by itself. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checked, numbered } from '../venues/roles.ts';
import { expect, test } from './fixtures.ts';
import { Health } from './window/health.ts';
import { Ladder } from './window/ladder.ts';
import { linkedMarket, listingOf } from './window/markets.ts';
import { LOST_CONNECTION } from './window/page-watch.ts';
import { runFromPalette } from './window/palette.ts';
import { CATALOGUE_READ, searchFor } from './window/search.ts';
import { shoot } from './window/shot.ts';

test('starts with both exchanges dead, says so, and goes on when they are back', async ({ exchange, open }) => {
  test.setTimeout(150_000);
  const venues = [checked.id, numbered.id] as const;
  for (const venue of venues) await exchange.refuse(venue, true, { rest: true });
  const { page } = await open('live');
  const health = new Health(page);
  await expect(page.getByTestId('mode')).toHaveText('LIVE');
  await expect(page.getByText('0/2', { exact: true })).toBeVisible();
  for (const name of [checked.name, numbered.name])
    await expect(page.getByText(`${name} cannot be reached: none of its markets is known yet.`)).toBeVisible();
  await expect(page.getByText('the catalogue is still being read')).toHaveCount(0);
  await expect(health.events.getByRole('listitem').filter({ hasText: '503' })).not.toHaveCount(0);
  await shoot(page, '50-both-dead');
  for (const venue of venues) await exchange.refuse(venue, false, { rest: true });
  await expect(page.getByText(CATALOGUE_READ)).toBeVisible({ timeout: 90_000 });
  await expect(page.getByText('2/2', { exact: true })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText('cannot be reached')).toHaveCount(0);
});

test('after a crash a cut session is repaired, broken settings and catalogue files are set aside, and all of it is reported', async ({
  exchange,
  open,
}) => {
  const first = await open('linked');
  const market = linkedMarket(exchange);
  await new Ladder(first.page).isLive(market.title);
  await runFromPalette(first.page, 'Start or stop recording');
  await expect(new Health(first.page).event('RECORD_STARTED')).toBeVisible();
  first.watch.allow(LOST_CONNECTION);
  await first.kill();
  await writeFile(join(first.dataDir, 'settings.json'), '{ "venues": ');
  for (const part of ['', '-wal'])
    await writeFile(join(first.dataDir, 'cache', `catalog.sqlite${part}`), 'this is no catalogue'.repeat(1_000));
  const { page } = await first.reopen();
  await new Ladder(page).isLive(market.title);
  const health = new Health(page);
  for (const [code, text] of [
    ['APP_SETTINGS', 'the defaults are used'],
    ['CATALOG_STORE', 'is discovered again'],
    ['RECORD_RECOVERED', ''],
  ] as const)
    await expect(health.event(code).filter({ hasText: text })).toBeVisible();
  await expect(health.part('catalogue')).toHaveAttribute('data-state', 'running');
  await shoot(page, '51-after-a-crash');
});

test('starts with one exchange dead, and the other is live', async ({ exchange, open }) => {
  await exchange.refuse(numbered.id, true, { rest: true });
  const { page } = await open('live');
  const listing = listingOf(linkedMarket(exchange), checked.id);
  const ladder = new Ladder(page);
  await expect(page.getByTestId('mode')).toHaveText('LIVE');
  await expect(page.getByText(/^\d+ markets are known/)).toBeVisible();
  // One catalogue is enough to find a market.
  await searchFor(page, 'fed', listing.id);
  await page.keyboard.press('Enter');
  await ladder.isSynced(checked.id);
  await ladder.moves(2);
  await expect(new Health(page).connections(numbered.shortName).filter({ hasText: 'open' })).toHaveCount(0);
  await exchange.refuse(numbered.id, false, { rest: true });
});
