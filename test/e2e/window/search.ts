/** The way to a market: the toolbar's search, by keyboard alone. */
import { expect, type Page } from '@playwright/test';

/** What the empty watchlist says when every venue's catalogue was read. */
export const CATALOGUE_READ = /^\d+ markets are known\.$/;

/** Types into the toolbar's search by keyboard alone and moves the cursor to the hit with this id. */
export async function searchFor(page: Page, text: string, id: string): Promise<void> {
  await page.keyboard.press('/');
  const field = page.getByRole('combobox', { name: 'Search markets' });
  await expect(field).toBeFocused();
  await page.keyboard.type(text);
  const found = page.getByRole('listbox', { name: 'Markets found' });
  const hits = found.locator('[data-listing]');
  await expect(found.locator(`[data-listing="${id}"]`)).toBeVisible();
  const ids = await hits.evaluateAll((all) => all.map((hit) => (hit as HTMLElement).dataset.listing));
  for (let at = 0; at < ids.indexOf(id); at++) await page.keyboard.press('ArrowDown');
  await expect(found.locator(`[data-listing="${id}"]`).getByRole('option')).toHaveAttribute('aria-selected', 'true');
}

/** On a Crossbook that watches nothing yet: finds a listing of the Fed's market and shows it. `keeps` puts it on the watchlist. */
export async function showFed(page: Page, { id }: { readonly id: string }, keeps = false): Promise<void> {
  await expect(page.getByText(CATALOGUE_READ)).toBeVisible();
  await searchFor(page, 'fed', id);
  if (keeps) await page.keyboard.press('Alt+Enter');
  await page.keyboard.press('Enter');
}
