/** Pictures of the states the tests reach, for people to look at: CROSSBOOK_SHOTS names the folder, without it none are made. */
import { join } from 'node:path';
import type { Page } from '@playwright/test';

export async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env.CROSSBOOK_SHOTS;
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`) });
}
