/** Many quiet markets of all venues, made one after another and forgotten: only what the engine keeps of them is in memory. */
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { type MadeMarkets, VenueClock } from '../frames/made-market.ts';
import { MADE_VENUES } from '../frames/made-venues.ts';
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

/** The venues take turns, 20 levels a side; every walk through them makes the same. */
export function* quietChunks(books: number): Generator<QuietChunk> {
  const random = seededRandom(SEED);
  const clock = new VenueClock(random, Date.now());
  for (let at = 0, connection = 1; at < books; at += CHUNK, connection++) {
    const length = Math.min(CHUNK, books - at);
    yield chunk(MADE_VENUES[(connection - 1) % MADE_VENUES.length]!, connection, length);
  }

  function chunk(venue: MadeMarkets, connection: number, length: number): QuietChunk {
    const own = venue.hasNumbers ? new VenueClock(seededRandom(SEED + connection), clock.nowMs) : clock;
    const model = venue.model(random, LEVELS);
    const markets = Array.from({ length }, () => venue.create(random, own, model));
    return {
      connection,
      instruments: markets.map(({ instrument }) => instrument),
      snapshots: () => venue.subscribed(markets).map((text) => Buffer.from(text)),
    };
  }
}
