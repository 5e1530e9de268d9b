/** Many quiet markets of both venues, made one after another and forgotten: only what the engine keeps of them is in memory. */
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { KalshiMarket, kalshiModel } from '../frames/kalshi-market.ts';
import { VenueClock } from '../frames/made-market.ts';
import { PolymarketMarket, polymarketModel } from '../frames/polymarket-market.ts';
import { seededRandom } from '../frames/random.ts';

const SEED = 20_261_123;
const LEVELS = 20;
const CHUNK = 500;

/** As many as a connection carries at the most, all of one venue. */
export type QuietChunk = {
  readonly connection: number;
  readonly instruments: readonly Instrument[];
  /** The frames that subscribing to them brings. */
  snapshots(): readonly Buffer[];
};

/** Half of the books are Polymarket's and half Kalshi's, 20 levels a side; every walk through them makes the same. */
export function* quietChunks(books: number): Generator<QuietChunk> {
  const random = seededRandom(SEED);
  const clock = new VenueClock(random, Date.now());
  for (let at = 0, connection = 1; at < books; at += CHUNK, connection++) {
    const length = Math.min(CHUNK, books - at);
    yield connection % 2 === 1 ? polymarketChunk(connection, length) : kalshiChunk(connection, length);
  }

  function polymarketChunk(connection: number, length: number): QuietChunk {
    const model = polymarketModel(random, LEVELS);
    const markets = Array.from({ length }, () => new PolymarketMarket(random, clock, model));
    return {
      connection,
      instruments: markets.map(({ instrument }) => instrument),
      // All books of a subscription come as one list.
      snapshots: () => [Buffer.from(`[${markets.map((market) => market.firstSnapshot()).join(',')}]`)],
    };
  }

  function kalshiChunk(connection: number, length: number): QuietChunk {
    const numbers = new VenueClock(seededRandom(SEED + connection), clock.nowMs);
    const model = kalshiModel(random, LEVELS);
    const markets = Array.from({ length }, () => new KalshiMarket(random, numbers, model));
    return {
      connection,
      instruments: markets.map(({ instrument }) => instrument),
      snapshots: () => markets.map((market) => Buffer.from(market.snapshot())),
    };
  }
}
