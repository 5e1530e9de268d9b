/** Made-up recordings of Kalshi's stream, with the books they must lead to. */
import { type MadeUp, Notebook, randomOf, START_MS } from '../../unit/main/session/made-up-recording.ts';

const decimal = (cents: number, digits: number): string => (cents / 100).toFixed(digits);

/** A numbered stream of several markets, one snapshot each first; bids stay below 50 cents and asks above. */
export function madeUpRecording(seed: number, count: number, markets: readonly string[]): MadeUp {
  const random = randomOf(seed);
  const notebook = new Notebook();
  let seq = 0;
  let trades = 0;
  const frame = (type: string, sid: number, number: number, msg: object): void =>
    notebook.write(JSON.stringify({ type, sid, seq: number, msg }));
  const snapshot = (market: string): void => {
    const { bids, asks } = notebook.book(market);
    bids.clear();
    asks.clear();
    const sides: Record<string, [string, string][]> = { yes_dollars_fp: [], no_dollars_fp: [] };
    for (let cents = 1; cents < 49; cents += 1 + random(9)) {
      const size = 1 + random(90_000);
      bids.set(cents * 10_000, size * 10_000);
      sides.yes_dollars_fp!.push([decimal(cents, 4), decimal(size, 2)]);
      asks.set((100 - cents) * 10_000, size * 10_000);
      sides.no_dollars_fp!.push([decimal(cents, 4), decimal(size, 2)]);
    }
    frame('orderbook_snapshot', 1, ++seq, { market_ticker: market, market_id: 'm', ...sides });
  };
  for (const market of markets) snapshot(market);
  while (notebook.messages.length < count) {
    const market = markets[random(markets.length)]!;
    const ts_ms = START_MS + notebook.messages.length * 7 - 3;
    const what = random(100);
    if (what === 0) snapshot(market);
    else if (what < 5) {
      frame('trade', 2, ++trades, {
        trade_id: `t${trades}`,
        market_ticker: market,
        yes_price_dollars: '0.4900',
        no_price_dollars: '0.5100',
        count_fp: '3.00',
        taker_outcome_side: 'yes',
        ts_ms,
      });
    } else {
      const isBid = random(2) === 0;
      const cents = 1 + random(48);
      const levels = isBid ? notebook.book(market).bids : notebook.book(market).asks;
      const price = (isBid ? cents : 100 - cents) * 10_000;
      const before = (levels.get(price) ?? 0) / 10_000;
      const change = random(3) === 0 ? -before : 1 + random(50_000);
      if (change === 0) continue;
      if (before + change === 0) levels.delete(price);
      else levels.set(price, (before + change) * 10_000);
      frame('orderbook_delta', 1, ++seq, {
        market_ticker: market,
        market_id: 'm',
        price_dollars: decimal(cents, 4),
        delta_fp: decimal(change, 2),
        side: isBid ? 'yes' : 'no',
        ts: new Date(ts_ms).toISOString(),
        ts_ms,
      });
    }
  }
  return notebook.madeUp;
}
