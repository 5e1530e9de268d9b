/** The command palette, worked by keyboard. */
import type { Locator, Page } from '@playwright/test';
import { expect } from '../fixtures.ts';

export function palette(page: Page): Locator {
  return page.getByRole('dialog', { name: 'Find markets, panes, commands' });
}

/** Opens the palette, finds a command by its words and runs it. */
export async function runFromPalette(page: Page, words: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+k');
  await expect(palette(page)).toBeVisible();
  await page.keyboard.type(words);
  const chosen = palette(page).getByRole('option', { name: words });
  await expect(chosen.first()).toBeVisible();
  const at = await palette(page)
    .getByRole('option')
    .evaluateAll((options, name) => options.findIndex((option) => option.textContent?.includes(name)), words);
  for (let step = 0; step < at; step++) await page.keyboard.press('ArrowDown');
  await expect(chosen.first()).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(palette(page)).toBeHidden();
}
