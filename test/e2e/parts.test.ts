/** Parts that are ended: the health pane names the part, its state and its last error, and everything goes on. */

import { checked, numbered } from '../venues/roles.ts';
import { expect, test } from './fixtures.ts';
import { Health } from './window/health.ts';
import { Ladder } from './window/ladder.ts';
import { linkedMarket, listingOf } from './window/markets.ts';
import { searchFor, showFed } from './window/search.ts';
import { shoot } from './window/shot.ts';
import { expectTruth } from './window/true-ladder.ts';

test('the user restarts the catalogue: reported, searched as before, without an error, while books stay live', async ({
  exchange,
  open,
}) => {
  const { page } = await open('live');
  const listing = listingOf(linkedMarket(exchange), checked.id);
  await showFed(page, listing);
  const [ladder, health] = [new Ladder(page), new Health(page)];
  await ladder.isSynced(checked.id);
  const catalogue = health.part('catalogue');
  await expect(catalogue).toHaveAttribute('data-state', 'running');
  await expect(catalogue).toContainText('Finds markets, and decides which books are followed.');
  await catalogue.getByRole('button', { name: 'Restart: Catalogue' }).click();
  await expect(health.event('PART_RESTART')).toContainText('Catalogue: restart requested by the user.');
  await expect(catalogue).toContainText('Finds markets, and decides which books are followed.');
  await expect(catalogue).toHaveAttribute('data-state', 'running');
  await expect(catalogue).not.toContainText('stopped');
  await searchFor(page, 'fed', listing.id);
  await page.keyboard.press('Escape');
  await ladder.moves(2);
  await expectTruth(exchange, ladder, listing);
  await catalogue.scrollIntoViewIfNeeded();
  await shoot(page, '60-parts');
});

test('every part is listed; a venue that does not answer shows its part in trouble, with the way to try at once', async ({
  exchange,
  open,
}) => {
  await exchange.refuse(numbered.id, true, { rest: true });
  const { page } = await open('live');
  const health = new Health(page);
  for (const part of [
    'engine',
    'recorder',
    'catalogue',
    'links',
    'jobs',
    `discovery ${checked.id}`,
    `rest ${checked.id}`,
  ])
    await expect(health.part(part)).toHaveAttribute('data-state', /^(idle|running)$/);
  await expect(health.part(`discovery ${numbered.id}`)).toHaveAttribute('data-state', 'failing');
  await expect(health.part(`discovery ${numbered.id}`)).toContainText('New markets do not appear');
  await expect(health.part(`rest ${numbered.id}`)).toContainText('503');
  await expect(health.sum(/^components in trouble \d$/)).toBeVisible();
  await health.part(`rest ${numbered.id}`).scrollIntoViewIfNeeded();
  await shoot(page, '61-parts-in-trouble');
  await exchange.refuse(numbered.id, false, { rest: true });
  for (const part of [`rest ${numbered.id}`, `discovery ${numbered.id}`])
    await health
      .part(part)
      .getByRole('button', { name: /^Retry now/ })
      .click();
  await expect(health.part(`discovery ${numbered.id}`)).toHaveAttribute('data-state', 'running');
});
