/** The deadline of a shard, with a real thread that never comes back to its messages. */
import { expect, it } from 'vitest';
import { ENGINE_HEARTBEAT_MS, ENGINE_SILENT_MS } from '../../../../src-shared/domain/limits.ts';
import { ShardSupervision } from '../../../../src-worker/shard/shard-supervision.ts';
import { ThreadShard } from '../../../../src-worker/shard/thread-shard.ts';

const BEATS = ENGINE_SILENT_MS / ENGINE_HEARTBEAT_MS;
const SPINNING = new URL('data:text/javascript,for(;;){}');

it('a shard that misses too many heartbeats is silent, counted by looks and not by the clock', () => {
  const supervision = new ShardSupervision();
  for (let beat = 0; beat < BEATS; beat++) expect(supervision.isSilent(0, beat * 3_600_000)).toBe(false);
  expect(supervision.isSilent(0, 0)).toBe(true);
  supervision.reported(0, 5);
  expect(supervision.isSilent(0, 6)).toBe(false);
  expect(supervision.record(0, 6)).toMatchObject({ state: 'running', sinceMs: 5, restarts: 0, lastError: '' });
});

it('a shard that spins is ended with a reason, and its restarts are counted', async () => {
  const supervision = new ShardSupervision();
  const died = Promise.withResolvers<string>();
  const shard = new ThreadShard(SPINNING, 1, { message: () => {}, died: (reason) => died.resolve(reason) });
  while (!supervision.isSilent(1, 10));
  shard.kill('it gave no sign of life');
  supervision.died(1, await died.promise, 20);
  const record = {
    sinceMs: 20,
    restarts: 1,
    lastError: 'The shard stopped (it gave no sign of life).',
    lastErrorMs: 20,
  };
  expect(supervision.record(1, 30)).toEqual({ state: 'dead', ...record });
  expect(supervision.isSilent(1, 40)).toBe(false);
  supervision.reported(1, 50);
  expect(supervision.record(1, 60)).toEqual({ ...record, state: 'running', sinceMs: 50 });
});
