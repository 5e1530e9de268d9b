/**
 * A ladder as assistive technology reads it: the accessible table mirrors the rows that are painted, and the line of each venue
 * says how far its book can be trusted.
 */
import type { Locator, Page } from '@playwright/test';
import { expect } from '../fixtures.ts';

/** One visible row: the price in millionths, and the text of each cell by name (`bid-VENUE`, `ask-total`, `price` ...). */
export type LadderRow = {
  readonly priceMicros: number;
  readonly touch: string;
  readonly cells: Readonly<Record<string, string>>;
};

/** The table follows the picture within 400 ms; to look more seldom would only take longer. */
export const LOOKS_MS = [50, 100];

/** Rows a ladder of the tests' window shows at least. */
const ROWS_MIN = 12;

export class Ladder {
  readonly pane: Locator;
  readonly root: Locator;
  readonly table: Locator;
  readonly title: Locator;
  readonly group: Locator;
  readonly centre: Locator;

  constructor(page: Page) {
    this.pane = page.getByRole('tabpanel', { name: /^Ladder/ });
    this.root = this.pane.locator('[data-outcome]');
    this.table = this.pane.getByRole('table', { name: /^Order book/ });
    this.title = this.pane.getByRole('heading', { level: 2 });
    this.group = this.pane.getByRole('status', { name: 'Price step of a row' });
    this.centre = this.pane.getByRole('button', { name: 'Centre' });
  }

  outcome(name: 'YES' | 'NO'): Locator {
    return this.pane.getByRole('button', { name, exact: true });
  }

  /** The line of a venue above the rows: data-phase, data-reason, data-live, and the texts. */
  venue(id: string): Locator {
    return this.pane.locator(`[data-part=quotes] [data-venue=${id}]`);
  }

  /** All visible rows at one moment, from the highest price to the lowest. */
  rows(): Promise<readonly LadderRow[]> {
    return this.table.evaluate((table) =>
      [...table.querySelectorAll<HTMLElement>('[role=row][data-price]')].map((row) => ({
        priceMicros: Number(row.dataset.price),
        touch: row.dataset.touch ?? '',
        cells: Object.fromEntries(
          [...row.querySelectorAll<HTMLElement>('[data-cell]')].map((cell) => [cell.dataset.cell, cell.textContent]),
        ),
      })),
    );
  }

  /** Waits until a venue's book is synced, and shown as that. */
  async isSynced(id: string): Promise<void> {
    await expect(this.venue(id)).toHaveAttribute('data-phase', 'synced');
    await expect(this.venue(id)).toHaveAttribute('data-live', 'true');
  }

  /** Waits until the ladder shows a market, live, with rows. */
  async isLive(title: string): Promise<void> {
    await expect(this.title).toHaveText(title);
    await expect(this.root).toHaveAttribute('data-live', 'true');
    await expect.poll(async () => (await this.rows()).length).toBeGreaterThan(ROWS_MIN);
  }

  /** Waits until rows that were shown have given way to others, so many times. */
  async moves(times: number): Promise<void> {
    for (let seen = 0; seen < times; seen++) {
      const before = JSON.stringify(await this.rows());
      await expect
        .poll(async () => JSON.stringify(await this.rows()), { message: 'the ladder moves', intervals: LOOKS_MS })
        .not.toBe(before);
    }
  }
}
