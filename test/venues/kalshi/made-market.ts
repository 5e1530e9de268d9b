/**
 * A made-up Kalshi market and its frames, byte for byte in the venue's form: signed changes in the side's own leg, whole cents,
 * a number per subscription, about 260 bytes.
 */
import { NO_FEE } from '../../../src-shared/domain/fees.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { listingId } from '../../../src-shared/domain/listing.ts';
import { ONE_MICROS } from '../../../src-shared/domain/micros.ts';
import { uniformGrid } from '../../../src-shared/domain/price-grid.ts';
import { type MadeMarket, type MadeMarkets, priceText, type VenueClock } from '../../bench/frames/made-market.ts';
import { BUY, MarketModel } from '../../bench/frames/market-model.ts';
import { type Random, randomText } from '../../bench/frames/random.ts';
import { foldFrame } from './naive-fold.ts';

const KALSHI = 'kalshi';
const DECIMALS = 4;
const HEX = '0123456789abcdef';
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const CENTS = 100;
const TENTHS = 1_000;
/** A side of cents has room for no more levels than this. */
const CENT_LEVELS_MAX = 49;

/** Prices are cents, or tenths of one where more levels are asked for than there are cents. */
function kalshiModel(random: Random, levels: number): MarketModel {
  return new MarketModel(random, levels > CENT_LEVELS_MAX ? TENTHS : CENTS, levels);
}

class KalshiMarket implements MadeMarket {
  readonly instrument: Instrument;
  readonly model: MarketModel;
  private readonly clock: VenueClock;
  private readonly ticker: string;
  private readonly marketId: string;
  private readonly ticks: number;

  /** A model of its own with so many levels a side, or one that several markets share. */
  constructor(random: Random, clock: VenueClock, levels: number | MarketModel) {
    this.clock = clock;
    this.model = typeof levels === 'number' ? kalshiModel(random, levels) : levels;
    this.ticks = this.model.ticks;
    this.ticker = `KX${randomText(random, LETTERS, 5)}15M-26AUG${Math.floor(100_000 + random() * 900_000)}-30`;
    const hex = (length: number): string => randomText(random, HEX, length);
    this.marketId = `${hex(8)}-${hex(4)}-${hex(4)}-${hex(4)}-${hex(12)}`;
    this.instrument = {
      id: listingId(KALSHI, this.ticker),
      venue: KALSHI,
      symbols: [this.ticker],
      priceGrid: uniformGrid(ONE_MICROS / this.ticks),
      fees: NO_FEE,
      venueData: {},
    };
  }

  snapshot(): string {
    this.clock.advance();
    const { bids, asks } = this.model;
    const yes: string[] = [];
    const no: string[] = [];
    for (let tick = 0; tick <= this.ticks; tick++) if (bids[tick]! > 0) yes.push(this.level(tick, bids[tick]!));
    // A NO bid at p is a YES ask at 1 - p.
    for (let leg = 0; leg <= this.ticks; leg++) {
      const size = asks[this.ticks - leg]!;
      if (size > 0) no.push(this.level(leg, size));
    }
    return (
      `{"type":"orderbook_snapshot","sid":1,"seq":${this.clock.sequence},"msg":{"market_ticker":"${this.ticker}",` +
      `"market_id":"${this.marketId}","yes_dollars_fp":[${yes.join(',')}],"no_dollars_fp":[${no.join(',')}]}}`
    );
  }

  next(): string {
    const { model, clock } = this;
    model.step();
    clock.advance();
    const isYes = model.side === BUY;
    const price = priceText(isYes ? model.tick : this.ticks - model.tick, this.ticks, DECIMALS);
    const time = new Date(clock.nowMs).toISOString().replace('Z', '273Z');
    return (
      `{"type":"orderbook_delta","sid":1,"seq":${clock.sequence},"msg":{"market_ticker":"${this.ticker}",` +
      `"market_id":"${this.marketId}","price_dollars":"${price}","delta_fp":"${(model.change / 100).toFixed(2)}",` +
      `"side":"${isYes ? 'yes' : 'no'}","ts":"${time}","ts_ms":${clock.nowMs}}}`
    );
  }

  private level(tick: number, hundredths: number): string {
    return `["${priceText(tick, this.ticks, DECIMALS)}","${(hundredths / 100).toFixed(2)}"]`;
  }
}

export const made: MadeMarkets = {
  id: KALSHI,
  usualLevels: 45,
  create: (random, clock, levels) => new KalshiMarket(random, clock, levels),
  model: kalshiModel,
  // A connection's subscription has numbers of its own.
  hasNumbers: true,
  subscribed: (markets) => markets.map((market) => market.snapshot()),
  firstForm: null,
  fold: foldFrame,
  page: { markets: 1_000, bucket: 'rest' },
  vsJsonParseMax: 0.8,
};
