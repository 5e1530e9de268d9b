/** The sessions pane, the dialogs over it, and the window of a replay. */
import type { Locator, Page } from '@playwright/test';
import { expect } from '../fixtures.ts';
import { runFromPalette } from './palette.ts';

export class Sessions {
  readonly page: Page;
  readonly table: Locator;
  readonly jobs: Locator;

  constructor(page: Page) {
    this.page = page;
    this.table = page.getByRole('table', { name: 'Sessions' });
    this.jobs = page.getByRole('list', { name: 'Jobs' });
  }

  async open(): Promise<void> {
    await runFromPalette(this.page, 'Sessions');
  }

  rows(): Locator {
    return this.table.locator('tbody tr');
  }

  action(name: string): Locator {
    return this.rows().first().getByRole('button', { name, exact: true });
  }

  /** The job whose title begins so. */
  job(title: string): Locator {
    return this.jobs.getByRole('listitem').filter({ hasText: title }).first();
  }

  /** Opens the first session; answers with its window. */
  async replay(): Promise<Page> {
    const opened = this.page.waitForEvent('popup');
    await this.action('Replay').click();
    const page = await opened;
    await expect(page.getByTestId('mode')).toHaveText('REPLAY');
    return page;
  }
}

export class ReplayBar {
  readonly root: Locator;
  readonly timeline: Locator;
  readonly speed: Locator;
  private readonly counter: Locator;

  constructor(page: Page) {
    this.root = page.getByRole('region', { name: 'Replay' });
    this.timeline = page.getByRole('slider', { name: 'Time in the session' });
    this.speed = page.getByRole('combobox', { name: 'Speed' });
    this.counter = page.getByTestId('replay-message');
  }

  control(name: string): Locator {
    return this.root.getByRole('button', { name, exact: true });
  }

  /** Messages played. */
  async message(): Promise<number> {
    return Number((await this.counter.innerText()).replaceAll(',', ''));
  }
}
