/** Polymarket's frames of books whose prices are whole cents and whose sizes are whole contracts. */
import { ONE_MICROS } from '../../../src-shared/domain/micros.ts';
import { uniformGrid } from '../../../src-shared/domain/price-grid.ts';
import { polymarket } from '../../../src-shared/venues/polymarket/index.ts';
import { randomText } from '../../bench/frames/random.ts';
import { type CentFrames, type CentLevels, dollars, madeInstrument } from '../venue-role.ts';

const list = (levels: CentLevels): string =>
  levels.map(([cents, size]) => `{"price":"${dollars(cents)}","size":"${size}"}`).join(',');

export const cents: CentFrames = {
  instrument: (number, random) => {
    const token = `7${randomText(random, '0123456789', 76)}`;
    return {
      ...madeInstrument(polymarket.id, `0x${number}`, [token], { minOrderSize: '5', negRisk: 'false' }),
      priceGrid: uniformGrid(ONE_MICROS / 100),
      fees: { rateMicros: 50_000, exponent: 1, roundUpToMicros: 10, text: '' },
    };
  },
  snapshot: (token, bids, asks, nowMs) =>
    `{"market":"0x","asset_id":"${token}","timestamp":"${nowMs}","hash":"","bids":[${list(bids)}],"asks":[${list(asks)}],"event_type":"book"}`,
  change: (token, { isBid, cents: at, size }, [bid, ask], nowMs) =>
    `{"market":"0x","price_changes":[{"asset_id":"${token}","price":"${dollars(at)}","size":"${size}","side":"${isBid ? 'BUY' : 'SELL'}","hash":"","best_bid":"${dollars(bid)}","best_ask":"${dollars(ask)}"}],"timestamp":"${nowMs}","event_type":"price_change"}`,
};
