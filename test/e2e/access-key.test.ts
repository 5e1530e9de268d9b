/** A venue without its key: the window says so, the books are polled, and the other venue streams on. */

import { keyed, unkeyed } from '../venues/roles.ts';
import { expect, test } from './fixtures.ts';
import { Health } from './window/health.ts';
import { Ladder } from './window/ladder.ts';
import { linkedMarket, listingOf } from './window/markets.ts';
import { searchFor, showFed } from './window/search.ts';
import { shoot } from './window/shot.ts';
import { expectTruth } from './window/true-ladder.ts';
import { Watchlist } from './window/watchlist.ts';

const REFUSAL = new RegExp(`${keyed.name} refused the key \\(HTTP 401\\)\\. Check the key id, the key file`);

test(`a wrong key is refused in words, the books are polled and called so, ${unkeyed.name} streams on`, async ({
  exchange,
  open,
}) => {
  const { page } = await open('live', { key: 'wrong' });
  const [ladder, watchlist, health] = [new Ladder(page), new Watchlist(page), new Health(page)];
  const market = linkedMarket(exchange);
  const [polled, streamed] = [listingOf(market, keyed.id), listingOf(market, unkeyed.id)];
  await expect(health.connections(keyed.shortName).filter({ hasText: 'refused' })).toContainText(REFUSAL);
  await expect(health.connections(keyed.shortName).filter({ hasText: 'polled' })).not.toHaveCount(0);
  await expect(health.event('FEED_REFUSED')).toContainText(REFUSAL);
  await expect(health.connections(unkeyed.shortName)).toContainText('open');

  await showFed(page, polled, true);
  await expect(ladder.venue(keyed.id)).toContainText('polled');
  await expect(watchlist.state(polled.id, keyed.name)).toHaveAccessibleName(new RegExp(`^${keyed.name}: polled\\.`));
  await expectTruth(exchange, ladder, polled);
  await shoot(page, '15-wrong-key');

  await exchange.resume();
  await searchFor(page, 'fed', streamed.id);
  await page.keyboard.press('Enter');
  await expect(ladder.venue(unkeyed.id)).toContainText('synced');
  await ladder.moves(2);
  await expectTruth(exchange, ladder, streamed);
});

test('without a key the books are polled, and the market says so', async ({ exchange, open }) => {
  const { page } = await open('live', { key: 'none' });
  const polled = listingOf(linkedMarket(exchange), keyed.id);
  const ladder = new Ladder(page);
  await showFed(page, polled);
  await expect(ladder.venue(keyed.id)).toContainText('polled');
  await page.getByRole('tab', { name: /^Market/ }).click();
  await expect(page.getByRole('tabpanel', { name: /^Market/ })).toContainText(`No key is set for ${keyed.name}`);
  await shoot(page, '16-no-key');
});
