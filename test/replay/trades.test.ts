/** Every trade of the exchange is counted once. */
import { expect, it, onTestFinished } from 'vitest';
import { PLAYED_VENUES } from '../../src-exchange/venues.ts';
import { startExchangeApp } from './exchange-app.ts';

const LOOK_EVERY_MS = 20;
const EVENTS = 10_000;

it('counts every trade of every venue through the whole app', async () => {
  const running = await startExchangeApp(2);
  onTestFinished(() => running.stop());
  await running.settled();
  const { exchange, app } = running;
  expect(Object.values((await exchange.stats()).trades)).toEqual(PLAYED_VENUES.map(() => 0));
  await exchange.advance(EVENTS);
  await running.settled();
  const trades = Object.values((await exchange.stats()).trades);
  expect(Math.min(...trades)).toBeGreaterThan(50);
  const made = trades.reduce((sum, count) => sum + count, 0);
  const shown = (): number =>
    (app.health().engine?.tradesByConnection ?? []).reduce((sum, [, count]) => sum + count, 0);
  const deadlineMs = performance.now() + 10_000;
  while (shown() < made && performance.now() < deadlineMs)
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  expect(shown()).toBe(made);
}, 60_000);
