/** A session's replay without a window, as the running app opens it. */

import { basename } from 'node:path';
import { ReplayApp } from '../../../src-main/app/replay-app.ts';
import { nodeEngine } from '../../../src-main/host/node/node-engine.ts';
import { findPaths } from '../../../src-main/profile/paths.ts';
import { defaultSettings } from '../../../src-main/profile/settings.ts';
import { createStateStore, DEFAULT_STATE } from '../../../src-main/profile/state.ts';
import { openReplaySession } from '../../../src-main/replay/replay-client.ts';
import type { BookDump } from '../../../src-shared/contract/main-engine.ts';
import { levelsText } from '../frames/naive-book.ts';
import { mustEqual } from './measure.ts';

const ENGINE = new URL('../../../src-worker/worker.ts', import.meta.url);

/** Opens and starts it, at the session's begin. `folder`: a profile, of which nothing is written. */
export async function openReplay(path: string, folder: string): Promise<ReplayApp> {
  const session = await openReplaySession(path);
  const replay = new ReplayApp(
    {
      mode: 'live',
      version: 'bench',
      hostName: 'bench',
      settings: defaultSettings(),
      paths: findPaths('live', folder),
      state: createStateStore(
        DEFAULT_STATE,
        async () => {},
        () => {},
      ),
      warnings: [],
      launchEngine: nodeEngine(ENGINE),
      readPrivateKey: () => Promise.reject(new Error('a replay needs no key')),
    },
    { ...session, id: basename(path) },
  );
  await replay.start();
  return replay;
}

/** Every book is synced and as expected, level by level. */
export function mustBeBooks(actual: readonly BookDump[], expected: readonly BookDump[]): void {
  const books = new Map(actual.map((book) => [book.listing, book]));
  for (const { listing, bids, asks } of expected) {
    const book = books.get(listing)!;
    mustEqual(book.phase, 'synced', `the phase of ${listing} (${book.reason})`);
    mustEqual(levelsText(book.bids, book.asks), levelsText(bids, asks), `the book of ${listing}`);
  }
}
