/** Kalshi without the right key: said plainly, polled instead of streamed, and never in Polymarket's way. */
import { expect, test } from './fixtures.ts';
import { Health } from './window/health.ts';
import { Ladder } from './window/ladder.ts';
import { linkedMarket, listingOf } from './window/markets.ts';
import { searchFor, showFed } from './window/search.ts';
import { shoot } from './window/shot.ts';
import { expectTruth } from './window/true-ladder.ts';
import { Watchlist } from './window/watchlist.ts';

const REFUSAL = /Kalshi refused the key \(HTTP 401\)\. Check the key id, the key file/;

test('a wrong key is refused in words, the books are polled and called so, Polymarket streams on', async ({
  exchange,
  open,
}) => {
  const { page } = await open('live', { key: 'wrong' });
  const [ladder, watchlist, health] = [new Ladder(page), new Watchlist(page), new Health(page)];
  const market = linkedMarket(exchange);
  const [kalshi, polymarket] = [listingOf(market, 'kalshi'), listingOf(market, 'polymarket')];
  await expect(health.connections('Kal').filter({ hasText: 'refused' })).toContainText(REFUSAL);
  await expect(health.connections('Kal').filter({ hasText: 'polled' })).not.toHaveCount(0);
  await expect(health.event('FEED_REFUSED')).toContainText(REFUSAL);
  await expect(health.connections('Poly')).toContainText('open');

  await showFed(page, kalshi, true);
  await expect(ladder.venue('kalshi')).toContainText('polled');
  await expect(watchlist.state(kalshi.id, 'Kalshi')).toHaveAccessibleName(/^Kalshi: polled\./);
  await expectTruth(exchange, ladder, kalshi);
  await shoot(page, '15-wrong-key');

  await exchange.resume();
  await searchFor(page, 'fed', polymarket.id);
  await page.keyboard.press('Enter');
  await expect(ladder.venue('polymarket')).toContainText('synced');
  await ladder.moves(2);
  await expectTruth(exchange, ladder, polymarket);
});

test('without a key the books are polled, and the market says so', async ({ exchange, open }) => {
  const { page } = await open('live', { key: 'none' });
  const kalshi = listingOf(linkedMarket(exchange), 'kalshi');
  const ladder = new Ladder(page);
  await showFed(page, kalshi);
  await expect(ladder.venue('kalshi')).toContainText('polled');
  await page.getByRole('tab', { name: /^Market/ }).click();
  await expect(page.getByRole('tabpanel', { name: /^Market/ })).toContainText('No key is set for Kalshi');
  await shoot(page, '16-no-key');
});
