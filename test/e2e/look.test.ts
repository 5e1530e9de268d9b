/** The light theme, and the colours of the sides. */
import { expect, test } from './fixtures.ts';
import { Ladder } from './window/ladder.ts';
import { linkedMarket } from './window/markets.ts';
import { runFromPalette } from './window/palette.ts';
import { shoot } from './window/shot.ts';

test('the light theme is light everywhere, and dark comes back', async ({ exchange, open }) => {
  const { page } = await open('linked');
  const ladder = new Ladder(page);
  await ladder.isLive(linkedMarket(exchange).title);
  /** 0 black to 255 white, of the canvas that is painted by hand. */
  const brightness = (): Promise<number> =>
    ladder.pane.locator('canvas').evaluate((canvas) => {
      const small = Object.assign(document.createElement('canvas'), { width: 32, height: 32 });
      const context = small.getContext('2d', { willReadFrequently: true })!;
      context.drawImage(canvas as HTMLCanvasElement, 0, 0, small.width, small.height);
      const { data } = context.getImageData(0, 0, small.width, small.height);
      let sum = 0;
      for (let at = 0; at < data.length; at += 4) sum += data[at]! + data[at + 1]! + data[at + 2]!;
      return sum / (data.length / 4) / 3;
    });
  expect(await brightness()).toBeLessThan(80);
  await runFromPalette(page, 'Theme: light');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  await expect.poll(brightness).toBeGreaterThan(180);
  await shoot(page, '19-light');
  await runFromPalette(page, 'Bid and ask colours');
  await expect(page.locator('html')).toHaveAttribute('data-sides', 'green-red');
  await shoot(page, '20-light-green-red');
  await runFromPalette(page, 'Theme: dark');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect.poll(brightness).toBeLessThan(80);
});
