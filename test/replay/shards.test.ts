/** The same exchange on one, two and four shards, and a shard that dies. */
import { afterEach, describe, expect, it } from 'vitest';
import { type ExchangeApp, hashOf, startExchangeApp } from './exchange-app.ts';

const EVENTS = 5_000;
const TURNS = 4;

let running: ExchangeApp | null = null;

afterEach(async () => {
  await running?.stop();
  running = null;
});

async function bookHashes(shards: number): Promise<readonly string[]> {
  running = await startExchangeApp(shards);
  await running.settled();
  const hashes: string[] = [];
  for (let turn = 0; turn < TURNS; turn++) {
    await running.exchange.advance(EVENTS);
    hashes.push(hashOf(await running.settled()));
  }
  await running.stop();
  running = null;
  return hashes;
}

describe('shards', () => {
  it('end with the same books inline and on one, two and four threads', async () => {
    const inline = await bookHashes(0);
    expect(new Set(inline).size).toBe(TURNS);
    for (const shards of [1, 2, 4]) expect(await bookHashes(shards)).toEqual(inline);
  }, 120_000);

  it('heal when a thread is killed while messages flow', async () => {
    running = await startExchangeApp(2);
    const { app, exchange } = running;
    await running.settled();
    await exchange.resume();
    for (const shard of [0, 1]) {
      const died = new Promise<void>((resolve) => {
        const look = setInterval(() => {
          if (app.events().some(({ code, text }) => code === 'SHARD_EXIT' && text.startsWith(`Shard ${shard} `))) {
            clearInterval(look);
            resolve();
          }
        }, 10);
      });
      app.killShard(shard);
      await died;
    }
    await exchange.pause();
    expect((await running.settled()).length).toBeGreaterThan(40);
  }, 60_000);

  it('heal when the engine is killed while messages flow', async () => {
    running = await startExchangeApp(0);
    await running.settled();
    await running.exchange.resume();
    running.app.killEngine();
    await running.exchange.pause();
    expect((await running.settled()).length).toBeGreaterThan(40);
    expect(running.app.health().engineRestarts).toBe(1);
  }, 60_000);
});
