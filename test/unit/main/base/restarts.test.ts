/** When a component that broke is started again. */
import { expect, test, vi } from 'vitest';
import { Restarts } from '../../../../src-main/base/restarts.ts';

const TIMING = { firstMs: 1, maxMs: 4, windowMs: 60_000, deathsMax: 2 };

test('stops after too many crashes, whatever the wall clock is set to, until the user asks', () => {
  let wallMs = 0;
  vi.spyOn(Date, 'now').mockImplementation(() => {
    wallMs += 3_600_000;
    return wallMs;
  });
  const restarts = new Restarts(() => {}, TIMING);
  const losses = [1, 2, 3].map(() => restarts.lost('it broke', 'It stopped (it broke)').isRestarting);
  expect(losses).toEqual([true, true, false]);
  expect(restarts.component).toMatchObject({ state: 'stopped', lastError: 'It stopped (it broke).', restarts: 2 });
  restarts.forgive();
  expect(restarts.lost('it broke', 'It broke')).toEqual({ reason: 'it broke', isRestarting: true, isRequested: false });
  restarts.cancel();
});

test('starts after the pause, once, unless it is cancelled', async () => {
  vi.useFakeTimers();
  const start = vi.fn();
  const restarts = new Restarts(start, TIMING);
  restarts.lost('it broke', 'It broke');
  expect(restarts.isPending).toBe(true);
  await vi.advanceTimersByTimeAsync(10);
  expect([start.mock.calls.length, restarts.isPending]).toEqual([1, false]);
  restarts.lost('it broke', 'It broke');
  restarts.cancel();
  await vi.advanceTimersByTimeAsync(10);
  expect([start.mock.calls.length, restarts.isPending]).toEqual([1, false]);
  vi.useRealTimers();
});
