/** The watchlist and the two ways to markets: the toolbar's search and the list itself, worked by keyboard. */
import type { Locator, Page } from '@playwright/test';
import { expect } from '../fixtures.ts';

export class Watchlist {
  readonly list: Locator;

  constructor(page: Page) {
    this.list = page.getByRole('list', { name: 'Watchlist' });
  }

  rows(): Locator {
    return this.list.getByRole('listitem');
  }

  /** The row of a listing or link. */
  row(id: string): Locator {
    return this.list.locator(`[data-listing="${id}"]`);
  }

  /** The mark of a venue's book in a row; its name is the state and the sentence. */
  state(id: string, venueName: string): Locator {
    return this.row(id).getByRole('img', { name: new RegExp(`^${venueName}: `) });
  }

  ids(): Promise<readonly string[]> {
    return this.rows().evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset.listing ?? ''));
  }
}

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
