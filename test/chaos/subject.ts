/** The app as a user runs it, on the Node host's engine and without a window, in front of an exchange that will misbehave. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExchangeHandle } from '../../src-exchange/control/handle.ts';
import { startExchange } from '../../src-exchange/start.ts';
import { type CrossbookApp, createApp } from '../../src-main/app/app.ts';
import { VENUES } from '../../src-main/base/registry.ts';
import { demoSettings } from '../../src-main/host/demo.ts';
import { demoLinkStore } from '../../src-main/host/demo-links.ts';
import { nodeEngine } from '../../src-main/host/node/node-engine.ts';
import { findPaths } from '../../src-main/profile/paths.ts';
import { loadKey } from '../../src-main/profile/secrets.ts';
import { defaultSettings, type Settings } from '../../src-main/profile/settings.ts';
import { createStateStore, DEFAULT_STATE } from '../../src-main/profile/state.ts';
import { EngineTap } from './engine-tap.ts';
import { startExchangeApart } from './exchange-apart.ts';
import { HEARTBEAT_MS, RATE_PER_SECOND, SUBSCRIPTIONS_PER_CONNECTION, TIMING } from './scenario.ts';

const ENGINE = new URL('./engine-entry.ts', import.meta.url);

export type SubjectOptions = {
  readonly seed: number;
  readonly shards: number;
  readonly ratePerSecond?: number;
  /** Whether the exchange keeps the truth behind every frame, and the app records from its start. Default true. */
  readonly keepsLedger?: boolean;
  readonly records?: boolean;
  /** The exchange runs in a process of its own: its memory is not the app's. Default false. */
  readonly exchangeApart?: boolean;
  /** The profile's folder; without one it has a folder of its own, which goes with it. */
  readonly folder?: string;
};

export type Subject = {
  readonly exchange: ExchangeHandle;
  readonly app: CrossbookApp;
  readonly tap: EngineTap;
  /** Ends the app, then the exchange, and removes what they wrote. */
  stop(): Promise<void>;
};

/** Starts the exchange and makes the app; the caller starts it. */
export async function makeSubject(options: SubjectOptions): Promise<Subject> {
  const { seed, shards, ratePerSecond = RATE_PER_SECOND, keepsLedger = true, records = true } = options;
  const start = options.exchangeApart ? startExchangeApart : startExchange;
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'crossbook-chaos-')));
  const exchange = await start({
    seed,
    ratePerSecond,
    heartbeatMs: HEARTBEAT_MS,
    keepsLedger,
    startPaused: true,
    restLimit: { perSecond: 1_000, burst: 1_000 },
  });
  const keys = Object.fromEntries(VENUES.map(({ id }) => [id, 'good' as const]));
  const defaults = defaultSettings();
  const base: Settings = {
    ...defaults,
    shards,
    subscriptionsPerConnectionTarget: SUBSCRIPTIONS_PER_CONNECTION,
    recording: { ...defaults.recording, atLaunch: records },
  };
  // By name, so that a fault may take the names away.
  const settings = byName(await demoSettings(exchange, { keys }, base, folder));
  const tap = new EngineTap();
  const app = createApp({
    mode: 'demo',
    version: 'chaos',
    hostName: 'chaos',
    settings,
    paths: findPaths('demo', folder),
    state: createStateStore(
      DEFAULT_STATE,
      async () => {},
      () => {},
    ),
    warnings: [],
    launchEngine: tap.around(nodeEngine(ENGINE)),
    links: demoLinkStore(exchange.links),
    timing: TIMING,
    readPrivateKey: (id) => {
      const venue = VENUES.find((candidate) => candidate.id === id)!;
      return loadKey({ venue, settings: settings.venues[id], folder, vault: null });
    },
  });
  return {
    exchange,
    app,
    tap,
    async stop() {
      await app.stop();
      await exchange.close();
      if (options.folder === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}

function byName(settings: Settings): Settings {
  const venues = Object.entries(settings.venues).map(([id, venue]) => {
    const endpoints = Object.entries(venue.endpoints).map(([name, url]) => [
      name,
      url.replace('127.0.0.1', 'localhost'),
    ]);
    return [id, { ...venue, endpoints: Object.fromEntries(endpoints) }];
  });
  return { ...settings, venues: Object.fromEntries(venues) };
}
