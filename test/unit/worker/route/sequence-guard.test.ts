/** Holes in numbered streams. */
import { describe, expect, it } from 'vitest';
import { SequenceGuard } from '../../../../src-worker/route/sequence-guard.ts';

describe('sequence guard', () => {
  it('takes the first number as it comes and the next ones in order', () => {
    const guard = new SequenceGuard();
    expect([7, 8, 9].map((sequence) => guard.check(1, 1, sequence, true))).toEqual(['next', 'next', 'next']);
  });

  it('finds a hole, a step back and a repeat', () => {
    const guard = new SequenceGuard();
    expect([1, 3, 4, 2, 3, 3].map((sequence) => guard.check(1, 1, sequence, true))).toEqual([
      'next',
      'gap',
      'next',
      'gap',
      'next',
      'repeat',
    ]);
  });

  it('keeps streams of two connections apart, though they have the same number', () => {
    const guard = new SequenceGuard();
    guard.check(1, 1, 10, true);
    guard.check(2, 1, 500, true);
    expect([guard.check(1, 1, 11, true), guard.check(2, 1, 501, true)]).toEqual(['next', 'next']);
  });

  it('starts over when a connection opens again', () => {
    const guard = new SequenceGuard();
    guard.check(1, 1, 2_423_548, true);
    guard.reset(1);
    expect(guard.check(1, 1, 22, true)).toBe('next');
  });

  it('knows which streams carry books, also through frames that do not tell', () => {
    const guard = new SequenceGuard();
    guard.check(1, 1, 1, true);
    guard.check(1, 1, 2, false);
    guard.check(1, 2, 1, false);
    expect([guard.carriesBooks(1, 1), guard.carriesBooks(1, 2), guard.carriesBooks(9, 9)]).toEqual([
      true,
      false,
      false,
    ]);
  });
});
