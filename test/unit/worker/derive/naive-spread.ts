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
  readonly fees: FeeSchedule | null;
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

/** What one contract costs in fees, as parts of {@link PART} of a dollar; and the share of a bought contract that is kept. */
const PART = ONE ** 12n;

function rateOf(fees: FeeSchedule, action: 'buy' | 'sell', price: bigint): bigint {
  if (fees.kind !== 'table') return BigInt(fees.rateMicros);
  return BigInt(fees[action].find(({ upToMicros }) => price <= BigInt(upToMicros))!.rateMicros);
}

function parts(fees: FeeSchedule, action: 'buy' | 'sell', price: bigint): bigint {
  const rate = rateOf(fees, action, price);
  const other = ONE - price;
  if (fees.kind === 'table') {
    return action === 'buy' && fees.buyPaidIn === 'contracts' ? 0n : rate * price * (PART / ONE ** 2n);
  }
  if (fees.kind === 'profit-share') return rate * (action === 'buy' ? other : price) * (PART / ONE ** 2n);
  if (fees.base === 'minimum') return rate * (price < other ? price : other) * (PART / ONE ** 2n);
  const power = BigInt(fees.exponent);
  return (rate * (price * other) ** power * PART) / ONE ** (1n + 2n * power);
}

/** Millionths of a bought contract that are received. */
function keptOf(fees: FeeSchedule, price: bigint): bigint {
  const isKept = fees.kind === 'table' && fees.buyPaidIn === 'contracts';
  return isKept ? ONE - rateOf(fees, 'buy', price) : ONE;
}

function fee(schedule: FeeSchedule, action: 'buy' | 'sell', fills: readonly BigLevel[]): bigint {
  const sum = fills.reduce((all, { price, size }) => all + size * parts(schedule, action, price), 0n);
  const unit = BigInt(schedule.roundUpToMicros);
  return up(sum, unit * PART) * unit;
}

function contractsFee(schedule: FeeSchedule, fills: readonly BigLevel[]): bigint {
  const sum = fills.reduce((all, { price, size }) => all + size * (ONE - keptOf(schedule, price)), 0n);
  const unit = BigInt(schedule.roundUpToMicros);
  return sum === 0n ? 0n : up(sum, unit * ONE) * unit;
}

const down = (value: bigint, by: bigint): bigint => (value - (((value % by) + by) % by)) / by;
const up = (value: bigint, by: bigint): bigint => -down(-value, by);
const total = (fills: readonly BigLevel[]): bigint => fills.reduce((sum, { size }) => sum + size, 0n);
const worth = (fills: readonly BigLevel[]): bigint => fills.reduce((sum, { price, size }) => sum + price * size, 0n);

export function naiveSpread(buy: NaiveMarket, sell: NaiveMarket): Spread {
  const asks = sideOf(buy, 'ask');
  const bids = sideOf(sell, 'bid');
  if (!buy.live || !sell.live || asks.length === 0 || bids.length === 0) return noSpread();
  const spread: Spread = {
    ...noSpread(),
    buyMicros: Number(asks[0]!.price),
    sellMicros: Number(bids[0]!.price),
    touchSizeMicros: Math.min(Number(asks[0]!.size), Number(bids[0]!.size)),
  };
  if (buy.fees === null || sell.fees === null) return { ...spread, areFeesKnown: false };
  const take = (ask: BigLevel, bid: BigLevel): [bought: bigint, sold: bigint, isAskUsedUp: boolean] => {
    const kept = keptOf(buy.fees!, ask.price);
    const received = (ask.size * kept) / ONE;
    if (received > bid.size) return [up(bid.size * ONE, kept), bid.size, false];
    return [received === 0n ? 0n : ask.size, received, true];
  };
  const [first, firstSold] = take(asks[0]!, bids[0]!);
  if (firstSold > 0n) {
    const touch = account(buy.fees, sell.fees, [{ ...asks[0]!, size: first }], [{ ...bids[0]!, size: firstSold }]);
    spread.touchSizeMicros = Number(firstSold);
    spread.touchFeesMicros = Number(touch.buyFee + touch.sellFee);
    spread.touchEdgeMicros = Number(down(touch.profit * ONE, firstSold));
  }
  const bought: BigLevel[] = [];
  const sold: BigLevel[] = [];
  while (asks.length > 0 && bids.length > 0) {
    const [ask, bid] = [asks[0]!, bids[0]!];
    const kept = keptOf(buy.fees, ask.price);
    if (kept <= 0n) break;
    const fees = [parts(buy.fees, 'buy', ask.price), parts(sell.fees, 'sell', bid.price)] as const;
    const areBothWinnings = buy.fees.kind === 'profit-share' && sell.fees.kind === 'profit-share';
    const together = areBothWinnings ? (fees[0] > fees[1] ? fees[0] : fees[1]) : fees[0] + fees[1];
    if ((bid.price - up(ask.price * ONE, kept)) * (PART / ONE) <= together) break;
    const [bought1, sold1, isAskUsedUp] = take(ask, bid);
    bought.push({ price: ask.price, size: bought1 });
    sold.push({ price: bid.price, size: sold1 });
    ask.size -= bought1;
    bid.size -= sold1;
    if (isAskUsedUp) asks.shift();
    if (bid.size === 0n) bids.shift();
  }
  const size = total(sold);
  if (size === 0n) return spread;
  const { cost, proceeds, buyFee, sellFee, contracts, profit } = account(buy.fees, sell.fees, bought, sold);
  if (profit <= 0n) return spread;
  const cash = cost + size - proceeds + buyFee + sellFee;
  return {
    ...spread,
    sizeMicros: Number(size),
    costMicros: Number(cost),
    proceedsMicros: Number(proceeds),
    buyFeeMicros: Number(buyFee),
    sellFeeMicros: Number(sellFee),
    feeContractsMicros: Number(contracts),
    buyAverageMicros: Number(up(worth(bought), total(bought))),
    sellAverageMicros: Number(down(worth(sold), size)),
    profitMicros: Number(profit),
    edgeMicros: Number(down(profit * ONE, size)),
    cashMicros: Number(cash),
    returnMicros: Number(down(profit * ONE, cash)),
  };
}

function account(buy: FeeSchedule, sell: FeeSchedule, bought: readonly BigLevel[], sold: readonly BigLevel[]) {
  const cost = up(worth(bought), ONE);
  const proceeds = down(worth(sold), ONE);
  const contracts = contractsFee(buy, bought);
  let buyFee = fee(buy, 'buy', bought);
  let sellFee = fee(sell, 'sell', sold);
  if (buy.kind === 'profit-share' && sell.kind === 'profit-share') {
    if (sellFee > buyFee) buyFee = 0n;
    else sellFee = 0n;
  }
  const short = total(sold) - (total(bought) - contracts);
  const profit = proceeds - cost - (short > 0n ? short : 0n) - buyFee - sellFee;
  return { cost, proceeds, buyFee, sellFee, contracts, profit };
}
