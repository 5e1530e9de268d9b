/** A recording program that is killed leaves a session that replays to what the exchange had. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ReplayApp } from '../../src-main/app/replay-app.ts';
import { recoverSessions } from '../../src-main/session/recovery.ts';
import { openSession } from '../../src-main/session/session-reader.ts';
import { verifySession } from '../../src-main/session/session-verify.ts';
import { listingId } from '../../src-shared/domain/listing.ts';
import { makeProfile, type Profile } from '../e2e/app/profile.ts';
import { type ExchangeApp, startExchangeApp } from './exchange-app.ts';

const CLI = fileURLToPath(new URL('../../src-main/cli.ts', import.meta.url));
const EVENTS = 4_000;
/** Longer than what a crash may cost. */
const REST_MS = 1_500;

let running: ExchangeApp;
let profile: Profile;
let child: ChildProcess | null = null;

beforeEach(async () => {
  running = await startExchangeApp(0);
  profile = await makeProfile(running.exchange, 'good');
});

afterEach(async () => {
  child?.kill('SIGKILL');
  await running.stop();
  await profile.remove();
});

/** Messages that are on the disk, once no more come. */
async function atRest(path: string): Promise<number> {
  let before = -1;
  const count = async (): Promise<boolean> => {
    const { messages } = (await openSession(path)).summary;
    const isSame = messages === before && messages > 0;
    before = messages;
    return isSame;
  };
  await expect.poll(count, { timeout: 60_000, interval: REST_MS }).toBe(true);
  return before;
}

describe('a recording whose program is killed', () => {
  it('is whole up to the last second, says that it was cut, and replays to the exchange’s truth', async () => {
    const { exchange, app, settled } = running;
    const out = join(profile.dataDir, 'out');
    const watchlist = (await exchange.truth()).map(({ venue, marketId }) => listingId(venue, marketId));
    await writeFile(join(profile.dataDir, 'state.json'), JSON.stringify({ watchlist }));
    child = spawn(process.execPath, [CLI, 'capture', '--from', 'live', '--data', profile.dataDir, '--out', out], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    await expect.poll(() => said, { timeout: 30_000 }).toContain('Recording into');
    const [id] = await readdir(out);
    // The exchange stands still: snapshots come, and nothing else.
    await atRest(join(out, id!));
    for (let turn = 0; turn < 3; turn++) {
      await exchange.advance(EVENTS);
      await settled();
    }
    const messages = await atRest(join(out, id!));
    child.kill('SIGKILL');
    await once(child, 'exit');

    const truth = (await exchange.truth()).filter(({ resolved }) => !resolved);
    const [recovered] = await recoverSessions(out);
    expect(recovered?.text).toContain('has been repaired');
    const path = join(app.recording.folder, id!);
    await app.recording.start([]).then(() => app.recording.stop());
    await rename(join(out, id!), path);
    const report = await verifySession(path);
    expect(report).toMatchObject({ ok: true, recovered: true, messages, lost: 0, gaps: 0, corruptChunks: 0 });

    const replay = (await app.replay(id!)) as ReplayApp;
    await replay.playback.step(() => false);
    const books = new Map((await replay.dumpBooks()).map((book) => [book.listing, book]));
    const followed = truth.filter(({ venue, marketId }) => watchlist.includes(listingId(venue, marketId)));
    expect(followed.length).toBeGreaterThan(20);
    for (const { venue, marketId, bids, asks } of followed) {
      const listing = listingId(venue, marketId);
      const book = books.get(listing);
      expect([book?.phase, book?.bids, book?.asks], listing).toEqual(['synced', bids, asks]);
    }
  }, 180_000);
});
