/**
 * The app on the built-in exchange, composed as `crossbook demo --check` does it: exchange, main and engine in threads of one process,
 * sockets between exchange and main.
 */

import type { ExchangeHandle } from '../../../src-exchange/control/handle.ts';
import { type CrossbookApp, createApp } from '../../../src-main/app/app.ts';
import { demoSettings } from '../../../src-main/host/demo.ts';
import { demoLinkStore } from '../../../src-main/host/demo-links.ts';
import { nodeEngine } from '../../../src-main/host/node/node-engine.ts';
import { findPaths } from '../../../src-main/profile/paths.ts';
import { loadKey } from '../../../src-main/profile/secrets.ts';
import { defaultSettings } from '../../../src-main/profile/settings.ts';
import { createStateStore, DEFAULT_STATE } from '../../../src-main/profile/state.ts';
import { listingId } from '../../../src-shared/domain/listing.ts';
import { VENUES } from '../../../src-shared/venues/index.ts';
import { levelsText } from '../frames/naive-book.ts';
import { pause } from './measure.ts';

const LOOK_EVERY_MS = 50;

export type DemoAppOptions = {
  readonly exchange: ExchangeHandle;
  /** The profile: removed by the caller. */
  readonly folder: string;
  /** The entry of the engine's thread, and of the journal's. */
  readonly engine: URL;
  readonly journal?: URL;
};

export async function openDemoApp({ exchange, folder, engine, journal }: DemoAppOptions): Promise<CrossbookApp> {
  const keys = Object.fromEntries(VENUES.map(({ id }) => [id, 'good' as const]));
  const settings = await demoSettings(exchange, { keys }, defaultSettings(), folder);
  const state = createStateStore(
    DEFAULT_STATE,
    async () => {},
    () => {},
  );
  const opened = createApp({
    mode: 'demo',
    version: 'bench',
    hostName: 'bench',
    settings,
    paths: findPaths('demo', folder),
    state,
    warnings: [],
    launchEngine: nodeEngine(engine),
    links: demoLinkStore(exchange.links),
    ...(journal ? { journalThread: journal } : {}),
    readPrivateKey: (id) => {
      const venue = VENUES.find((candidate) => candidate.id === id)!;
      return loadKey({ venue, settings: settings.venues[id], folder, vault: null });
    },
  });
  await opened.start();
  return opened;
}

/** Waits until what was sent has been applied; then every open book is synced and equal to the truth. */
export async function verifyBooks(
  of: Pick<CrossbookApp, 'dumpBooks'>,
  { truth }: ExchangeHandle,
  withinMs: number,
): Promise<void> {
  const expected = (await truth()).filter(({ resolved }) => !resolved);
  const endMs = performance.now() + withinMs;
  for (;;) {
    const dumps = new Map((await of.dumpBooks()).map((dump) => [dump.listing, dump]));
    const wrong = expected.filter(({ venue, marketId, bids, asks }) => {
      const dump = dumps.get(listingId(venue, marketId));
      return dump?.phase !== 'synced' || levelsText(dump.bids, dump.asks) !== levelsText(bids, asks);
    });
    if (wrong.length === 0) return;
    if (performance.now() > endMs)
      throw new Error(`${wrong.length} of ${expected.length} books are not the exchange's`);
    await pause(LOOK_EVERY_MS);
  }
}
