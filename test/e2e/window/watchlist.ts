/** The watchlist: a row a market, with the touch and each venue's state. */
import type { Locator, Page } from '@playwright/test';

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
