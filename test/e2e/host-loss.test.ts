/** The process behind the window dies: what is on the screen is old from that moment, and says so. */
import { expect, test } from './fixtures.ts';
import { Ladder } from './window/ladder.ts';
import { linkedMarket } from './window/markets.ts';
import { LOST_CONNECTION } from './window/page-watch.ts';
import { shoot } from './window/shot.ts';
import { Watchlist } from './window/watchlist.ts';

test('the window that lost its process says that prices are frozen and shows none as live', async ({
  exchange,
  open,
  targetName,
}) => {
  test.skip(targetName === 'electron', 'The window of the desktop app ends with it.');
  const { page, kill, watch } = await open('linked');
  const market = linkedMarket(exchange);
  const [ladder, watchlist] = [new Ladder(page), new Watchlist(page)];
  await ladder.isLive(market.title);
  watch.allow(LOST_CONNECTION);
  await kill();
  const banner = page.getByRole('status').filter({ hasText: 'prices on screen are frozen' });
  await expect(banner).toBeVisible();
  await expect(ladder.root).toHaveAttribute('data-live', 'false');
  for (const { venue } of market.members) {
    await expect(ladder.venue(venue)).toHaveAttribute('data-live', 'false');
    await expect(ladder.venue(venue)).toContainText('frozen');
  }
  await expect(watchlist.row(market.id)).toContainText('frozen');
  const totals = async (): Promise<string> =>
    (await ladder.rows()).map(({ cells }) => `${cells['bid-total']}${cells['ask-total']}`).join('');
  await expect.poll(totals).toBe('');
  await shoot(page, '17-host-lost');
});
