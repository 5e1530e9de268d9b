/** The page is anybody's to fetch; the data is not. */
import { expect, test } from './fixtures.ts';
import { LOST_CONNECTION } from './window/page-watch.ts';
import { shoot } from './window/shot.ts';

test.skip(({ targetName }) => targetName === 'electron', 'The window of the desktop app has no address.');

test('the token leaves the address bar, and a reload still works', async ({ open }) => {
  const { page, url } = await open('live');
  await expect(page.getByTestId('mode')).toHaveText('LIVE');
  expect(new URL(url!).hash).toMatch(/^#token=.{43}$/);
  expect(new URL(page.url()).hash).toBe('');
  await page.reload();
  await expect(page.getByTestId('mode')).toHaveText('LIVE');
});

for (const [title, says, change] of [
  [
    'with a wrong token',
    'its key is not the one of this start',
    (url: string) => url.replace(/token=.{4}/, 'token=0000'),
  ],
  ['without a token', 'opened without its key', (url: string) => url.replace(/#.*/, '')],
] as const) {
  test(`opened ${title} the page says what to do and shows no data`, async ({ open, exchange }) => {
    const { page, url, watch } = await open('live');
    await expect(page.getByTestId('mode')).toHaveText('LIVE');
    watch.allow(LOST_CONNECTION);
    await page.evaluate(() => sessionStorage.clear());
    await page.goto('about:blank');
    await page.goto(change(url!));
    const banner = page.getByRole('status').filter({ hasText: 'Open the whole address that Crossbook printed' });
    await expect(banner).toContainText(says);
    await expect(page.getByTestId('mode')).not.toHaveText(/LIVE|DEMO/);
    await expect(page.getByRole('tab')).toHaveCount(0);
    const text = await page.locator('body').innerText();
    for (const { title: market } of exchange.links) expect(text).not.toContain(market);
    await shoot(page, `18-${title.replaceAll(' ', '-')}`);
  });
}
