import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boughtFor, FeeMeter, type Fill, receivedOf, takerFeeMicros } from '../../../../src-shared/domain/fee-meter.ts';
import { type CurveFee, type FeeSchedule, NO_FEE, type TableFee } from '../../../../src-shared/domain/fees.ts';
import { parseMicros, parsePriceMicros, parseSizeMicros } from '../../../../src-shared/domain/micros.ts';
import { SEED } from '../../../venues/seed.ts';

function schedule(rate: string, roundUp: string, exponent = 1): FeeSchedule {
  return { rateMicros: parseMicros(rate), exponent, roundUpToMicros: parseMicros(roundUp), text: 'For a test.' };
}

function fill(size: string, price: string): Fill {
  return { sizeMicros: parseSizeMicros(size), priceMicros: parsePriceMicros(price) };
}

describe('takerFeeMicros', () => {
  // Kalshi's published table rounds an order up to the cent.
  it.each([
    ['100', '0.05', '0.34'],
    ['1', '0.5', '0.02'],
    ['100', '0.5', '1.75'],
    ['10', '0.5', '0.18'],
    ['1', '0.01', '0.01'],
    ['100', '0.25', '1.32'],
    ['100', '0.99', '0.07'],
    ['0.5', '0.5', '0.01'],
  ])('rounds %s contracts at %s up to %s dollars', (size, price, fee) => {
    expect(takerFeeMicros(schedule('0.07', '0.01'), 'buy', [fill(size, price)])).toBe(parseMicros(fee));
  });

  it('gives the worked example of a millionth: 0.07 x 0.055 x 0.945 is 0.00363825', () => {
    expect(takerFeeMicros(schedule('0.07', '0.000001'), 'buy', [fill('1', '0.055')])).toBe(parseMicros('0.003639'));
  });

  it('halves with the multiplier of a series', () => {
    expect(takerFeeMicros(schedule('0.035', '0.01'), 'buy', [fill('100', '0.5')])).toBe(parseMicros('0.88'));
  });

  it('rounds up to five decimals where the venue does', () => {
    expect(takerFeeMicros(schedule('0.05', '0.00001'), 'buy', [fill('100', '0.5')])).toBe(parseMicros('1.25'));
    expect(takerFeeMicros(schedule('0.05', '0.00001'), 'buy', [fill('5', '0.505')])).toBe(parseMicros('0.0625'));
    expect(takerFeeMicros(schedule('0.05', '0.00001'), 'buy', [fill('0.01', '0.001')])).toBe(parseMicros('0.00001'));
  });

  it('takes a higher power of p(1-p) for the retired crypto type', () => {
    expect(takerFeeMicros(schedule('0.25', '0.00001', 2), 'buy', [fill('100', '0.5')])).toBe(parseMicros('1.5625'));
  });

  it('rounds the order once, not each fill', () => {
    const fills = [fill('1', '0.5'), fill('1', '0.5')];
    expect(takerFeeMicros(schedule('0.07', '0.01'), 'buy', fills)).toBe(parseMicros('0.04'));
    const many = Array.from({ length: 100 }, () => fill('1', '0.5'));
    expect(takerFeeMicros(schedule('0.07', '0.01'), 'buy', many)).toBe(parseMicros('1.75'));
  });

  it('is nothing for no rate, no fills, and certainty', () => {
    expect(takerFeeMicros(NO_FEE, 'buy', [fill('1000', '0.5')])).toBe(0);
    expect(takerFeeMicros(schedule('0.07', '0.01'), 'buy', [])).toBe(0);
    expect(takerFeeMicros(schedule('0.07', '0.01'), 'buy', [fill('100', '0'), fill('100', '1')])).toBe(0);
  });

  it(`is never below the exact fee and less than one unit above it (seed ${SEED})`, () => {
    const fills = fc.array(fc.record({ size: fc.nat(1_000_000_000_000), price: fc.nat(1_000_000) }), { maxLength: 20 });
    fc.assert(
      fc.property(fc.nat(250_000), fc.constantFrom(1, 10, 10_000), fills, (rateMicros, roundUpToMicros, list) => {
        const order = list.map(({ size, price }) => ({ sizeMicros: size, priceMicros: price }) as Fill);
        const fee = takerFeeMicros({ rateMicros, exponent: 1, roundUpToMicros, text: '' }, 'buy', order);
        const scaled = list.reduce(
          (sum, { size, price }) => sum + BigInt(size) * BigInt(rateMicros) * BigInt(price) * BigInt(1_000_000 - price),
          0n,
        );
        const scale = 10n ** 18n;
        expect(BigInt(fee) * scale >= scaled).toBe(true);
        expect(BigInt(fee) * scale - scaled < BigInt(roundUpToMicros) * scale).toBe(true);
        expect(fee % roundUpToMicros).toBe(0);
      }),
      { seed: SEED, numRuns: 1_000 },
    );
  });

  it(`is the same for both outcomes of a contract (seed ${SEED})`, () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.nat(10_000_000_000), (price, size) => {
        const fee = (at: number) =>
          takerFeeMicros(schedule('0.07', '0.01'), 'buy', [{ priceMicros: at, sizeMicros: size } as Fill]);
        expect(fee(price)).toBe(fee(1_000_000 - price));
      }),
      { seed: SEED, numRuns: 500 },
    );
  });
});

describe('FeeMeter', () => {
  const metered = (of: FeeSchedule, fills: readonly Fill[]): number => {
    const meter = new FeeMeter(of, 'buy');
    // An order before this one leaves nothing behind.
    meter.add(123_456, 7_000_001);
    meter.clear();
    for (const { priceMicros, sizeMicros } of fills) meter.add(priceMicros, sizeMicros);
    return meter.total();
  };

  // Kalshi's table, the sub-penny example of its rounding page, and Polymarket's at 100 shares for its category rates.
  it.each([
    ['0.07', '0.01', '100', '0.05', '0.34'],
    ['0.07', '0.01', '10', '0.5', '0.18'],
    ['0.07', '0.01', '1', '0.01', '0.01'],
    ['0.07', '0.01', '100', '0.99', '0.07'],
    ['0.07', '0.000001', '1', '0.055', '0.003639'],
    ['0.07', '0.00001', '100', '0.5', '1.75'],
    ['0.05', '0.00001', '100', '0.5', '1.25'],
    ['0.04', '0.00001', '100', '0.3', '0.84'],
    ['0.03', '0.00001', '100', '0.1', '0.27'],
    ['0', '0.00001', '100', '0.5', '0'],
  ])(
    'at rate %s, rounded up to %s, takes for %s contracts at %s exactly %s dollars',
    (rate, unit, size, price, fee) => {
      expect(metered(schedule(rate, unit), [fill(size, price)])).toBe(parseMicros(fee));
    },
  );

  const anySchedule: fc.Arbitrary<CurveFee> = fc.record({
    rateMicros: fc.nat(2_000_000),
    exponent: fc.nat(4),
    roundUpToMicros: fc.constantFrom(1, 10, 10_000),
    text: fc.constant(''),
  });
  const anyPrice = fc.nat(1_000_000);
  const worth = (of: CurveFee, price: number): bigint =>
    BigInt(of.rateMicros) *
    BigInt(price * (1_000_000 - price)) ** BigInt(of.exponent) *
    10n ** BigInt(48 - 12 * of.exponent);

  it(`equals the exact sum for any schedule and fills (seed ${SEED})`, () => {
    const fills = fc.array(fc.record({ size: fc.nat(100_000_000_000_000), price: anyPrice }), { maxLength: 20 });
    fc.assert(
      fc.property(anySchedule, fills, (of, list) => {
        const order = list.map(({ size, price }) => ({ sizeMicros: size, priceMicros: price }) as Fill);
        const exact = list.reduce((sum, { size, price }) => sum + BigInt(size) * worth(of, price), 0n);
        const unit = BigInt(of.roundUpToMicros) * 10n ** 48n * 1_000_000n;
        expect(BigInt(metered(of, order))).toBe(((exact + unit - 1n) / unit) * BigInt(of.roundUpToMicros));
      }),
      { seed: SEED, numRuns: 2_000 },
    );
  });

  it(`knows to the last digit whether a contract earns more than both fees (seed ${SEED})`, () => {
    const near = fc.integer({ min: -2, max: 2 });
    fc.assert(
      fc.property(anySchedule, anySchedule, anyPrice, near, (buy, sell, a, off) => {
        const feesAt = (b: number): bigint => worth(buy, a) + worth(sell, b);
        // The selling price just about both fees above: where a rounded comparison would be wrong.
        let b = a;
        for (let turn = 0; turn < 30; turn++) b = Math.min(1_000_000, a + Number(feesAt(b) / 10n ** 48n));
        b = Math.min(1_000_000, Math.max(0, b + off));
        const isWorth = FeeMeter.isWorth(new FeeMeter(buy, 'buy'), a, new FeeMeter(sell, 'sell'), b);
        expect(isWorth).toBe(BigInt(b - a) * 10n ** 48n > feesAt(b));
      }),
      { seed: SEED, numRuns: 2_000 },
    );
  });
});

describe('contracts kept by the venue', () => {
  it(`buys the least that covers what is to be received (seed ${SEED})`, () => {
    fc.assert(
      fc.property(fc.nat(1_000_000_000_000_000), fc.integer({ min: 1, max: 1_000_000 }), (wanted, kept) => {
        const received = (bought: bigint): bigint => (bought * BigInt(kept)) / 1_000_000n;
        const most = BigInt(Math.min(wanted, kept * 1_000_000_000));
        const bought = boughtFor(Number(most), kept);
        expect(BigInt(receivedOf(bought, kept))).toBe(received(BigInt(bought)));
        expect(received(BigInt(bought)) >= most).toBe(true);
        if (bought > 0) expect(received(BigInt(bought) - 1n) < most).toBe(true);
      }),
      { seed: SEED, numRuns: 2_000 },
    );
  });

  it('takes the rate of the first row that reaches the price, of what is paid, received or bought', () => {
    const table: TableFee = {
      kind: 'table',
      buy: [
        { upToMicros: 500_000, rateMicros: 30_000 },
        { upToMicros: 1_000_000, rateMicros: 4_000 },
      ],
      buyPaidIn: 'contracts',
      sell: [{ upToMicros: 1_000_000, rateMicros: 15_000 }],
      roundUpToMicros: 1,
      text: '',
    };
    // 3 % of 100 contracts, then 0.4 %; 1.5 % of 60 dollars.
    expect(takerFeeMicros(table, 'buy', [fill('100', '0.5')])).toBe(parseMicros('3'));
    expect(takerFeeMicros(table, 'buy', [fill('100', '0.501')])).toBe(parseMicros('0.4'));
    expect(takerFeeMicros(table, 'sell', [fill('100', '0.6')])).toBe(parseMicros('0.9'));
    expect(takerFeeMicros({ ...table, buyPaidIn: 'cash' as const }, 'buy', [fill('100', '0.4')])).toBe(
      parseMicros('1.2'),
    );
    expect(takerFeeMicros({ ...table, roundUpToMicros: 10_000 }, 'buy', [fill('0.1', '0.4')])).toBe(
      parseMicros('0.01'),
    );
  });

  it('takes a share of the smaller side, or of the profit', () => {
    const minimum: FeeSchedule = { ...schedule('0.02', '0.000001'), base: 'minimum' } as CurveFee;
    expect(takerFeeMicros(minimum, 'buy', [fill('100', '0.1')])).toBe(parseMicros('0.2'));
    expect(takerFeeMicros(minimum, 'sell', [fill('100', '0.9')])).toBe(parseMicros('0.2'));
    const profit: FeeSchedule = { kind: 'profit-share', rateMicros: 100_000, roundUpToMicros: 1, text: '' };
    expect(takerFeeMicros(profit, 'buy', [fill('10', '0.4')])).toBe(parseMicros('0.6'));
    expect(takerFeeMicros(profit, 'sell', [fill('10', '0.4')])).toBe(parseMicros('0.4'));
  });
});
