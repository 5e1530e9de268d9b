/** Holes in numbered streams. */
import { describe, expect, it } from 'vitest';
import { isPassedOver, SequenceGuard } from '../../../../src-worker/decode/sequence-guard.ts';

/** Bytes of a frame. */
const LENGTH = 200;

describe('sequence guard', () => {
  it('takes the first number as it comes and the next ones in order', () => {
    const guard = new SequenceGuard();
    expect([7, 8, 9].map((sequence) => guard.check(1, 1, sequence, true, LENGTH))).toEqual(['next', 'next', 'next']);
  });

  it('finds a hole, a step back and a repeat', () => {
    const guard = new SequenceGuard();
    expect([1, 3, 4, 2, 5, 5].map((sequence) => guard.check(1, 1, sequence, true, LENGTH))).toEqual([
      'next',
      'gap',
      'next',
      'late',
      'gap',
      'repeat',
    ]);
  });

  it('takes the last number in another frame for a stream that started over', () => {
    const guard = new SequenceGuard();
    expect(guard.check(1, 1, 1, true, 5_000)).toBe('next');
    expect(guard.check(1, 1, 1, true, LENGTH)).toBe('late');
    expect(guard.check(1, 1, 1, true, LENGTH)).toBe('repeat');
  });

  it('passes over what was seen, and what of a book comes late; an answer counts whenever it comes', () => {
    expect([isPassedOver('repeat', false), isPassedOver('late', true), isPassedOver('late', false)]).toEqual([
      true,
      true,
      false,
    ]);
    expect([isPassedOver('gap', true), isPassedOver('next', true)]).toEqual([false, false]);
  });

  it('keeps streams of two connections apart, though they have the same number', () => {
    const guard = new SequenceGuard();
    guard.check(1, 1, 10, true, LENGTH);
    guard.check(2, 1, 500, true, LENGTH);
    expect([guard.check(1, 1, 11, true, LENGTH), guard.check(2, 1, 501, true, LENGTH)]).toEqual(['next', 'next']);
  });

  it('starts over when a connection opens again', () => {
    const guard = new SequenceGuard();
    guard.check(1, 1, 2_423_548, true, LENGTH);
    guard.reset(1);
    expect(guard.check(1, 1, 22, true, LENGTH)).toBe('next');
  });

  it('knows which streams carry books, also through frames that do not tell', () => {
    const guard = new SequenceGuard();
    guard.check(1, 1, 1, true, LENGTH);
    guard.check(1, 1, 2, false, LENGTH);
    guard.check(1, 2, 1, false, LENGTH);
    expect([guard.carriesBooks(1, 1), guard.carriesBooks(1, 2), guard.carriesBooks(9, 9)]).toEqual([
      true,
      false,
      false,
    ]);
  });
});
