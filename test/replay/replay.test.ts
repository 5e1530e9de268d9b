/** A recorded session played again: the same books at the same message, wherever one starts. */
import { afterEach, describe, expect, it } from 'vitest';
import type { ReplayApp } from '../../src-main/app/replay-app.ts';
import { type ExchangeApp, hashOf, startExchangeApp } from './exchange-app.ts';

const EVENTS = 4_000;
const TURNS = 4;

let running: ExchangeApp | null = null;

afterEach(async () => {
  await running?.stop();
  running = null;
});

/** Records some turns of the exchange; gives the books' hash after each, and the session's id. */
async function record(): Promise<{ readonly session: string; readonly hashes: readonly string[] }> {
  running = await startExchangeApp(0);
  const { app, exchange, settled } = running;
  await settled();
  await app.recording.start([]);
  const session = app.recording.state!.session;
  const hashes: string[] = [];
  for (let turn = 0; turn < TURNS; turn++) {
    await exchange.advance(EVENTS);
    hashes.push(hashOf(await settled()));
  }
  await app.recording.stop();
  return { session, hashes };
}

const books = async (replay: ReplayApp): Promise<string> => hashOf(await replay.dumpBooks());

describe('replay', () => {
  it('ends with the books that live ended with, and gives the same again', async () => {
    const { session, hashes } = await record();
    const replay = (await running!.app.replay(session)) as ReplayApp;
    await replay.playback.step(() => false);
    expect(replay.playback.atEnd).toBe(true);
    expect(await books(replay)).toBe(hashes.at(-1));
    await replay.playback.seek(0);
    await replay.playback.step(() => false);
    expect(await books(replay)).toBe(hashes.at(-1));
  }, 60_000);

  it('has the same books at a moment, whether it was played to, sought, or sought again', async () => {
    const { session } = await record();
    const { app } = running!;
    const replay = (await app.replay(session)) as ReplayApp;
    await replay.playback.step(() => replay.playback.message >= 5_000);
    const { message, atMicros } = replay.playback;
    const played = await books(replay);
    await replay.playback.step(() => false);
    await replay.playback.seek(atMicros);
    const sought = { message: replay.playback.message, books: await books(replay) };
    await replay.playback.seek(0);
    await replay.playback.seek(atMicros);
    expect({ message: replay.playback.message, books: await books(replay) }).toEqual(sought);
    // Several frames may have one stamp: seeking takes them all.
    if (sought.message === message) expect(sought.books).toBe(played);
    expect(sought.message).toBeGreaterThanOrEqual(message);
  }, 60_000);

  it('steps one message, and to the next change of one market', async () => {
    const { session } = await record();
    const replay = (await running!.app.replay(session)) as ReplayApp;
    await replay.playback.step(() => true);
    await replay.playback.step(() => true);
    expect(replay.playback.message).toBe(2);
    await replay.playback.step(({ connection }) => connection === 2);
    expect(replay.playback.message).toBeGreaterThan(2);
    expect(replay.playback.playing).toBe(false);
  }, 60_000);

  it('leaves live alone', async () => {
    const { session } = await record();
    const { app, exchange, settled } = running!;
    const replay = (await app.replay(session)) as ReplayApp;
    replay.playback.play(0);
    await exchange.advance(EVENTS);
    await settled();
    expect(app.health().engineRestarts).toBe(0);
  }, 60_000);
});
