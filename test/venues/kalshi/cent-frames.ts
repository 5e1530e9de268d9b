/** Kalshi's frames of books whose prices are whole cents and whose sizes are whole contracts. */
import { ONE_MICROS } from '../../../src-shared/domain/micros.ts';
import { uniformGrid } from '../../../src-shared/domain/price-grid.ts';
import { kalshi } from '../../../src-shared/venues/kalshi/index.ts';
import { randomText } from '../../bench/frames/random.ts';
import { type CentFrames, type CentLevels, dollars, madeInstrument } from '../venue-role.ts';

const pairs = (levels: CentLevels): string =>
  levels.map(([cents, size]) => `["${dollars(cents)}","${size}.00"]`).join(',');

export const cents: CentFrames = {
  instrument: (number, random) => {
    const ticker = `KX${randomText(random, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 6)}-26DEC-${number}`;
    return {
      ...madeInstrument(kalshi.id, ticker, [ticker]),
      priceGrid: uniformGrid(ONE_MICROS / 100),
      fees: { rateMicros: 70_000, exponent: 1, roundUpToMicros: 10_000, text: '' },
    };
  },
  snapshot: (ticker, bids, asks) => {
    const no = asks.map(([price, size]) => [100 - price, size] as const);
    return `{"type":"orderbook_snapshot","sid":1,"seq":1,"msg":{"market_ticker":"${ticker}","yes_dollars_fp":[${pairs(bids)}],"no_dollars_fp":[${pairs(no)}]}}`;
  },
  change: (ticker, { isBid, cents: at, change }, _touch, nowMs) => {
    const price = dollars(isBid ? at : 100 - at);
    return `{"type":"orderbook_delta","sid":1,"seq":2,"msg":{"market_ticker":"${ticker}","price_dollars":"${price}","delta_fp":"${change}.00","side":"${isBid ? 'yes' : 'no'}","ts_ms":${nowMs}}}`;
  },
};
