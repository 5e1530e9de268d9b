/**
 * What the window says of a book that is not simply live, one test a kind of state: the word, the sentence, greyed prices, no place in
 * the totals. (Recovering, polled, refused, a lost engine and a lost host have their own files.)
 */

import { keyed } from '../venues/roles.ts';
import { expect, test } from './fixtures.ts';
import { Ladder } from './window/ladder.ts';
import { linkedMarket, listingOf } from './window/markets.ts';
import { runFromPalette } from './window/palette.ts';
import { showFed } from './window/search.ts';
import { shoot } from './window/shot.ts';
import { Watchlist } from './window/watchlist.ts';

test('a book that has had no snapshot is waiting: it says so, and shows no price', async ({ exchange, open }) => {
  const listing = listingOf(linkedMarket(exchange), keyed.id);
  await exchange.refuse(keyed.id, true);
  const { page } = await open('live');
  const [ladder, watchlist] = [new Ladder(page), new Watchlist(page)];
  await showFed(page, listing, true);
  await expect(ladder.venue(keyed.id)).toHaveAttribute('data-phase', 'waiting');
  await expect(ladder.venue(keyed.id)).toContainText('waiting');
  await expect(watchlist.state(listing.id, keyed.name)).toHaveAccessibleName(new RegExp(`^${keyed.name}: waiting\\.`));
  await expect(ladder.root).toHaveAttribute('data-live', 'false');
  await expect
    .poll(async () => (await ladder.rows()).filter(({ cells }) => cells[`bid-${keyed.id}`] || cells[`ask-${keyed.id}`]))
    .toEqual([]);
  await expect(watchlist.row(listing.id)).not.toContainText(/\d¢|\b\d\d?\.?\d?\b(?= ?¢)/);
  await shoot(page, '40-waiting');
  await runFromPalette(page, 'Theme: light');
  await shoot(page, '41-waiting-light');
  await exchange.refuse(keyed.id, false);
  await ladder.isSynced(keyed.id);
});

test('polled books without answers become stale, greyed and out of the totals, and recover', async ({
  exchange,
  open,
}) => {
  test.setTimeout(150_000);
  const { page } = await open('live', { key: 'none' });
  const listing = listingOf(linkedMarket(exchange), keyed.id);
  const [ladder, watchlist] = [new Ladder(page), new Watchlist(page)];
  await showFed(page, listing, true);
  await expect(ladder.venue(keyed.id)).toContainText('polled');
  await exchange.refuse(keyed.id, true, { rest: true });
  await expect(ladder.venue(keyed.id)).toHaveAttribute('data-phase', 'stale', { timeout: 60_000 });
  await expect(ladder.venue(keyed.id)).toHaveAttribute('data-reason', 'poll-overdue');
  await expect(ladder.venue(keyed.id)).toContainText('stale');
  await expect(watchlist.state(listing.id, keyed.name)).toHaveAccessibleName(
    new RegExp(`^${keyed.name}: stale\\. The last polled book is older`),
  );
  await expect(ladder.root).toHaveAttribute('data-live', 'false');
  await expect(ladder.pane.locator('[data-part=banner]')).toContainText(/stale/i);
  await shoot(page, '42-stale');
  await runFromPalette(page, 'Theme: light');
  await shoot(page, '43-stale-light');
  await exchange.refuse(keyed.id, false, { rest: true });
  await expect(ladder.venue(keyed.id)).toContainText('polled', { timeout: 60_000 });
  await expect(ladder.root).toHaveAttribute('data-live', 'true');
});

test('a market that is resolved is closed: the last levels stay to be read, and nothing calls them live', async ({
  exchange,
  open,
}) => {
  const { page } = await open('live');
  const listing = listingOf(linkedMarket(exchange), keyed.id);
  const ticker = listing.members[0]!.marketId;
  const [ladder, watchlist] = [new Ladder(page), new Watchlist(page)];
  await showFed(page, listing, true);
  await ladder.isSynced(keyed.id);
  await exchange.pause();
  const determined = {
    event_type: 'determined',
    market_ticker: ticker,
    result: 'yes',
    determination_ts: 1_790_000_000,
  };
  await exchange.inject(keyed.id, JSON.stringify({ type: 'market_lifecycle_v2', sid: 9_999, msg: determined }));
  await expect(ladder.venue(keyed.id)).toHaveAttribute('data-phase', 'closed');
  await expect(ladder.venue(keyed.id)).toHaveAttribute('data-reason', 'market-resolved');
  await expect(watchlist.state(listing.id, keyed.name)).toHaveAccessibleName(
    new RegExp(`^${keyed.name}: closed\\. The market is resolved\\.`),
  );
  await expect(ladder.root).toHaveAttribute('data-live', 'false');
  await expect(ladder.pane.locator('[data-part=banner]')).toContainText(/closed/i);
  await shoot(page, '44-closed');
  await runFromPalette(page, 'Theme: light');
  await shoot(page, '45-closed-light');
  await exchange.resume();
});
