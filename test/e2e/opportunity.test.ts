/**
 * The whole way from a market that somebody searches to money that somebody is told of: the suggested link is seen, reviewed and
 * confirmed, the books are merged, the scanner and an alert watch, the exchange opens a spread, and the alert is told once.
 */
import type { ExchangeHandle } from '../../src-exchange/control/handle.ts';
import { ONE_MICROS } from '../../src-shared/domain/micros.ts';
import { checked, numbered } from '../venues/roles.ts';
import { expect, test } from './fixtures.ts';
import { Alerts } from './window/alerts.ts';
import { Ladder } from './window/ladder.ts';
import { linkedMarket, listingOf, type Market } from './window/markets.ts';
import { QuietMarket } from './window/quiet-market.ts';
import { Scanner } from './window/scanner.ts';
import { searchFor, showFed } from './window/search.ts';
import { shoot } from './window/shot.ts';
import { expectTruth } from './window/true-ladder.ts';

type Touch = { readonly bid: number; readonly ask: number };

/** Wide enough to leave more than the alert asks for after both fees. */
const OPENING_MICROS = 60_000;
/** The exchange opens one every few ten thousand events. */
const EVENTS_MAX = 60_000;
const EVENTS_A_STEP = 20;

/** Both touches of a contract on the exchange, in its own terms: those of the two venues. */
async function touches(exchange: ExchangeHandle, { members }: Market): Promise<readonly [Touch, Touch]> {
  const truth = await exchange.truth();
  const touchOf = (venue: string): Touch => {
    const { marketId, orientation } = members.find((member) => member.venue === venue)!;
    const { bids, asks } = truth.find((book) => book.venue === venue && book.marketId === marketId)!;
    const [bid = 0, ask = ONE_MICROS] = [bids[0]?.[0], asks[0]?.[0]];
    return orientation === 'same' ? { bid, ask } : { bid: ONE_MICROS - ask, ask: ONE_MICROS - bid };
  };
  return [touchOf(checked.id), touchOf(numbered.id)];
}

const crossing = ([one, other]: readonly [Touch, Touch]): number => Math.max(one.bid - other.ask, other.bid - one.ask);

/** Lets the exchange go on until it has opened a spread between the venues. */
async function untilOpen(exchange: ExchangeHandle, market: Market): Promise<void> {
  for (let events = 0; events < EVENTS_MAX; events += EVENTS_A_STEP) {
    if (crossing(await touches(exchange, market)) >= OPENING_MICROS) return;
    await exchange.advance(EVENTS_A_STEP);
  }
  throw new Error(`the exchange opened no spread in ${EVENTS_MAX} events`);
}

test('a searched market leads to its suggested link, a merged ladder, an opening, and one alert', async ({
  exchange,
  open,
}) => {
  test.setTimeout(120_000);
  await exchange.pause();
  const market = linkedMarket(exchange);
  const listing = listingOf(market, checked.id);
  const { page } = await open('live');
  const [ladder, alerts, scanner] = [new Ladder(page), new Alerts(page), new Scanner(page)];

  // Searched and shown: one venue's book, and a word that there may be more.
  await showFed(page, listing);
  await ladder.isSynced(checked.id);
  await expect(ladder.pane.getByRole('button', { name: /suggested link/ })).toBeVisible();
  await shoot(page, '60-searched');
  await searchFor(page, 'fed', listing.id);
  const hit = page.getByRole('listbox', { name: 'Markets found' }).locator(`[data-listing="${listing.id}"]`);
  await expect(hit.getByRole('button', { name: /suggested link/ })).toBeVisible();
  await shoot(page, '61-search-hit');

  // Reviewed by keyboard, previewed, come back to, confirmed.
  await page.keyboard.press('ControlOrMeta+Enter');
  const links = page.getByRole('listbox', { name: 'Links' });
  await expect(links).toBeFocused();
  const card = links.locator(`[data-link="${market.id}"]`);
  await expect(card).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('button', { name: /^Only links of/ })).toBeVisible();
  await expect(page.getByRole('article').locator('[data-verdict=contradicts]')).toHaveCount(0);
  await expect(page.getByRole('article').locator('[data-field=subject]')).toHaveAttribute('data-verdict', 'agrees');
  await shoot(page, '62-review');
  await page.keyboard.press('Enter');
  await expect(ladder.title).toContainText('SUGGESTED');
  await page.keyboard.press('k');
  await expect(links).toBeFocused();
  await expect(card).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('c');

  // One ladder of both venues, and a line in the scanner.
  await expect(ladder.title).not.toContainText('SUGGESTED');
  await ladder.isSynced(checked.id);
  await ladder.isSynced(numbered.id);
  await expectTruth(exchange, ladder, { members: market.members });
  await scanner.open(page);
  await expect(scanner.line(market.id)).toHaveCount(1);
  await expect(scanner.line(market.id)).not.toHaveAttribute('data-state', 'open');
  await shoot(page, '63-merged');

  // Told when it earns a cent, and not again before it is far from it.
  await page.keyboard.press('b');
  await alerts.add('Edge after fees', {}, { 'At least': '1', 'Re-arm after': '20', Cooldown: '1' });
  await expect(alerts.rules).toHaveText(/Edge after fees at or above 1¢/);
  await expect(alerts.log).toHaveCount(0);

  await untilOpen(exchange, market);
  await expect(alerts.bell).toHaveAccessibleName('Alerts: 1 new');
  await expect(alerts.log).toHaveText(/Edge of [\d.]+¢ after fees/);
  await expect(alerts.toasts.getByText(/Edge of [\d.]+¢ after fees/)).toHaveCount(1);
  await shoot(page, '64-told');
  await scanner.open(page);
  await expect(scanner.line(market.id)).toHaveAttribute('data-state', 'open');
  await expectTruth(exchange, ladder, { members: market.members });

  // The first venue's side of the opening goes and comes back, each time later than the rule's quiet time: it is the same opening.
  const quiet = await QuietMarket.of(exchange, listing.members[0]!.marketId);
  const [here, there] = await touches(exchange, market);
  const [side, levels] =
    there.bid > here.ask
      ? (['asks', quiet.book.asks.filter(([price]) => price <= there.bid)] as const)
      : (['bids', quiet.book.bids.filter(([price]) => price >= there.ask)] as const);
  const age = scanner.cell(scanner.line(market.id), 'age');
  for (let time = 0; time < 2; time++) {
    await expect(age).toHaveText(/^(1\.[1-9]|[2-9]\.\d|\d\d) s$/);
    await quiet.levels(side, levels, false);
    await expect(scanner.line(market.id)).not.toHaveAttribute('data-state', 'open');
    await quiet.levels(side, levels, true);
    await expect(scanner.line(market.id)).toHaveAttribute('data-state', 'open');
  }
  // What is told after it shows that nothing else was.
  await page.keyboard.press('b');
  await alerts.add('Large trade', { 'Market of the alert': 'All followed markets' }, { Worth: '500' });
  await expect(alerts.rules).toHaveCount(2);
  await quiet.trade(100_000);
  await expect(alerts.bell).toHaveAccessibleName('Alerts: 2 new');
  await expect(alerts.log).toHaveCount(2);
  await expect(alerts.log.first()).toContainText('bought');
  await expect(alerts.log.last()).toContainText('after fees');
  await shoot(page, '65-told-once');
});
