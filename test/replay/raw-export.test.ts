/** Live, a replay of its recording, and a replay of the recording exported as raw lines and imported: the same books all the way. */
import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { ReplayApp } from '../../src-main/app/replay-app.ts';
import { runExport } from '../../src-main/export/export.ts';
import { openExportSource } from '../../src-main/export/export-session.ts';
import { importRecording } from '../../src-main/import/session-import.ts';
import { openSession } from '../../src-main/session/session-reader.ts';
import type { BookDump } from '../../src-shared/contract/main-engine.ts';
import { type ExchangeApp, hashOf, startExchangeApp } from './exchange-app.ts';

const EVERY = 10_000;
/** A longer run: CROSSBOOK_REPLAY_MESSAGES=500000. */
const MESSAGES = Number(process.env.CROSSBOOK_REPLAY_MESSAGES ?? 40_000);
const EVENTS_A_TURN = 5_000;
const TABLES = new URL('../../src-worker/tables.ts', import.meta.url);

let running: ExchangeApp | null = null;

/**
 * The books and their states. One that nobody carries yet, or any more, is left out: a replay knows its market all the time, live
 * only while it was followed.
 */
function stateOf(books: readonly BookDump[]): string {
  const known = books.filter(({ phase, reason }) => phase !== 'waiting' && reason !== 'not-subscribed');
  const states = known.map(({ listing, phase, reason }) => `${listing} ${phase} ${reason}`).sort();
  return createHash('sha256')
    .update(`${hashOf(known)} ${states.join()}`)
    .digest('hex');
}

afterEach(async () => {
  await running?.stop();
  running = null;
});

type Hashes = readonly { readonly message: number; readonly books: string }[];

/** Records from the middle of the exchange's day; the books are asked for before every 10,001st message is handed on. */
async function live({ app, exchange, settled }: ExchangeApp): Promise<{ session: string; hashes: Hashes }> {
  await exchange.advance(EVENTS_A_TURN);
  await settled();
  await app.recording.start([]);
  const capture = app.recording.tapped!;
  const session = app.recording.state!.session;
  const asked: { message: number; books: ReturnType<typeof app.dumpBooks> }[] = [];
  const frame = capture.frame.bind(capture);
  capture.frame = (...taken) => {
    const { frames } = capture;
    if (frames > 0 && frames % EVERY === 0 && asked.at(-1)?.message !== frames)
      asked.push({ message: frames, books: app.dumpBooks() });
    frame(...taken);
  };
  while (capture.frames <= MESSAGES) {
    await exchange.advance(EVENTS_A_TURN);
    await settled();
  }
  const ended = await app.recording.stop();
  expect(ended).toMatchObject({ why: 'asked', lost: 0 });
  const hashes = await Promise.all(asked.map(async ({ message, books }) => ({ message, books: stateOf(await books) })));
  return { session, hashes };
}

async function replayed({ app }: ExchangeApp, session: string): Promise<Hashes> {
  const replay = (await app.replay(session)) as ReplayApp;
  const hashes: { message: number; books: string }[] = [];
  for (let message = EVERY; message <= MESSAGES; message += EVERY) {
    await replay.playback.step(() => replay.playback.message + 1 >= message);
    expect(replay.playback.message).toBe(message);
    hashes.push({ message, books: stateOf(await replay.dumpBooks()) });
  }
  return hashes;
}

describe('a recording exported as raw lines', () => {
  it('is imported without loss, and replays to the books that live had at every 10,000th message', async () => {
    running = await startExchangeApp(0);
    const { session, hashes } = await live(running);
    expect(hashes.map(({ message }) => message)).toEqual(
      Array.from({ length: Math.floor(MESSAGES / EVERY) }, (_, at) => (at + 1) * EVERY),
    );
    expect(new Set(hashes.map(({ books }) => books)).size).toBe(hashes.length);
    expect(await replayed(running, session)).toEqual(hashes);

    const folder = running.app.recording.folder;
    const source = await openExportSource(join(folder, session));
    const out = join(folder, '..', 'raw');
    const plan = {
      session,
      format: 'raw.zst' as const,
      tables: [],
      listings: [],
      fromMicros: null,
      toMicros: null,
      levels: 1,
      intervalMs: 1,
      originals: false,
      hive: false,
      out,
    };
    const exported = await runExport({ source, plan, folder: out, version: 'test', tablesEntry: TABLES });
    const file = join(out, exported.files.find(({ file: name }) => name.endsWith('.zst'))!.file);
    const imported = await importRecording({ path: file, folder, app: 'test' });
    expect(imported).toMatchObject({ ok: true, messages: exported.messages, skipped: 0, problems: [] });
    expect((await openSession(imported.path)).summary.messages).toBe(exported.messages);
    const sizes = await Promise.all(
      [file, join(folder, session, '0001.mcap')].map(async (path) => (await stat(path)).size),
    );
    console.log(
      `${exported.messages} messages, ${hashes.length} hashes, raw.zst/mcap ${(sizes[0]! / sizes[1]!).toFixed(2)}`,
    );
    expect(await replayed(running, imported.session)).toEqual(hashes);
  }, 600_000);
});
