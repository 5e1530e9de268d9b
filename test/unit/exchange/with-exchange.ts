/**
 * Starts an exchange for one test and ends it, its sockets included, afterwards.
 */
import { onTestFinished } from 'vitest';
import type { ExchangeHandle, ExchangeOptions } from '../../../src-exchange/control/handle.ts';
import { createExchange } from '../../../src-exchange/exchange.ts';

/** Monday, 4 May 2026, 14:00 UTC: dates in texts do not change from run to run. */
export const START_MS = Date.UTC(2026, 4, 4, 14);

/** Paused unless the options say otherwise; REST without a limit unless they do. */
export async function withExchange(options: ExchangeOptions = {}): Promise<ExchangeHandle> {
  const handle = await createExchange({
    seed: 11,
    startPaused: true,
    startMs: START_MS,
    restLimit: { perSecond: 10_000, burst: 10_000 },
    ...options,
  });
  onTestFinished(() => handle.close());
  return handle;
}

/** A venue's open markets. */
export async function marketIds(handle: ExchangeHandle, venue: string): Promise<string[]> {
  const books = await handle.truth();
  return books.filter((book) => book.venue === venue && !book.resolved).map((book) => book.marketId);
}

/** An address of the exchange. */
export function urlOf({ addresses }: ExchangeHandle, venue: string, endpoint: string): string {
  const url = addresses[venue]?.[endpoint];
  if (url === undefined) throw new Error(`the exchange has no ${endpoint} of ${venue}`);
  return url;
}
