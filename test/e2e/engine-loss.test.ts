/** The engine dies: no price is live meanwhile, and afterwards every one is right, in the same window. */

import { numbered } from '../venues/roles.ts';
import { expect, test } from './fixtures.ts';
import { ALL_SYNCED, Health } from './window/health.ts';
import { Ladder } from './window/ladder.ts';
import { linkedMarket, listingOf } from './window/markets.ts';
import { runFromPalette } from './window/palette.ts';
import { showFed } from './window/search.ts';
import { watchStates } from './window/seen.ts';
import { shoot } from './window/shot.ts';
import { expectTruth } from './window/true-ladder.ts';

test('the engine is restarted from the palette: recovering, then synced and equal to the truth, without a reload', async ({
  exchange,
  open,
}) => {
  const { page } = await open('live');
  const listing = listingOf(linkedMarket(exchange), numbered.id);
  await showFed(page, listing);
  const [ladder, health] = [new Ladder(page), new Health(page)];
  await ladder.isSynced(numbered.id);
  let loads = 0;
  page.on('load', () => loads++);
  const seen = await watchStates(page);
  await runFromPalette(page, 'Restart the engine');
  await expect.poll(() => seen.all()).toContainEqual(expect.stringContaining('prices on screen are frozen'));
  await expect
    .poll(() => seen.all())
    .toContainEqual(expect.stringMatching(new RegExp(`^${numbered.id} (frozen|recovering) `)));
  await expect(health.event('ENGINE_EXIT')).toBeVisible();
  await shoot(page, '13-engine-restarting');
  await expect(ladder.root).toHaveAttribute('data-live', 'true');
  await ladder.isSynced(numbered.id);
  await expect(health.sum(ALL_SYNCED)).toBeVisible();
  await expect(health.sum('restarts 1')).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: 'frozen' })).toHaveCount(0);
  await ladder.moves(2);
  await expectTruth(exchange, ladder, listing);
  expect(loads).toBe(0);
  await shoot(page, '14-engine-restarted');
});

test('a shard is started again: its books are recovering meanwhile, those of the other go on, and all are right afterwards', async ({
  exchange,
  open,
}) => {
  const { page } = await open('live', { shards: 2 });
  const listing = listingOf(linkedMarket(exchange), numbered.id);
  await showFed(page, listing);
  const [ladder, health] = [new Ladder(page), new Health(page)];
  await ladder.isSynced(numbered.id);
  await expect(health.sum(ALL_SYNCED)).toBeVisible();
  const seen = await watchStates(page);
  for (const shard of [0, 1]) {
    const part = health.part(`shard ${shard}`);
    await expect(part).toHaveAttribute('data-state', 'running');
    await part.getByRole('button', { name: `Restart: Shard ${shard}` }).click();
    await expect(part.getByRole('cell').nth(2)).toHaveText('1');
    await expect(part).toHaveAttribute('data-state', 'running');
    await expect(part).not.toContainText('stopped');
  }
  // One of the two keeps the book.
  await expect.poll(() => seen.all()).toContainEqual(expect.stringMatching(new RegExp(`^${numbered.id} recovering `)));
  expect(await seen.all()).not.toContainEqual(expect.stringContaining('frozen'));
  await ladder.isSynced(numbered.id);
  await expect(health.sum(ALL_SYNCED)).toBeVisible();
  await expect(health.event('PART_RESTART')).toHaveCount(2);
  await ladder.moves(2);
  await expectTruth(exchange, ladder, listing);
  await shoot(page, '15-shards-restarted');
});
