/**
 * Cross-checks of the whole app on the built-in exchange: a wrong live book is found, an old answer is evidence and nothing more, and the
 * live book is never touched.
 */
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { CrossbookApp } from '../../../../src-main/app/app.ts';
import type { CrossCheckHealth } from '../../../../src-shared/domain/cross-check.ts';
import { type AppChoices, startExchangeApp } from '../../../replay/exchange-app.ts';
import { keyed, unkeyed } from '../../../venues/roles.ts';

const WAIT = { timeout: 15_000, interval: 20 } as const;
const QUICK = { checkTiming: { everyMs: 5, quietMs: 0, againMs: 5 } } as const;

async function withApp(choices: AppChoices = QUICK) {
  const running = await startExchangeApp(0, choices);
  onTestFinished(() => running.stop());
  await running.settled();
  return running;
}

function checksOf(app: CrossbookApp, venue: string): CrossCheckHealth {
  return app.health().crossChecks.find((check) => check.venue === venue)!;
}

const evidence = (app: CrossbookApp) => app.events().filter(({ code }) => code === 'BOOK_CROSSCHECK');

describe('cross-checks', () => {
  it('find quiet books of both venues equal', async () => {
    const { app } = await withApp();
    for (const venue of [unkeyed.id, keyed.id]) {
      await vi.waitFor(() => expect(checksOf(app, venue).equal).toBeGreaterThan(3), WAIT);
      expect(checksOf(app, venue)).toMatchObject({ differing: 0, lastDifference: null, lastError: '' });
    }
    expect(evidence(app)).toEqual([]);
  });

  it('find a live book that is wrong where no other check looks, and leave it as it is', async () => {
    const { app, exchange } = await withApp();
    const truth = (await exchange.truth()).find(({ venue, bids }) => venue === unkeyed.id && bids.length > 5)!;
    const listing = `${unkeyed.id}:${truth.marketId}`;
    const [price] = truth.bids[4]!;
    const [bid, ask] = [truth.bids[0]![0], truth.asks[0]![0]];
    const change = { asset_id: truth.symbols[0], price: String(price / 1e6), size: '77777', side: 'BUY' };
    const touch = { best_bid: String(bid / 1e6), best_ask: String(ask / 1e6) };
    const timestamp = String(truth.lastEventTimeMs + 1);
    await exchange.inject(
      unkeyed.id,
      JSON.stringify({
        event_type: 'price_change',
        market: truth.marketId,
        timestamp,
        price_changes: [{ ...change, ...touch }],
      }),
    );
    await vi.waitFor(() => expect(checksOf(app, unkeyed.id).lastDifference?.listing).toBe(listing), WAIT);
    expect(checksOf(app, unkeyed.id).lastDifference).toMatchObject({
      side: 'bid',
      priceMicros: price,
      liveMicros: 77_777_000_000,
      restMicros: truth.bids[4]![1],
    });
    expect(evidence(app)[0]).toMatchObject({ level: 'warn', venue: unkeyed.id, listing });
    expect(evidence(app)[0]?.text).toContain('77,777 live');
    const [live] = await app.dumpBooks([listing]);
    expect(live?.phase).toBe('synced');
    expect(live?.bids.find(([known]) => known === price)?.[1]).toBe(77_777_000_000);
    expect(checksOf(app, keyed.id).differing).toBe(0);
  });

  it('take an old answer for evidence only: the live books stay the true ones', async () => {
    const { app, exchange, settled } = await withApp();
    await exchange.startFaults({
      seed: 1,
      events: 1_000_000,
      early: false,
      faults: [
        {
          kind: 'rest-stale-book',
          venue: keyed.id,
          at: 0,
          events: 1_000_000,
          connection: null,
          market: null,
          amount: 0,
        },
      ],
    });
    await exchange.advance(10);
    await settled();
    const books = (await exchange.truth()).filter(({ venue, resolved }) => venue === keyed.id && !resolved).length;
    const before = checksOf(app, keyed.id).checked;
    await vi.waitFor(() => expect(checksOf(app, keyed.id).checked).toBeGreaterThan(before + books), WAIT);
    await exchange.advance(3_000);
    await vi.waitFor(() => expect(checksOf(app, keyed.id).differing).toBeGreaterThan(0), WAIT);
    expect(evidence(app)[0]?.text).toContain('the live book stays as it is');
    await settled();
  });

  it('are not made when they are switched off', async () => {
    const { app } = await withApp({ ...QUICK, crossChecks: false });
    for (const venue of [unkeyed.id, keyed.id])
      expect(checksOf(app, venue)).toMatchObject({ state: 'off', checked: 0 });
  });
});
