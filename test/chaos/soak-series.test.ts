import { expect, it } from 'vitest';
import { seriesOf } from './soak-series.ts';

const HOUR_MS = 3_600_000;

it('tells a figure that grows from one that jumps about', () => {
  const hour = Array.from({ length: 61 }, (_, minute) => (minute * HOUR_MS) / 60);
  const growing = seriesOf(hour.map((atMs) => ({ atMs, value: 100 + (30 * atMs) / HOUR_MS })));
  expect(growing.slopePerHour).toBeCloseTo(30, 6);
  expect(growing.growth).toBeGreaterThan(0.15);
  expect(growing.last).toBeGreaterThan(growing.firstHighest);
  const restless = seriesOf(hour.map((atMs, index) => ({ atMs, value: 100 + (index % 3) * 10 })));
  expect(Math.abs(restless.growth)).toBeLessThan(0.01);
  expect(Math.abs(restless.slopePerHour)).toBeLessThan(2);
  expect(restless.firstHighest).toBe(120);
  expect(restless.last).toBeLessThan(restless.firstHighest);
});
