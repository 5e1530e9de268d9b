/** A venue goes away: everywhere it is shown, it is said; what is left goes on and is counted alone. */

import { checked, numbered } from '../venues/roles.ts';
import { expect, test } from './fixtures.ts';
import { Health } from './window/health.ts';
import { Ladder } from './window/ladder.ts';
import { linkedMarket, listingOf } from './window/markets.ts';
import { showFed } from './window/search.ts';
import { shoot } from './window/shot.ts';
import { expectTruth } from './window/true-ladder.ts';
import { Watchlist } from './window/watchlist.ts';

for (const [{ id: venue, name, shortName }, { id: other }] of [
  [numbered, checked],
  [checked, numbered],
] as const) {
  test(`${name} disconnects: said in ladder, watchlist and health, out of the totals, and back again`, async ({
    exchange,
    open,
  }) => {
    const { page } = await open('linked');
    const market = linkedMarket(exchange);
    const [ladder, watchlist, health] = [new Ladder(page), new Watchlist(page), new Health(page)];
    await ladder.isLive(market.title);
    await ladder.isSynced(venue);
    await expect(health.connections(shortName)).toContainText('open');

    await exchange.refuse(venue, true);
    await exchange.disconnect(venue);
    await expect(ladder.venue(venue)).toHaveAttribute('data-phase', 'recovering');
    await expect(ladder.venue(venue)).toHaveAttribute('data-reason', 'disconnected');
    await expect(ladder.venue(venue)).toContainText('recovering');
    await expect(watchlist.state(market.id, name)).toHaveAccessibleName(/recovering\. The connection was lost/);
    await expect(health.connections(shortName)).toContainText(/backoff|connecting/);
    await expect(health.connections(shortName).getByRole('cell', { name: /^0\/2\d$/ })).toBeVisible();
    await expect(health.event('FEED_CLOSED').filter({ hasText: shortName })).not.toHaveCount(0);
    await expect(page.getByText('1/2', { exact: true })).toBeVisible();
    await ladder.isSynced(other);
    await ladder.moves(2);
    await expectTruth(exchange, ladder, { ...market, without: [venue] });
    await shoot(page, `11-without-${venue}`);

    await exchange.resume();
    await exchange.refuse(venue, false);
    // The next attempt may be half a minute away by now; the user need not wait for it.
    await health
      .connections(shortName)
      .getByRole('button', { name: /^Replace connection/ })
      .click();
    await ladder.isSynced(venue);
    await expect(watchlist.state(market.id, name)).toHaveAccessibleName(/: synced\./);
    await expect(health.connections(shortName)).toContainText('open');
    await expectTruth(exchange, ladder, market);
  });
}

test('a connection that only broke comes back by itself, and its books with it', async ({ exchange, open }) => {
  const { page } = await open('live');
  const listing = listingOf(linkedMarket(exchange), numbered.id);
  await showFed(page, listing);
  const ladder = new Ladder(page);
  await ladder.isSynced(numbered.id);
  await exchange.refuse(numbered.id, true);
  await exchange.disconnect(numbered.id);
  await expect(ladder.venue(numbered.id)).toHaveAttribute('data-reason', 'disconnected');
  await exchange.refuse(numbered.id, false);
  await ladder.isSynced(numbered.id);
  await expectTruth(exchange, ladder, listing);
});

test('what a venue says and nobody understands is counted with a sample, and the feed goes on', async ({
  exchange,
  open,
}) => {
  const { page } = await open('live');
  const listing = listingOf(linkedMarket(exchange), checked.id);
  await showFed(page, listing);
  const [ladder, health] = [new Ladder(page), new Health(page)];
  await ladder.isSynced(checked.id);
  await exchange.inject(checked.id, JSON.stringify({ event_type: 'weather_report', market: '0x1' }));
  await exchange.inject(checked.id, '{"event_type":"price_change","price_changes":');
  const unread = health.pane.getByRole('row').filter({ hasText: 'weather_report' });
  await expect(unread).toBeVisible();
  await expect(health.pane.getByRole('columnheader', { name: 'Unreadable' })).toBeVisible();
  await shoot(page, '12-not-understood');
  await ladder.moves(2);
  await expectTruth(exchange, ladder, listing);
});
