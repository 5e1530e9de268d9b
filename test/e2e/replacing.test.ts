/** A connection is replaced while the user watches: every book stays live, unless the connection was silent. */

import { checked, numbered } from '../venues/roles.ts';
import { expect, test } from './fixtures.ts';
import { ALL_SYNCED, Health } from './window/health.ts';
import { Ladder } from './window/ladder.ts';
import { linkedMarket } from './window/markets.ts';
import { watchStates } from './window/seen.ts';
import { shoot } from './window/shot.ts';
import { expectTruth } from './window/true-ladder.ts';

for (const { id: venue, shortName } of [checked, numbered]) {
  test(`a connection of ${venue} is replaced by the user, and its books never stop being live`, async ({
    exchange,
    open,
  }) => {
    const { page } = await open('linked');
    const market = linkedMarket(exchange);
    const [ladder, health] = [new Ladder(page), new Health(page)];
    await ladder.isLive(market.title);
    await ladder.isSynced(venue);
    await expect(health.sum(ALL_SYNCED)).toBeVisible();
    const seen = await watchStates(page);
    const rows = health.connections(shortName);
    const first = await rows.getAttribute('data-connection');
    await rows.getByRole('button', { name: /^Replace connection/ }).click();
    await expect(health.event('FEED_RECYCLE').filter({ hasText: 'no book was interrupted' })).toBeVisible();
    await expect(rows).toHaveCount(1);
    await expect(rows).not.toHaveAttribute('data-connection', first ?? '');
    await expect(health.sum(ALL_SYNCED)).toBeVisible();
    await ladder.moves(2);
    await expectTruth(exchange, ladder, market);
    const states = (await seen.all()).filter((state) => state.startsWith(venue));
    expect([...new Set(states)]).toEqual([`${venue} synced none`]);
    await shoot(page, `47-replaced-${venue}`);
  });
}

test('a silent connection makes its books stale, and is replaced automatically', async ({ exchange, open }) => {
  // A minute of silence.
  test.setTimeout(180_000);
  const { page } = await open('linked');
  const market = linkedMarket(exchange);
  const [ladder, health] = [new Ladder(page), new Health(page)];
  await ladder.isLive(market.title);
  await ladder.isSynced(numbered.id);
  // Nobody can take its place for now, or its books were stale for no longer than a blink.
  await exchange.refuse(numbered.id, true);
  const halfOpen = {
    kind: 'half-open',
    venue: numbered.id,
    at: 0,
    events: 1,
    connection: null,
    market: null,
    amount: 0,
  };
  await exchange.startFaults({ seed: 1, events: 2, early: false, faults: [halfOpen as never] });
  const line = ladder.venue(numbered.id);
  await expect(line).toHaveAttribute('data-phase', 'stale', { timeout: 90_000 });
  await expect(line).toHaveAttribute('data-reason', 'feed-silent');
  await expect(line).toHaveAttribute('data-live', 'false');
  await ladder.isSynced(checked.id);
  await shoot(page, '48-silent');
  const seen = await watchStates(page);
  await exchange.refuse(numbered.id, false);
  await expect(health.event('FEED_RECYCLE').filter({ hasText: 'nothing is received from it' })).toBeVisible({
    timeout: 90_000,
  });
  await ladder.isSynced(numbered.id);
  await expectTruth(exchange, ladder, market);
  const states = (await seen.all()).filter((state) => state.startsWith(numbered.id));
  expect([...new Set(states)]).toEqual([`${numbered.id} stale feed-silent`, `${numbered.id} synced none`]);
});
