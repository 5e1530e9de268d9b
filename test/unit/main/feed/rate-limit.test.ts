/** The token bucket: nobody overtakes, and no more requests than the venue allows. */
import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { delay, TokenBucket } from '../../../../src-main/feed/rate-limit.ts';

const never = new AbortController().signal;

describe('token bucket', () => {
  it('lets a burst through at once and the rest in the order in which they asked', async () => {
    const bucket = new TokenBucket({ requests: 100, perMs: 1_000, burst: 3 });
    const order: number[] = [];
    await Promise.all(Array.from({ length: 8 }, (_, at) => bucket.take(never).then(() => order.push(at))));
    expect(order).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('never gives more tokens than the burst and what came in since, however many wait', async () => {
    const limit = { requests: 200, perMs: 1_000, burst: 5 };
    const startedMs = performance.now();
    const bucket = new TokenBucket(limit);
    let given = 0;
    const takes = Array.from({ length: 25 }, () =>
      bucket.take(never).then(() => {
        const allowed = limit.burst + ((performance.now() - startedMs) * limit.requests) / limit.perMs;
        // A timer may be early by a millisecond; the next token then comes later by as much.
        expect(++given).toBeLessThanOrEqual(allowed + (limit.requests * 2) / limit.perMs);
      }),
    );
    await Promise.all(takes);
  });

  it('gives a waiting one its own reason when it is called off, and the next one its turn', async () => {
    const bucket = new TokenBucket({ requests: 50, perMs: 1_000, burst: 1 });
    await bucket.take(never);
    const calledOff = new AbortController();
    const waiting = bucket.take(calledOff.signal);
    const next = bucket.take(never).then(() => 'served');
    calledOff.abort(new Error('not needed any more'));
    await expect(waiting).rejects.toThrow('not needed any more');
    expect(await next).toBe('served');
  });

  it('takes no token for one that was called off before its turn', async () => {
    const bucket = new TokenBucket({ requests: 1, perMs: 3_600_000, burst: 2 });
    await expect(bucket.take(AbortSignal.abort(new Error('too late')))).rejects.toThrow('too late');
    await bucket.take(never);
    await bucket.take(never);
  });
});

describe('delay', () => {
  it('rejects at once with the reason when it was called off before', async () => {
    await expect(delay(3_600_000, AbortSignal.abort(new Error('over')))).rejects.toThrow('over');
  });

  it('rejects with the reason when it is called off', async () => {
    const controller = new AbortController();
    const waiting = delay(3_600_000, controller.signal);
    controller.abort(new Error('over'));
    await expect(waiting).rejects.toThrow('over');
  });

  it('leaves no listener behind', async () => {
    const controller = new AbortController();
    for (let turn = 0; turn < 20; turn++) await delay(0, controller.signal);
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
  });
});
