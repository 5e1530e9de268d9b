/** Links from search to ladder: two markets are found, suggested as one contract, reviewed, confirmed, merged, and taken apart again. */
import type { Page } from '@playwright/test';
import type { ExchangePair } from '../../src-exchange/control/handle.ts';
import { linkId } from '../../src-shared/domain/link.ts';
import { listingId } from '../../src-shared/domain/listing.ts';
import { checked, numbered } from '../venues/roles.ts';
import { expect, test } from './fixtures.ts';
import { Ladder } from './window/ladder.ts';
import { runFromPalette } from './window/palette.ts';
import { CATALOGUE_READ } from './window/search.ts';
import { shoot } from './window/shot.ts';
import { expectTruth } from './window/true-ladder.ts';

test.use({ pairs: 24 });

const idOf = ({ listings }: ExchangePair): string =>
  linkId(listings.map(({ venue, marketId }) => listingId(venue, marketId)));

const card = (page: Page, pair: ExchangePair) => page.locator(`.link-card[data-link="${idOf(pair)}"]`);

test('a suggested link is reviewed, previewed, confirmed, shown as one ladder, and undone', async ({
  exchange,
  open,
}) => {
  const pairs = await exchange.pairs();
  const pair = pairs.find(({ differs, orientation }) => differs === null && orientation === 'inverted')!;
  const { page } = await open('live');
  await expect(page.getByText(CATALOGUE_READ)).toBeVisible();
  await runFromPalette(page, 'Open Links');
  const list = page.getByRole('listbox', { name: 'Links' });
  await card(page, pair).click();
  const detail = page.getByRole('article');
  await expect(detail.locator('[data-field=subject]')).toHaveAttribute('data-verdict', 'agrees');
  await expect(detail.locator('[data-verdict=contradicts]')).toHaveCount(0);
  const openFields = await detail.locator('.evidence [data-verdict=open]').count();
  await expect(detail.getByText(/The score is at most \d+ of 100/)).toHaveCount(openFields > 0 ? 1 : 0);
  await expect(detail.getByText('No decision yet')).toBeVisible();
  for (const venue of [checked.name, numbered.name]) {
    await expect(detail.getByRole('region', { name: venue }).locator('.link-touch')).toHaveAttribute(
      'data-live',
      'true',
    );
  }
  await shoot(page, '30-links-suggested');

  await list.focus();
  await page.keyboard.press('Enter');
  const ladder = new Ladder(page);
  await expect(ladder.title).toContainText('SUGGESTED');
  await ladder.isSynced(checked.id);
  await ladder.isSynced(numbered.id);
  await shoot(page, '31-links-preview');

  // Back to the review by the key that leads there from any ladder.
  await page.keyboard.press('k');
  await expect(list).toBeFocused();
  await page.keyboard.press('c');
  await expect(card(page, pair)).toHaveCount(0);
  await page.getByRole('tab', { name: 'Confirmed' }).click();
  await expect(card(page, pair)).toBeVisible();
  await expect(detail.locator('.link-decisions')).toContainText('confirmed by');
  await shoot(page, '32-links-confirmed');
  await list.focus();
  await page.keyboard.press('Enter');
  await expect(ladder.title).not.toContainText('SUGGESTED');
  const [first, second] = pair.listings;
  const members = [
    { ...first, orientation: 'same' },
    { ...second, orientation: pair.orientation },
  ] as const;
  await expectTruth(exchange, ladder, { members });

  await page.keyboard.press('k');
  await expect(card(page, pair)).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(card(page, pair)).toHaveCount(0);
  await page.getByRole('tab', { name: 'Suggested' }).click();
  await expect(card(page, pair)).toBeVisible();
});

test('a decoy is shown with its veto only, and a rejected link is not suggested again', async ({ exchange, open }) => {
  const pairs = await exchange.pairs();
  const decoy = pairs.find(({ differs }) => differs === 'date')!;
  const { page, reopen } = await open('live');
  await expect(page.getByText(CATALOGUE_READ)).toBeVisible();
  await runFromPalette(page, 'Open Links');
  const same = pairs.filter(({ differs }) => differs === null);
  for (const pair of same) await expect(card(page, pair)).toHaveCount(1);
  for (const pair of pairs) if (pair.differs !== null) await expect(card(page, pair)).toHaveCount(0);
  await page.getByRole('tab', { name: 'Vetoed' }).click();
  await card(page, decoy).click();
  await expect(page.locator('[data-field=date]')).toHaveAttribute('data-verdict', 'contradicts');
  await expect(page.getByRole('article').getByText('VETO', { exact: true })).toBeVisible();
  await shoot(page, '33-links-veto');

  await page.getByRole('tab', { name: 'Suggested' }).click();
  await card(page, same[0]!).click();
  await page.keyboard.press('x');
  await expect(card(page, same[0]!)).toHaveCount(0);
  const again = await reopen();
  await expect(card(again.page, same[1]!)).toBeVisible();
  await expect(card(again.page, same[0]!)).toHaveCount(0);
});
