/** Which forms of a listing a session file may hold, those of earlier versions among them. */
import { describe, expect, it } from 'vitest';
import { isListing } from '../../../../src-main/session/session-shapes.ts';
import { listing } from '../../listings.ts';

const TERMS = { roundUpToMicros: 10, text: 'For a test.' };
const ROWS = [{ upToMicros: 1_000_000, rateMicros: 20_000 }];

describe('the fee of a recorded listing', () => {
  it.each([
    ['a curve as version 0.1 wrote it, without a kind', { ...TERMS, rateMicros: 70_000, exponent: 1 }],
    ['a curve', { ...TERMS, kind: 'curve', rateMicros: 70_000, exponent: 1, isAssumed: true }],
    ['a table', { ...TERMS, kind: 'table', buy: ROWS, buyPaidIn: 'contracts', sell: ROWS }],
    ['a share of the profit', { ...TERMS, kind: 'profit-share', rateMicros: 100_000 }],
    ['unknown', null],
  ])('is read: %s', (_name, fees) => {
    expect(isListing({ ...listing('v', 'm'), fees })).toBe(true);
  });

  it.each([
    ['absent', undefined],
    ['of an unknown kind', { ...TERMS, kind: 'levy', rateMicros: 1, exponent: 1 }],
    ['a table without rows', { ...TERMS, kind: 'table', buy: [], buyPaidIn: 'cash', sell: ROWS }],
    ['more than everything', { ...TERMS, kind: 'profit-share', rateMicros: 1_000_001 }],
  ])('is refused: %s', (_name, fees) => {
    expect(isListing({ ...listing('v', 'm'), fees })).toBe(false);
  });
});
