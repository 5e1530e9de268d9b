/** Frames and bytes, in total and per second. */
import { expect, it } from 'vitest';
import { ByteRate } from '../../../../src-main/feed/byte-rate.ts';

it('counts all frames and bytes, and rates those since the last look', () => {
  const rate = new ByteRate();
  rate.observe(10_000);
  rate.add(100);
  rate.add(300);
  rate.observe(10_500);
  expect([rate.frames, rate.bytes, rate.framesPerSecond, rate.bytesPerSecond]).toEqual([2, 400, 4, 800]);
  rate.observe(11_500);
  expect([rate.frames, rate.bytes, rate.framesPerSecond, rate.bytesPerSecond]).toEqual([2, 400, 0, 0]);
});

it('tells no rate at the first look, nor between two looks at the same time', () => {
  const rate = new ByteRate();
  rate.add(100);
  rate.observe(5_000);
  expect(rate.framesPerSecond).toBe(0);
  rate.add(100);
  rate.observe(5_000);
  expect(rate.framesPerSecond).toBe(0);
});
