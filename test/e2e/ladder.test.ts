/** The ladder against the exchange's own books, level by level, in every view of them. */

import { checked, numbered } from '../venues/roles.ts';
import { expect, type Open, test } from './fixtures.ts';
import { Ladder } from './window/ladder.ts';
import { invertedMarket, linkedMarket, listingOf, type Market } from './window/markets.ts';
import { showFed } from './window/search.ts';
import { shoot } from './window/shot.ts';
import { expectTruth } from './window/true-ladder.ts';
import { Watchlist } from './window/watchlist.ts';

async function openLinked(
  open: Open,
  market: Market,
): Promise<{ ladder: Ladder; page: Awaited<ReturnType<Open>>['page'] }> {
  const { page } = await open('linked');
  const watchlist = new Watchlist(page);
  await watchlist.row(market.id).getByRole('button').first().click();
  const ladder = new Ladder(page);
  await ladder.isLive(market.title);
  return { ladder, page };
}

for (const venue of [checked.id, numbered.id] as const) {
  test(`equals the books of ${venue}, moves with them, and equals them again`, async ({ exchange, open }) => {
    const { page } = await open('live');
    const listing = listingOf(linkedMarket(exchange), venue);
    await showFed(page, listing);
    const ladder = new Ladder(page);
    await ladder.isSynced(venue);
    await ladder.moves(3);
    await expectTruth(exchange, ladder, listing);
    await exchange.resume();
    await ladder.moves(1);
    await expectTruth(exchange, ladder, listing);
  });
}

test.describe('a linked market', () => {
  test('shows both venues and their sums, equal to the truth in YES, in NO and grouped', async ({ exchange, open }) => {
    const market = linkedMarket(exchange);
    const { ladder, page } = await openLinked(open, market);
    await ladder.moves(2);
    await expectTruth(exchange, ladder, market);
    await shoot(page, '04-linked-yes');
    await page.keyboard.press('v');
    await expect(ladder.outcome('NO')).toHaveAttribute('aria-pressed', 'true');
    await expectTruth(exchange, ladder, { ...market, view: 'no' });
    await shoot(page, '05-linked-no');
    await page.keyboard.press('v');
    const fine = await ladder.group.innerText();
    await page.keyboard.press(']');
    await expect(ladder.group).not.toHaveText(fine);
    await expect(ladder.root).toHaveAttribute('data-group', /^[1-9]\d+$/);
    const groupMicros = Number(await ladder.root.getAttribute('data-group'));
    await expectTruth(exchange, ladder, { ...market, groupMicros });
    await page.keyboard.press('v');
    await expectTruth(exchange, ladder, { ...market, groupMicros, view: 'no' });
    await page.keyboard.press('[');
    await expect(ladder.group).toHaveText(fine);
    await expectTruth(exchange, ladder, { ...market, view: 'no' });
  });

  test('inverts the listing that means the opposite', async ({ exchange, open }) => {
    const market = invertedMarket(exchange);
    const { ladder, page } = await openLinked(open, market);
    await ladder.moves(1);
    await expectTruth(exchange, ladder, market);
    await shoot(page, '06-linked-inverted');
    await page.keyboard.press('v');
    await expectTruth(exchange, ladder, { ...market, view: 'no' });
  });

  test('shows trades of both venues as they come, newest on top', async ({ exchange, open }) => {
    const { page } = await openLinked(open, linkedMarket(exchange));
    await exchange.setRate(3_000);
    const trades = page.getByRole('table', { name: /^Trades/ });
    const venues = trades.getByRole('cell', { name: /^(Poly|Kal)$/ });
    await expect.poll(async () => new Set(await venues.allInnerTexts()).size).toBe(2);
    const rows = await trades.getByRole('row').allInnerTexts();
    for (const venue of [checked.shortName, numbered.shortName]) {
      const times = rows.filter((row) => row.split(/\s/).includes(venue)).map((row) => row.trim().slice(0, 12));
      expect(times).toEqual(times.toSorted().reverse());
    }
    await shoot(page, '07-trades');
  });
});
