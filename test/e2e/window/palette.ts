/** The command palette, worked by keyboard. */
import type { Locator, Page } from '@playwright/test';
import { expect } from '../fixtures.ts';

export function palette(page: Page): Locator {
  return page.getByRole('dialog', { name: 'Find markets, panes and commands' });
}

/** Opens the palette, finds a command by its words and runs it. */
export async function runFromPalette(page: Page, words: string): Promise<void> {
  await expect(page.getByTestId('mode')).not.toBeEmpty();
  await page.keyboard.press('ControlOrMeta+k');
  await expect(palette(page)).toBeVisible();
  await page.keyboard.type(words);
  const chosen = palette(page).getByRole('option', { name: words }).first();
  await expect(chosen).toBeVisible();
  // Markets come into the list while one moves through it, so a count of steps made before would be too few.
  await expect(async () => {
    if ((await chosen.getAttribute('aria-selected')) === 'true') return;
    await page.keyboard.press('ArrowDown');
    await expect(chosen).toHaveAttribute('aria-selected', 'true', { timeout: 100 });
  }).toPass({ intervals: [0] });
  await page.keyboard.press('Enter');
  await expect(palette(page)).toBeHidden();
}
