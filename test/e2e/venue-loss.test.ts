/** A venue goes away: everywhere it is shown, it is said; what is left goes on and is counted alone. */
import { expect, test } from './fixtures.ts';
import { Health } from './window/health.ts';
import { Ladder } from './window/ladder.ts';
import { linkedMarket, listingOf } from './window/markets.ts';
import { watchStates } from './window/seen.ts';
import { shoot } from './window/shot.ts';
import { expectTruth } from './window/true-ladder.ts';
import { searchFor, Watchlist } from './window/watchlist.ts';

for (const [venue, name, shortName, other] of [
  ['kalshi', 'Kalshi', 'Kal', 'polymarket'],
  ['polymarket', 'Polymarket', 'Poly', 'kalshi'],
] as const) {
  test(`${name} disconnects: said in ladder, watchlist and health, out of the totals, and back again`, async ({
    exchange,
    open,
  }) => {
    test.skip(test.info().project.name === 'electron', 'The desktop app has no demo on an exchange elsewhere.');
    const { page } = await open('linked');
    const market = linkedMarket(exchange);
    const [ladder, watchlist, health] = [new Ladder(page), new Watchlist(page), new Health(page)];
    await ladder.isLive(market.title);
    await expect(ladder.venue(venue)).toHaveAttribute('data-phase', 'synced');
    await expect(health.connections(shortName)).toContainText('open');

    await exchange.refuse(venue, true);
    await exchange.disconnect(venue);
    await expect(ladder.venue(venue)).toHaveAttribute('data-phase', 'recovering');
    await expect(ladder.venue(venue)).toHaveAttribute('data-reason', 'disconnected');
    await expect(ladder.venue(venue)).toContainText('recovering');
    await expect(watchlist.state(market.id, name)).toHaveAccessibleName(/recovering\. The connection was lost/);
    await expect(health.connections(shortName)).toContainText(/backoff|connecting/);
    await expect(health.event('FEED_CLOSED').filter({ hasText: shortName })).not.toHaveCount(0);
    await expect(page.getByText('1/2', { exact: true })).toBeVisible();
    await expect(ladder.venue(other)).toHaveAttribute('data-phase', 'synced');
    await ladder.moves(2);
    await expectTruth(exchange, ladder, { ...market, without: [venue] });
    await shoot(page, `11-without-${venue}`);

    await exchange.resume();
    await exchange.refuse(venue, false);
    await expect(ladder.venue(venue)).toHaveAttribute('data-phase', 'synced', { timeout: 20_000 });
    await expect(watchlist.state(market.id, name)).toHaveAccessibleName(/: synced\./);
    await expect(health.connections(shortName)).toContainText('open');
    await expectTruth(exchange, ladder, market);
  });
}

test('a gap in the sequence makes the book recover, says why, and ends in the true book', async ({
  exchange,
  open,
}) => {
  const { page } = await open('live');
  const listing = listingOf(linkedMarket(exchange), 'kalshi');
  await expect(page.getByText('52 markets are known.')).toBeVisible();
  await searchFor(page, 'fed', listing.id);
  await page.keyboard.press('Enter');
  const [ladder, health] = [new Ladder(page), new Health(page)];
  await expect(ladder.venue('kalshi')).toHaveAttribute('data-phase', 'synced');
  const seen = await watchStates(page);
  // One recovery may be over before a frame of the ladder is due; a second one within the interval of resyncs must wait.
  const breakAndLook = async (): Promise<readonly string[]> => {
    await exchange.dropNext('kalshi', 5);
    return seen.all();
  };
  await expect.poll(breakAndLook).toContain('kalshi recovering sequence-gap');
  await expect(ladder.venue('kalshi')).toHaveAttribute('data-phase', 'synced');
  await expect(health.event('BOOK_GAP')).not.toHaveCount(0);
  await expectTruth(exchange, ladder, listing);
});

test('what a venue says and nobody understands is counted with a sample, and the feed goes on', async ({
  exchange,
  open,
}) => {
  const { page } = await open('live');
  const listing = listingOf(linkedMarket(exchange), 'polymarket');
  await expect(page.getByText('52 markets are known.')).toBeVisible();
  await searchFor(page, 'fed', listing.id);
  await page.keyboard.press('Enter');
  const [ladder, health] = [new Ladder(page), new Health(page)];
  await expect(ladder.venue('polymarket')).toHaveAttribute('data-phase', 'synced');
  await exchange.inject('polymarket', JSON.stringify({ event_type: 'weather_report', market: '0x1' }));
  await exchange.inject('polymarket', '{"event_type":"price_change","price_changes":');
  const unread = health.pane.getByRole('row').filter({ hasText: 'weather_report' });
  await expect(unread).toBeVisible();
  await expect(health.pane.getByRole('columnheader', { name: 'Not understood' })).toBeVisible();
  await shoot(page, '12-not-understood');
  await ladder.moves(2);
  await expectTruth(exchange, ladder, listing);
});
