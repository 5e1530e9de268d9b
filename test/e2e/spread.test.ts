/** What can be earned between two venues: the scanner, the spread pane and the ladder see the same opening. */
import { expect, test } from './fixtures.ts';
import { Ladder } from './window/ladder.ts';
import { Scanner } from './window/scanner.ts';
import { shoot } from './window/shot.ts';

test('an opening between venues is seen in the scanner, on the ladder and in the spread pane, and stands still with the exchange', async ({
  exchange,
  open,
}) => {
  test.setTimeout(90_000);
  const { page } = await open('linked');
  const scanner = new Scanner(page);
  await scanner.open(page);
  await expect(scanner.table.locator('[data-link]')).not.toHaveCount(0);
  // The exchange lets one venue's price leave the other's every few seconds, for some seconds.
  const line = scanner.earning().first();
  await expect(async () => {
    await exchange.resume();
    await expect(line).toBeVisible({ timeout: 20_000 });
    await exchange.pause();
    // What was under way has arrived when the older book has not been heard of for a second.
    const link = (await line.getAttribute('data-link', { timeout: 1_000 })) ?? '';
    await expect(scanner.cell(scanner.line(link), 'age')).toHaveText(/^([1-9]\.\d|\d\d) s$/);
    await expect(scanner.line(link)).toHaveAttribute('data-state', 'open', { timeout: 100 });
  }).toPass({ timeout: 50_000 });
  const link = (await line.getAttribute('data-link')) ?? '';
  await line.getByRole('button').click();
  const ladder = new Ladder(page);
  await expect(ladder.root).toHaveAttribute('data-live', 'true');
  await shoot(page, '08-opening');
  const edge = await scanner.cell(scanner.line(link), 'edge').innerText();
  expect(edge).toMatch(/^\+\d+\.\d\d$/);
  const spread = page.getByRole('region', { name: /^Spread of/ });
  await expect(spread.locator('[data-walk=true] [data-cell=edge]').first()).toHaveText(edge);
  const profit = await scanner.cell(scanner.line(link), 'profit').innerText();
  await expect(spread.getByTestId('profit')).toHaveText(profit);
  // The ladder draws the prices where the venues cross, and says what is left after fees.
  await expect.poll(async () => (await ladder.table.locator('[data-crossed=true]').count()) > 0).toBe(true);
  await expect(ladder.pane.locator('.ladder-quote-best')).toContainText(`${edge}¢`);
});
