/**
 * A made-up Polymarket market and its frames, byte for byte in the venue's form: both tokens in each change, 0.001 ticks, the
 * touch after every change, about 602 bytes. The book's form is the one sent after a trade, or the one sent on subscribing with
 * its checksum.
 */
import { createHash } from 'node:crypto';
import { NO_FEE } from '../../../src-shared/domain/fees.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { listingId } from '../../../src-shared/domain/listing.ts';
import { ONE_MICROS } from '../../../src-shared/domain/micros.ts';
import { uniformGrid } from '../../../src-shared/domain/price-grid.ts';
import {
  type MadeMarket,
  type MadeMarkets,
  priceText,
  shortSize,
  type VenueClock,
} from '../../bench/frames/made-market.ts';
import { BUY, MarketModel } from '../../bench/frames/market-model.ts';
import { type Random, randomText } from '../../bench/frames/random.ts';
import { foldFrame } from './naive-fold.ts';

const POLYMARKET = 'polymarket';
const TICKS = 1_000;
const DECIMALS = 3;
const HEX = '0123456789abcdef';
const DIGITS = '0123456789';

function polymarketModel(random: Random, levels: number): MarketModel {
  return new MarketModel(random, TICKS, levels);
}

class PolymarketMarket implements MadeMarket {
  readonly instrument: Instrument;
  readonly model: MarketModel;
  private readonly random: Random;
  private readonly clock: VenueClock;
  private readonly condition: string;
  private readonly yes: string;
  private readonly no: string;

  /** A model of its own with so many levels a side, or one that several markets share. */
  constructor(random: Random, clock: VenueClock, levels: number | MarketModel) {
    this.random = random;
    this.clock = clock;
    this.model = typeof levels === 'number' ? polymarketModel(random, levels) : levels;
    this.condition = `0x${randomText(random, HEX, 64)}`;
    this.yes = `7${randomText(random, DIGITS, 76)}`;
    this.no = `5${randomText(random, DIGITS, 76)}`;
    this.instrument = {
      id: listingId(POLYMARKET, this.condition),
      venue: POLYMARKET,
      symbols: [this.yes, this.no, this.condition],
      priceGrid: uniformGrid(ONE_MICROS / TICKS),
      fees: NO_FEE,
      venueData: { minOrderSize: '5', negRisk: 'false' },
    };
  }

  /** The form sent after a trade: no tick size, no last trade, so its checksum cannot be verified. */
  snapshot(): string {
    const [bids, asks] = this.levels();
    return (
      `{"market":"${this.condition}","asset_id":"${this.yes}","timestamp":"${this.clock.nowMs}",` +
      `"hash":"${randomText(this.random, HEX, 40)}","bids":${bids},"asks":${asks},"event_type":"book"}`
    );
  }

  /** The form sent on subscribing, without the list around it: every field, and a checksum that holds. */
  firstSnapshot(): string {
    const [bids, asks] = this.levels();
    const head = `"market":"${this.condition}","asset_id":"${this.yes}","timestamp":"${this.clock.nowMs}"`;
    const levels = `"bids":${bids},"asks":${asks}`;
    const last = this.price(this.model.bestBid);
    const hashed = `{${head},"hash":"",${levels},"min_order_size":"5","tick_size":"0.001","neg_risk":false,"last_trade_price":"${last}"}`;
    const hash = createHash('sha1').update(hashed).digest('hex');
    return `{${head},"hash":"${hash}",${levels},"tick_size":"0.001","event_type":"book","last_trade_price":"${last}"}`;
  }

  next(): string {
    const { model, clock } = this;
    model.step();
    clock.advance();
    const { bestBid, bestAsk, tick } = model;
    const size = shortSize(model.size);
    const [side, mirrored] = model.side === BUY ? ['BUY', 'SELL'] : ['SELL', 'BUY'];
    return (
      `{"market":"${this.condition}","price_changes":[` +
      `${this.change(this.yes, tick, size, side!, bestBid, bestAsk)},` +
      `${this.change(this.no, TICKS - tick, size, mirrored!, TICKS - bestAsk, TICKS - bestBid)}` +
      `],"timestamp":"${clock.nowMs}","event_type":"price_change"}`
    );
  }

  private change(token: string, tick: number, size: string, side: string, bid: number, ask: number): string {
    const hash = randomText(this.random, HEX, 40);
    return (
      `{"asset_id":"${token}","price":"${this.price(tick)}","size":"${size}","side":"${side}","hash":"${hash}",` +
      `"best_bid":"${this.price(bid)}","best_ask":"${this.price(ask)}"}`
    );
  }

  private price(tick: number): string {
    return priceText(tick, TICKS, DECIMALS).replace(/\.?0+$/, '');
  }

  /** The best level is the last of both lists, as the venue sends them. */
  private levels(): readonly [bids: string, asks: string] {
    const { bids, asks } = this.model;
    const level = (tick: number, size: number): string => `{"price":"${this.price(tick)}","size":"${shortSize(size)}"}`;
    const bidTexts: string[] = [];
    const askTexts: string[] = [];
    for (let tick = 0; tick <= TICKS; tick++) if (bids[tick]! > 0) bidTexts.push(level(tick, bids[tick]!));
    for (let tick = TICKS; tick >= 0; tick--) if (asks[tick]! > 0) askTexts.push(level(tick, asks[tick]!));
    return [`[${bidTexts.join(',')}]`, `[${askTexts.join(',')}]`];
  }
}

const first = (market: MadeMarket): string => (market as PolymarketMarket).firstSnapshot();

export const made: MadeMarkets = {
  id: POLYMARKET,
  usualLevels: 100,
  create: (random, clock, levels) => new PolymarketMarket(random, clock, levels),
  model: polymarketModel,
  hasNumbers: false,
  // All books of a subscription come as one list.
  subscribed: (markets) => [`[${markets.map(first).join(',')}]`],
  firstForm: first,
  fold: foldFrame,
  page: { markets: 100, bucket: 'gamma' },
  vsJsonParseMax: 0.6,
};
