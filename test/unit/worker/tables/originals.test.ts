/** The venue's own text of a number, found in its message. */
import { describe, expect, it } from 'vitest';
import { Originals } from '../../../../src-worker/tables/originals.ts';

const CENT = 10_000;
const ONE = 1_000_000;

function found(frame: string, pairs: readonly (readonly [number, number])[]): string[] {
  const originals = new Originals();
  originals.open(frame);
  return pairs.map(([price, size]) => {
    originals.find(price, size);
    return `${originals.price} x ${originals.size}`;
  });
}

describe('originals', () => {
  it('keep the digits the venue wrote, each row its own', () => {
    const frame = '{"bids":[{"price":"0.50","size":"7"},{"price":"0.5","size":"7.00"}],"timestamp":"1790000000100"}';
    expect(
      found(frame, [
        [50 * CENT, 7 * ONE],
        [50 * CENT, 7 * ONE],
      ]),
    ).toEqual(['0.50 x 7', '0.5 x 7.00']);
  });

  it('find a price of the other outcome', () => {
    const frame = '{"msg":{"price_dollars":"0.5700","delta_fp":"-3.00","side":"no"}}';
    expect(found(frame, [[43 * CENT, -3 * ONE]])).toEqual(['0.5700 x -3.00']);
  });

  it('find a trade’s price and size past a text between them', () => {
    const frame = '{"yes_price_dollars":"0.4300","no_price_dollars":"0.5700","count_fp":"25.50"}';
    expect(found(frame, [[43 * CENT, 25.5 * ONE]])).toEqual(['0.4300 x 25.50']);
  });

  it('are empty for a number that no text means', () => {
    expect(found('[["0.10","1.00"],["0.10","0.50"]]', [[10 * CENT, 1.5 * ONE]])).toEqual([' x ']);
  });
});
