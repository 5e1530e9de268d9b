/** Coverage in the health pane: what is carried and delivers by venue, and that an ended market leaves no mark behind. */

import { checked, numbered } from '../venues/roles.ts';
import { expect, test } from './fixtures.ts';
import { ALL_SYNCED, Health } from './window/health.ts';
import { Ladder } from './window/ladder.ts';
import { linkedMarket } from './window/markets.ts';
import { shoot } from './window/shot.ts';

test.use({ lifeSeconds: 15 });

test('every venue has its counts, and a market that ends leaves neither a missing book nor an unsynced one', async ({
  exchange,
  open,
}) => {
  const { page } = await open('linked');
  const health = new Health(page);
  const market = linkedMarket(exchange);
  await new Ladder(page).isLive(market.title);
  for (const venue of [checked.id, numbered.id]) {
    await expect(health.coverage(venue)).toHaveAttribute('data-verdict', 'ok');
    await expect(health.coverage(venue).getByRole('cell').first()).toHaveText(/^([1-9]\d*)\/\1$/);
  }
  await expect(health.sum(ALL_SYNCED)).toBeVisible();
  await health.coverage(numbered.id).scrollIntoViewIfNeeded();
  await shoot(page, '62-coverage');
  const ended = async (): Promise<number> => (await exchange.truth()).filter(({ resolved }) => resolved).length;
  const before = await ended();
  await expect.poll(ended, { timeout: 60_000 }).toBeGreaterThan(before);
  for (const { id: venue, shortName } of [checked, numbered]) {
    await expect(health.coverage(venue)).toHaveAttribute('data-verdict', 'ok');
    await expect(health.coverage(venue).getByRole('cell').first()).toHaveText(/^([1-9]\d*)\/\1$/);
    await expect(health.connections(shortName).getByRole('cell', { name: /^([1-9]\d*)\/\1$/ })).toBeVisible();
  }
  await expect(health.sum(ALL_SYNCED)).toBeVisible();
});

test('quiet books are compared with what the venue gives when asked, and none differs', async ({ exchange, open }) => {
  test.setTimeout(120_000);
  const { page } = await open('linked');
  const health = new Health(page);
  await new Ladder(page).isLive(linkedMarket(exchange).title);
  // From here on every book is at rest.
  await exchange.pause();
  const cell = (venue: string, at: number) => health.checks(venue).getByRole('cell').nth(at);
  for (const venue of [checked.id, numbered.id]) {
    await expect(cell(venue, 0)).toHaveText(/^[1-9]/, { timeout: 60_000 });
    await expect(cell(venue, 2)).toHaveText('0');
  }
  await health.checks(numbered.id).scrollIntoViewIfNeeded();
  await shoot(page, '63-cross-checks');
});
