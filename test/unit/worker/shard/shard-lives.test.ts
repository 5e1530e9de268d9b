/** The deadline of a shard, with a real thread that never comes back to its messages. */
import { expect, it } from 'vitest';
import { ENGINE_HEARTBEAT_MS, ENGINE_SILENT_MS } from '../../../../src-shared/domain/limits.ts';
import { ShardLives } from '../../../../src-worker/shard/shard-lives.ts';
import { ThreadShard } from '../../../../src-worker/shard/thread-shard.ts';

const BEATS = ENGINE_SILENT_MS / ENGINE_HEARTBEAT_MS;
const SPINNING = new URL('data:text/javascript,for(;;){}');

it('a shard that says nothing for too many heartbeats is silent, counted by looks and not by the clock', () => {
  const lives = new ShardLives();
  for (let beat = 0; beat < BEATS; beat++) expect(lives.isSilent(0, beat * 3_600_000)).toBe(false);
  expect(lives.isSilent(0, 0)).toBe(true);
  lives.reported(0, 5);
  expect(lives.isSilent(0, 6)).toBe(false);
  expect(lives.life(0, 6)).toMatchObject({ state: 'running', sinceMs: 5, restarts: 0, lastError: '' });
});

it('a shard that spins is ended with the reason, and its lives are counted', async () => {
  const lives = new ShardLives();
  const died = Promise.withResolvers<string>();
  const shard = new ThreadShard(SPINNING, 1, { said: () => {}, died: (reason) => died.resolve(reason) });
  while (!lives.isSilent(1, 10));
  shard.kill('it gave no sign of life');
  lives.died(1, await died.promise, 20);
  const life = { sinceMs: 20, restarts: 1, lastError: 'The shard stopped (it gave no sign of life).', lastErrorMs: 20 };
  expect(lives.life(1, 30)).toEqual({ state: 'dead', ...life });
  expect(lives.isSilent(1, 40)).toBe(false);
  lives.reported(1, 50);
  expect(lives.life(1, 60)).toEqual({ ...life, state: 'running', sinceMs: 50 });
});
