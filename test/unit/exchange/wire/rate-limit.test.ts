import { expect, test } from 'vitest';
import { RateLimit } from '../../../../src-exchange/wire/rate-limit.ts';

test('a caller has its burst, then its rate, and does not spend another’s', () => {
  const limit = new RateLimit({ perSecond: 20, burst: 60 });
  const admitted = (caller: string, nowMs: number, tries: number): number =>
    Array.from({ length: tries }, () => limit.admit(caller, nowMs)).filter(Boolean).length;
  expect(admitted('a', 0, 100)).toBe(60);
  expect(admitted('b', 0, 1)).toBe(1);
  expect(admitted('a', 500, 100)).toBe(10);
  expect(admitted('a', 60_000, 100)).toBe(60);
});
