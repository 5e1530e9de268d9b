/** The scanner: a line a link, with what it earns. */
import type { Locator, Page } from '@playwright/test';

export class Scanner {
  readonly pane: Locator;
  readonly table: Locator;

  constructor(page: Page) {
    this.pane = page.getByRole('region', { name: 'Scanner' });
    this.table = page.getByRole('table', { name: 'Links and their profit' });
  }

  /** Brings the pane to the front of its tabs. */
  async open(page: Page): Promise<void> {
    await page.getByRole('tab', { name: 'Scanner' }).click();
  }

  line(link: string): Locator {
    return this.table.locator(`[data-link="${link}"]`);
  }

  /** Lines of links that earn now. */
  earning(): Locator {
    return this.table.locator('[data-state=open]');
  }

  cell(line: Locator, name: string): Locator {
    return line.locator(`[data-cell=${name}]`);
  }
}
