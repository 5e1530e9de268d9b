/** Starting while an exchange, or both, do not answer: the window is there, says so, and what comes back is taken up by itself. */
import { expect, test } from './fixtures.ts';
import { Health } from './window/health.ts';
import { Ladder } from './window/ladder.ts';
import { linkedMarket, listingOf } from './window/markets.ts';
import { CATALOGUE_READ, searchFor } from './window/search.ts';
import { shoot } from './window/shot.ts';

test('starts with both exchanges dead, says so, and goes on when they are back', async ({ exchange, open }) => {
  test.setTimeout(150_000);
  const venues = ['polymarket', 'kalshi'] as const;
  for (const venue of venues) await exchange.refuse(venue, true, { rest: true });
  const { page } = await open('live');
  const health = new Health(page);
  await expect(page.getByTestId('mode')).toHaveText('LIVE');
  await expect(page.getByText('0/2', { exact: true })).toBeVisible();
  await expect(health.events.getByRole('listitem').filter({ hasText: '503' })).not.toHaveCount(0);
  await shoot(page, '50-both-dead');
  for (const venue of venues) await exchange.refuse(venue, false, { rest: true });
  await expect(page.getByText(CATALOGUE_READ)).toBeVisible({ timeout: 90_000 });
  await expect(page.getByText('2/2', { exact: true })).toBeVisible({ timeout: 60_000 });
});

test('starts with one exchange dead, and the other is live', async ({ exchange, open }) => {
  await exchange.refuse('kalshi', true, { rest: true });
  const { page } = await open('live');
  const listing = listingOf(linkedMarket(exchange), 'polymarket');
  const ladder = new Ladder(page);
  await expect(page.getByTestId('mode')).toHaveText('LIVE');
  await expect(page.getByText(/^\d+ markets are known/)).toBeVisible();
  // One catalogue is enough to find a market.
  await searchFor(page, 'fed', listing.id);
  await page.keyboard.press('Enter');
  await ladder.isSynced('polymarket');
  await ladder.moves(2);
  await expect(new Health(page).connections('Kal').filter({ hasText: 'open' })).toHaveCount(0);
  await exchange.refuse('kalshi', false, { rest: true });
});
