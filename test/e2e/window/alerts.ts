/** The alerts pane and the bell. */
import type { Locator, Page } from '@playwright/test';

export class Alerts {
  readonly bell: Locator;
  readonly form: Locator;
  readonly rules: Locator;
  readonly log: Locator;
  readonly toasts: Locator;
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    this.bell = page.getByRole('button', { name: /^Alerts(: \d+ new)?$/ });
    this.form = page.getByRole('form', { name: /alert/i });
    this.rules = page.getByRole('list', { name: 'Rules' }).getByRole('listitem');
    this.log = page.getByRole('list', { name: 'Alerts' }).locator('.alert-row');
    this.toasts = page.getByRole('log', { name: 'Messages' });
  }

  /** Fills the form and keeps the rule: choices and texts by their labels. */
  async add(
    kind: string,
    choices: Readonly<Record<string, string>>,
    texts: Readonly<Record<string, string>>,
  ): Promise<void> {
    await this.form.getByRole('combobox', { name: 'Kind of alert' }).selectOption({ label: kind });
    for (const [label, option] of Object.entries(choices))
      await this.form.getByRole('combobox', { name: label, exact: true }).selectOption({ label: option });
    for (const [label, text] of Object.entries(texts))
      await this.form.getByRole('textbox', { name: label, exact: true }).fill(text);
    await this.page.keyboard.press('Enter');
  }
}
