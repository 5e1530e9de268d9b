/**
 * What can be earned between two books, worked out slowly: BigInt fractions, every level, one function, nothing shared with the
 * product but the words.
 */
import type { FeeSchedule } from '../../../../src-shared/domain/fees.ts';
import { noSpread, type Spread } from '../../../../src-shared/domain/spread.ts';

export type Levels = readonly (readonly [priceMicros: number, sizeMicros: number])[];

/** A market as its venue writes it down. */
export type NaiveMarket = {
  readonly bids: Levels;
  readonly asks: Levels;
  readonly inverted: boolean;
  readonly live: boolean;
  readonly fees: FeeSchedule;
};

type BigLevel = { price: bigint; size: bigint };

const ONE = 10n ** 6n;

/** The market's asks (or bids) as seen from the link, best first. */
function sideOf({ bids, asks, inverted }: NaiveMarket, side: 'bid' | 'ask'): BigLevel[] {
  const own = (side === 'bid') !== inverted ? bids : asks;
  const turned = own.map(([price, size]) => ({
    price: inverted ? ONE - BigInt(price) : BigInt(price),
    size: BigInt(size),
  }));
  return turned.sort((a, b) => (side === 'bid' ? Number(b.price - a.price) : Number(a.price - b.price)));
}

/** A fee is this many parts of ONE ** (2 + 2 * exponent) of a dollar, per millionth of a contract. */
function parts({ rateMicros, exponent }: FeeSchedule, price: bigint): bigint {
  return BigInt(rateMicros) * (price * (ONE - price)) ** BigInt(exponent);
}

function fee(schedule: FeeSchedule, fills: readonly BigLevel[]): bigint {
  const sum = fills.reduce((all, { price, size }) => all + size * parts(schedule, price), 0n);
  const unit = BigInt(schedule.roundUpToMicros) * ONE ** BigInt(1 + 2 * schedule.exponent);
  return up(sum, unit) * BigInt(schedule.roundUpToMicros);
}

const down = (value: bigint, by: bigint): bigint => (value - (((value % by) + by) % by)) / by;
const up = (value: bigint, by: bigint): bigint => -down(-value, by);
const total = (fills: readonly BigLevel[]): bigint => fills.reduce((sum, { size }) => sum + size, 0n);
const worth = (fills: readonly BigLevel[]): bigint => fills.reduce((sum, { price, size }) => sum + price * size, 0n);

export function naiveSpread(buy: NaiveMarket, sell: NaiveMarket): Spread {
  const asks = sideOf(buy, 'ask');
  const bids = sideOf(sell, 'bid');
  if (!buy.live || !sell.live || asks.length === 0 || bids.length === 0) return noSpread();
  const least = asks[0]!.size < bids[0]!.size ? asks[0]!.size : bids[0]!.size;
  const touch = account(buy, sell, [{ price: asks[0]!.price, size: least }], [{ price: bids[0]!.price, size: least }]);
  const spread: Spread = {
    ...noSpread(),
    buyMicros: Number(asks[0]!.price),
    sellMicros: Number(bids[0]!.price),
    touchSizeMicros: Number(least),
    touchFeesMicros: Number(touch.buyFee + touch.sellFee),
    touchEdgeMicros: Number(down(touch.profit * ONE, least)),
  };
  const bought: BigLevel[] = [];
  const sold: BigLevel[] = [];
  // The common denominator of a price and of both fees of one contract.
  const scale = ONE ** BigInt(1 + 2 * buy.fees.exponent + 2 * sell.fees.exponent);
  while (asks.length > 0 && bids.length > 0) {
    const [ask, bid] = [asks[0]!, bids[0]!];
    const buyFee = (parts(buy.fees, ask.price) * scale) / ONE ** BigInt(2 * buy.fees.exponent);
    const sellFee = (parts(sell.fees, bid.price) * scale) / ONE ** BigInt(2 * sell.fees.exponent);
    if ((bid.price - ask.price) * scale <= buyFee + sellFee) break;
    const size = ask.size < bid.size ? ask.size : bid.size;
    bought.push({ price: ask.price, size });
    sold.push({ price: bid.price, size });
    ask.size -= size;
    bid.size -= size;
    if (ask.size === 0n) asks.shift();
    if (bid.size === 0n) bids.shift();
  }
  const size = total(bought);
  if (size === 0n) return spread;
  const { cost, proceeds, buyFee, sellFee, profit } = account(buy, sell, bought, sold);
  if (profit <= 0n) return spread;
  const cash = cost + size - proceeds + buyFee + sellFee;
  return {
    ...spread,
    sizeMicros: Number(size),
    costMicros: Number(cost),
    proceedsMicros: Number(proceeds),
    buyFeeMicros: Number(buyFee),
    sellFeeMicros: Number(sellFee),
    buyAverageMicros: Number(up(worth(bought), size)),
    sellAverageMicros: Number(down(worth(sold), size)),
    profitMicros: Number(profit),
    edgeMicros: Number(down(profit * ONE, size)),
    cashMicros: Number(cash),
    returnMicros: Number(down(profit * ONE, cash)),
  };
}

function account(buy: NaiveMarket, sell: NaiveMarket, bought: readonly BigLevel[], sold: readonly BigLevel[]) {
  const cost = up(worth(bought), ONE);
  const proceeds = down(worth(sold), ONE);
  const buyFee = fee(buy.fees, bought);
  const sellFee = fee(sell.fees, sold);
  return { cost, proceeds, buyFee, sellFee, profit: proceeds - cost - buyFee - sellFee };
}
