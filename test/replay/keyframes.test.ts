/** Sessions that are made of files or of other sessions can be sought in as those that were recorded. */
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReplayApp } from '../../src-main/app/replay-app.ts';
import { importRecording } from '../../src-main/import/session-import.ts';
import { mergeSessions } from '../../src-main/import/session-merge.ts';
import type { KeyframeItem } from '../../src-main/session/session-item.ts';
import { openSession } from '../../src-main/session/session-reader.ts';
import type { BookDump } from '../../src-shared/contract/main-engine.ts';
import { LINE_FORMATS } from '../unit/main/session/made-up-recording.ts';
import { numbered } from '../venues/roles.ts';
import { type ExchangeApp, hashOf, startExchangeApp } from './exchange-app.ts';

const SEED = 20_261_121;
/** A line every 7 ms: about four minutes. */
const LINES = 34_000;

let running: ExchangeApp;
beforeAll(async () => {
  running = await startExchangeApp(0);
}, 60_000);
afterAll(() => running.stop());

function stateOf(books: readonly BookDump[]): string {
  const known = books.filter(({ phase }) => phase !== 'waiting');
  const phases = known.map(({ listing, phase }) => `${listing} ${phase}`).sort();
  return createHash('sha256')
    .update(`${hashOf(known)} ${phases.join()}`)
    .digest('hex');
}

async function keyframesOf(path: string): Promise<readonly KeyframeItem[]> {
  const found: KeyframeItem[] = [];
  for await (const keyframe of (await openSession(path)).keyframes()) found.push(keyframe);
  return found;
}

/** Every keyframe is what a replay from the beginning has there; answers with how many there are. */
async function checkKeyframes(session: string, path: string): Promise<number> {
  const keyframes = await keyframesOf(path);
  const replay = (await running.app.replay(session)) as ReplayApp;
  const { playback } = replay;
  await playback.seek(0);
  for (const { frames, books, atMicros } of keyframes) {
    if (frames > playback.message) await playback.step(() => playback.message + 1 >= frames);
    expect(playback.message).toBe(frames);
    expect(books.some(({ bids }) => bids.length > 0)).toBe(true);
    expect(stateOf(books), `at message ${frames}, ${atMicros}`).toBe(stateOf(await replay.dumpBooks()));
  }
  return keyframes.length;
}

describe('keyframes', () => {
  it('of an imported recording are its books, seeking uses them, and its trades are on its timeline', async () => {
    const { messages } = numbered.recording(SEED, LINES, ['KXONE-27', 'KXTWO-27', 'KXTHREE-27']);
    const { folder } = running.app.recording;
    const path = join(folder, '..', 'made-up.ndjson');
    await writeFile(path, messages.map(LINE_FORMATS.envelope).join('\n'));
    const report = await importRecording({ path, folder, app: 'test' });
    expect(await checkKeyframes(report.session, report.path)).toBe(4);

    const replay = (await running.app.replay(report.session)) as ReplayApp;
    const { playback } = replay;
    await playback.seek(0);
    await playback.step(() => playback.message + 1 >= 30_000);
    const { atMicros } = playback;
    const played = stateOf(await replay.dumpBooks());
    const before = await (await openSession(report.path)).keyframeBefore(atMicros);
    expect(before!.frames).toBeGreaterThan(20_000);
    await playback.seek(0);
    await playback.seek(atMicros);
    expect(playback.message).toBe(30_000);
    expect(stateOf(await replay.dumpBooks())).toBe(played);

    const trades = messages.filter(({ text }) => text.includes('"type":"trade"')).length;
    const timeline = await (await openSession(report.path)).timeline(400);
    expect(timeline.reduce((sum, slice) => sum + slice.trades, 0)).toBe(trades);
    expect(timeline.filter((slice) => slice.trades > 0).length).toBeGreaterThan(200);
  }, 120_000);

  it('of a merge are its books too', async () => {
    const { folder } = running.app.recording;
    const { messages } = numbered.recording(SEED + 1, LINES, ['KXFOUR-27', 'KXFIVE-27']);
    const sources: string[] = [];
    for (const [name, from, to] of [
      ['first', 0, 20_000],
      ['second', 10_000, LINES],
    ] as const) {
      const path = join(folder, '..', `${name}.ndjson`);
      await writeFile(path, messages.slice(from, to).map(LINE_FORMATS.envelope).join('\n'));
      sources.push((await importRecording({ path, folder, app: 'test' })).path);
    }
    const out = join(folder, 'merged');
    const report = await mergeSessions({ sources, out, app: 'test' });
    expect(report.messages).toBeGreaterThan(LINES / 2);
    expect(await checkKeyframes('merged', out)).toBeGreaterThanOrEqual(3);
  }, 120_000);

  it('come first in a recording that begins in mid-stream; its trades are counted while it runs', async () => {
    const { app, exchange, settled } = running;
    await settled();
    await app.recording.start([]);
    const { session, path } = app.recording.state!;
    const health = (): number =>
      app.health().engine?.tradesByConnection.reduce((sum, [, trades]) => sum + trades, 0) ?? 0;
    const before = health();
    await exchange.advance(20_000);
    await settled();
    // The engine tells its totals once a second.
    await expect.poll(health, { timeout: 10_000 }).toBeGreaterThan(before);
    await app.recording.stop();
    const [first] = await keyframesOf(path);
    expect(first!.frames).toBe(0);
    const replay = (await app.replay(session)) as ReplayApp;
    // It is not played yet: this is what the user sees after opening it.
    expect(replay.playback.message).toBe(0);
    expect(stateOf(await replay.dumpBooks())).toBe(stateOf(first!.books));
    expect(first!.books.filter(({ phase }) => phase === 'synced').length).toBeGreaterThan(10);
    const timeline = await (await openSession(path)).timeline(100);
    expect(timeline.reduce((sum, slice) => sum + slice.trades, 0)).toBeGreaterThan(0);
  }, 120_000);
});
