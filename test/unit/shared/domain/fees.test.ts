import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FeeMeter, type FeeSchedule, type Fill, NO_FEE, takerFeeMicros } from '../../../../src-shared/domain/fees.ts';
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
    expect(takerFeeMicros(schedule('0.07', '0.01'), [fill(size, price)])).toBe(parseMicros(fee));
  });

  it('gives the worked example of a millionth: 0.07 x 0.055 x 0.945 is 0.00363825', () => {
    expect(takerFeeMicros(schedule('0.07', '0.000001'), [fill('1', '0.055')])).toBe(parseMicros('0.003639'));
  });

  it('halves with the multiplier of a series', () => {
    expect(takerFeeMicros(schedule('0.035', '0.01'), [fill('100', '0.5')])).toBe(parseMicros('0.88'));
  });

  it('rounds up to five decimals where the venue does', () => {
    expect(takerFeeMicros(schedule('0.05', '0.00001'), [fill('100', '0.5')])).toBe(parseMicros('1.25'));
    expect(takerFeeMicros(schedule('0.05', '0.00001'), [fill('5', '0.505')])).toBe(parseMicros('0.0625'));
    expect(takerFeeMicros(schedule('0.05', '0.00001'), [fill('0.01', '0.001')])).toBe(parseMicros('0.00001'));
  });

  it('takes a higher power of p(1-p) for the retired crypto type', () => {
    expect(takerFeeMicros(schedule('0.25', '0.00001', 2), [fill('100', '0.5')])).toBe(parseMicros('1.5625'));
  });

  it('rounds the order once, not each fill', () => {
    const fills = [fill('1', '0.5'), fill('1', '0.5')];
    expect(takerFeeMicros(schedule('0.07', '0.01'), fills)).toBe(parseMicros('0.04'));
    const many = Array.from({ length: 100 }, () => fill('1', '0.5'));
    expect(takerFeeMicros(schedule('0.07', '0.01'), many)).toBe(parseMicros('1.75'));
  });

  it('is nothing for no rate, no fills, and certainty', () => {
    expect(takerFeeMicros(NO_FEE, [fill('1000', '0.5')])).toBe(0);
    expect(takerFeeMicros(schedule('0.07', '0.01'), [])).toBe(0);
    expect(takerFeeMicros(schedule('0.07', '0.01'), [fill('100', '0'), fill('100', '1')])).toBe(0);
  });

  it(`is never below the exact fee and less than one unit above it (seed ${SEED})`, () => {
    const fills = fc.array(fc.record({ size: fc.nat(1_000_000_000_000), price: fc.nat(1_000_000) }), { maxLength: 20 });
    fc.assert(
      fc.property(fc.nat(250_000), fc.constantFrom(1, 10, 10_000), fills, (rateMicros, roundUpToMicros, list) => {
        const order = list.map(({ size, price }) => ({ sizeMicros: size, priceMicros: price }) as Fill);
        const fee = takerFeeMicros({ rateMicros, exponent: 1, roundUpToMicros, text: '' }, order);
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
          takerFeeMicros(schedule('0.07', '0.01'), [{ priceMicros: at, sizeMicros: size } as Fill]);
        expect(fee(price)).toBe(fee(1_000_000 - price));
      }),
      { seed: SEED, numRuns: 500 },
    );
  });
});

describe('FeeMeter', () => {
  const metered = (of: FeeSchedule, fills: readonly Fill[]): number => {
    const meter = new FeeMeter(of);
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

  const anySchedule = fc.record({
    rateMicros: fc.nat(2_000_000),
    exponent: fc.nat(4),
    roundUpToMicros: fc.constantFrom(1, 10, 10_000),
    text: fc.constant(''),
  });
  const anyPrice = fc.nat(1_000_000);

  it(`equals the exact sum for any schedule and fills (seed ${SEED})`, () => {
    const fills = fc.array(fc.record({ size: fc.nat(100_000_000_000_000), price: anyPrice }), { maxLength: 20 });
    fc.assert(
      fc.property(anySchedule, fills, (of, list) => {
        const order = list.map(({ size, price }) => ({ sizeMicros: size, priceMicros: price }) as Fill);
        expect(metered(of, order)).toBe(takerFeeMicros(of, order));
      }),
      { seed: SEED, numRuns: 2_000 },
    );
  });

  it(`knows to the last digit whether a contract earns more than both fees (seed ${SEED})`, () => {
    const worth = (of: FeeSchedule, price: number): bigint =>
      BigInt(of.rateMicros) *
      BigInt(price * (1_000_000 - price)) ** BigInt(of.exponent) *
      10n ** BigInt(48 - 12 * of.exponent);
    const near = fc.integer({ min: -2, max: 2 });
    fc.assert(
      fc.property(anySchedule, anySchedule, anyPrice, anyPrice, near, (buy, sell, a, b, off) => {
        const fees = worth(buy, a) + worth(sell, b);
        // Just about what both fees are: where a rounded comparison would be wrong.
        const gross = Number(fees / 10n ** 48n) + off;
        const isWorth = FeeMeter.isWorth(gross, new FeeMeter(buy), a, new FeeMeter(sell), b);
        expect(isWorth).toBe(BigInt(gross) * 10n ** 48n > fees);
      }),
      { seed: SEED, numRuns: 2_000 },
    );
  });
});
