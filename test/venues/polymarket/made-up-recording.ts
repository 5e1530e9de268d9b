/** Made-up recordings of Polymarket's stream, with the books they must lead to. */
import { type MadeUp, Notebook, randomOf, START_MS } from '../../unit/main/session/made-up-recording.ts';

/** Books in a list first, then changes with the venue's own touch after them. */
export function madeUpRecording(seed: number, count: number, tokens: readonly string[]): MadeUp {
  const random = randomOf(seed);
  const notebook = new Notebook();
  const market = `0x${'ab'.repeat(32)}`;
  const timestamp = (): string => String(START_MS + notebook.messages.length * 7 - 4);
  const levelsOf = (levels: Map<number, number>, sign: number): object[] =>
    [...levels]
      .sort(([a], [b]) => sign * (a - b))
      .map(([price, size]) => ({ price: `${price / 1_000_000}`, size: `${size / 1_000_000}` }));
  const bookOf = (asset_id: string): object => {
    const { bids, asks } = notebook.book(asset_id);
    bids.clear();
    asks.clear();
    for (let cents = 1; cents < 49; cents += 1 + random(9)) {
      bids.set(cents * 10_000, (1 + random(9_000_000)) * 1_000);
      asks.set((100 - cents) * 10_000, (1 + random(9_000_000)) * 1_000);
    }
    return {
      market,
      asset_id,
      timestamp: timestamp(),
      hash: 'ab'.repeat(20),
      bids: levelsOf(bids, 1),
      asks: levelsOf(asks, -1),
      event_type: 'book',
    };
  };
  notebook.write(JSON.stringify(tokens.map(bookOf)));
  while (notebook.messages.length < count) {
    const asset_id = tokens[random(tokens.length)]!;
    const what = random(100);
    if (what === 0) notebook.write(JSON.stringify(bookOf(asset_id)));
    else if (what === 1) notebook.write('PONG');
    else {
      const { bids, asks } = notebook.book(asset_id);
      const isBid = random(2) === 0;
      const price = (isBid ? 1 + random(48) : 52 + random(48)) * 10_000;
      const size = random(3) === 0 ? 0 : (1 + random(9_000_000)) * 1_000;
      const levels = isBid ? bids : asks;
      if (size === 0) levels.delete(price);
      else levels.set(price, size);
      const change = {
        asset_id,
        price: `${price / 1_000_000}`,
        size: `${size / 1_000_000}`,
        side: isBid ? 'BUY' : 'SELL',
        hash: 'cd'.repeat(20),
        best_bid: `${bids.size > 0 ? Math.max(...bids.keys()) / 1_000_000 : 0}`,
        best_ask: `${asks.size > 0 ? Math.min(...asks.keys()) / 1_000_000 : 1}`,
      };
      const frame = { market, price_changes: [change], timestamp: timestamp(), event_type: 'price_change' };
      notebook.write(JSON.stringify(frame));
    }
  }
  return notebook.madeUp;
}
