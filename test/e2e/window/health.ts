/** The health pane: a row for each connection, sums, events, and what could not be read. */
import type { Locator, Page } from '@playwright/test';

/** The sum that says that no book is left out. */
export const ALL_SYNCED = /^books synced ([1-9]\d*)\/\1$/;

export class Health {
  readonly pane: Locator;
  readonly events: Locator;

  constructor(page: Page) {
    this.pane = page.getByRole('tabpanel', { name: 'Health' });
    this.events = this.pane.getByRole('region', { name: 'Events' });
  }

  /** The rows of a venue's connections; `shortName` as the window prints it. */
  connections(shortName: string): Locator {
    const rows = this.pane.getByRole('region', { name: 'Connections' }).getByRole('row');
    return rows.filter({ has: this.pane.page().getByRole('cell').getByText(shortName, { exact: true }) });
  }

  /** One of the sums on top, with its value: "books synced 52/52". */
  sum(text: string | RegExp): Locator {
    return this.pane.getByText(text, { exact: true });
  }

  /** The row of a part, by the name that requests use. */
  part(part: string): Locator {
    return this.pane.getByRole('region', { name: 'Components' }).locator(`[data-part="${part}"]`);
  }

  /** The row of a venue's coverage. */
  coverage(venue: string): Locator {
    return this.pane.getByRole('region', { name: 'Coverage' }).locator(`[data-coverage="${venue}"]`);
  }

  /** The row of a venue's cross-checks. */
  checks(venue: string): Locator {
    return this.pane.getByRole('region', { name: 'Cross-checks' }).locator(`[data-checks="${venue}"]`);
  }

  event(code: string): Locator {
    return this.events.getByRole('listitem').filter({ hasText: code });
  }
}
