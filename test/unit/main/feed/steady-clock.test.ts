import { expect, it } from 'vitest';
import { SteadyClock } from '../../../../src-main/feed/steady-clock.ts';

it('goes on as before when the wall clock is set back, and sleeps with the machine', () => {
  let wallMs = 1_000_000;
  let monoMs = 50;
  const clock = new SteadyClock(
    () => wallMs,
    () => monoMs,
  );
  const passed = (wall: number, mono: number): number => {
    const before = clock.now();
    wallMs += wall;
    monoMs += mono;
    return clock.now() - before;
  };
  expect(passed(100, 100)).toBe(100);
  expect(passed(-8 * 3_600_000, 100)).toBe(100);
  expect(passed(600_000, 3)).toBe(600_000);
  // Rounding of the wall clock does not add up.
  let sum = 0;
  for (let i = 0; i < 1_000; i++) sum += passed(i % 2, 0.5);
  expect(sum).toBeCloseTo(500, 5);
});
