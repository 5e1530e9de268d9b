/** The small stores of the window. */
import { beforeEach, describe, expect, it } from 'vitest';
import { connectionStore, setEngineUp, setPortState } from '../../../../src-renderer/ports/connection-store.ts';
import { HEALTH_SAMPLES_KEPT, LISTINGS_ASKED_MAX, TOASTS_MAX } from '../../../../src-renderer/ports/limits.ts';
import { addEvents, eventsStore, loadEvents } from '../../../../src-renderer/stores/events-store.ts';
import { healthStore, putHealth } from '../../../../src-renderer/stores/health-store.ts';
import {
  fetchListingsWith,
  listingsStore,
  needListings,
  putListings,
  readListings,
  takeListings,
} from '../../../../src-renderer/stores/listings-store.ts';
import {
  DEFAULT_PREFERENCES,
  flushPreferences,
  loadPreferences,
  nextPriceUnit,
  preferencesStore,
  setPreferences,
} from '../../../../src-renderer/stores/preferences-store.ts';
import { createShown } from '../../../../src-renderer/stores/shown.ts';
import { resolveTheme } from '../../../../src-renderer/stores/theme-store.ts';
import { closeToast, toast, toastsStore } from '../../../../src-renderer/stores/toasts-store.ts';
import type { AppHealth, ConnectionHealth, LogEvent } from '../../../../src-shared/domain/health.ts';
import { EVENT_LOG_MAX } from '../../../../src-shared/domain/limits.ts';
import { listingOf } from '../listings.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('connection store', () => {
  it('is live only while both ports are open and the engine runs', () => {
    const live = (): boolean => connectionStore.getState().live;
    setPortState('main', 'open');
    expect(live()).toBe(false);
    setPortState('engine', 'open');
    expect(live()).toBe(true);
    setEngineUp(false);
    expect(live()).toBe(false);
    setEngineUp(true);
    // Watches restart each time: frames in between did not count.
    const { revivals } = connectionStore.getState();
    setPortState('main', 'lost', 'silent');
    expect(connectionStore.getState().revivals).toBe(revivals);
    expect(live()).toBe(false);
    expect(connectionStore.getState().reason).toBe('silent');
    setPortState('main', 'open');
    expect(connectionStore.getState()).toMatchObject({ live: true, reason: '', revivals: revivals + 1 });
  });
});

describe('listings store', () => {
  it('asks once for all ids of a turn, and never twice for the same', async () => {
    const asked: (readonly string[])[] = [];
    fetchListingsWith(async (ids) => {
      asked.push(ids);
      return ids.filter((id) => id !== 'x:unknown').map((id) => listingOf(id));
    });
    needListings(['x:1', 'x:2']);
    needListings(['x:2', 'x:unknown']);
    await turn();
    needListings(['x:1', 'x:unknown']);
    await turn();
    expect(asked).toEqual([['x:1', 'x:2', 'x:unknown']]);
    expect([...listingsStore.getState().keys()]).toEqual(['x:1', 'x:2']);
  });

  it('asks again after the request failed', async () => {
    let calls = 0;
    fetchListingsWith(() => {
      calls++;
      return Promise.reject(new Error('lost'));
    });
    needListings(['x:3']);
    await turn();
    needListings(['x:3']);
    await turn();
    expect(calls).toBe(2);
  });
});

describe('facts of listings', () => {
  const known = (): Record<string, string> =>
    Object.fromEntries([...listingsStore.getState().values()].map(({ id, title }) => [id, title]));
  /** Main as it is after a hello: what it says now, and what it was asked. */
  const hello = (title: string, asked: string[] = []): readonly string[] => {
    fetchListingsWith(async (ids) => {
      asked.push(...ids);
      return ids.map((id) => listingOf(id, { title }));
    });
    return asked;
  };

  beforeEach(async () => {
    listingsStore.setState(new Map(), true);
    hello('before');
    await turn();
    listingsStore.setState(new Map(), true);
  });

  it('are read again with every hello where they are in use, and forgotten where they are not', async () => {
    const stop = needListings(['y:1', 'y:2']);
    const stopOne = needListings(['y:2']);
    await turn();
    putListings([listingOf('y:hit', { title: 'found' })]);
    expect(known()).toEqual({ 'y:1': 'before', 'y:2': 'before', 'y:hit': 'found' });
    stop();
    const asked = hello('after');
    // The old facts stand until the new ones are there.
    expect(known()).toEqual({ 'y:2': 'before' });
    await turn();
    expect(asked.filter((id) => id.startsWith('y:'))).toEqual(['y:2']);
    expect(known()['y:2']).toBe('after');
    stopOne();
  });

  it('are requested again by readListings, although they are known', async () => {
    const stop = needListings(['y:3']);
    await turn();
    const asked: string[] = [];
    hello('after', asked);
    await turn();
    asked.length = 0;
    needListings(['y:3'])();
    readListings(['y:3']);
    readListings(['y:3']);
    await turn();
    expect(asked).toEqual(['y:3']);
    stop();
  });

  it('are taken from what main pushes only where this window met them', async () => {
    const stop = needListings(['y:4']);
    putListings([listingOf('y:5')]);
    takeListings(['y:4', 'y:5', 'y:6'].map((id) => listingOf(id, { title: 'pushed' })));
    expect(known()).toEqual({ 'y:4': 'pushed', 'y:5': 'pushed' });
    await turn();
    stop();
  });

  it('are asked for in parts that main takes', async () => {
    const parts: number[] = [];
    fetchListingsWith(async (ids) => {
      parts.push(ids.length);
      return [];
    });
    await turn();
    parts.length = 0;
    readListings(Array.from({ length: LISTINGS_ASKED_MAX + 1 }, (_, at) => `z:${at}`));
    await turn();
    expect(parts).toEqual([LISTINGS_ASKED_MAX, 1]);
  });
});

describe('shown listings', () => {
  it('tells the union once a turn, and only when it changed', async () => {
    const said: (readonly string[])[] = [];
    const shown = createShown((listings) => said.push(listings));
    const first = shown.add(['x:2', 'x:1']);
    shown.add(['x:2']);
    await turn();
    first();
    await turn();
    shown.add([])();
    await turn();
    expect(said).toEqual([['x:1', 'x:2'], ['x:2']]);
    shown.resend();
    await turn();
    expect(said.at(-1)).toEqual(['x:2']);
    expect(said).toHaveLength(3);
  });
});

describe('preferences store', () => {
  it('shows a change at once and saves several as one', () => {
    const saved: unknown[] = [];
    loadPreferences(DEFAULT_PREFERENCES, async (change) => saved.push(change));
    nextPriceUnit();
    setPreferences({ theme: 'light' });
    expect(preferencesStore.getState()).toMatchObject({ priceUnit: 'probability', theme: 'light' });
    expect(saved).toEqual([]);
    flushPreferences();
    flushPreferences();
    expect(saved).toEqual([{ priceUnit: 'probability', theme: 'light' }]);
  });

  it('does not lose a choice that was made while main was away', () => {
    setPreferences({ sideColours: 'green-red' });
    loadPreferences(DEFAULT_PREFERENCES, async () => undefined);
    expect(preferencesStore.getState().sideColours).toBe('green-red');
    flushPreferences();
  });

  it('keeps what main did not take, under what was chosen since, and saves it with the next connection', async () => {
    loadPreferences(DEFAULT_PREFERENCES, () => Promise.reject(new Error('cut')));
    setPreferences({ theme: 'light', alertVolume: 10 });
    flushPreferences();
    setPreferences({ alertVolume: 20 });
    await turn();
    const saved: unknown[] = [];
    loadPreferences(DEFAULT_PREFERENCES, async (change) => saved.push(change));
    expect(preferencesStore.getState()).toMatchObject({ theme: 'light', alertVolume: 20 });
    expect(saved).toEqual([{ theme: 'light', alertVolume: 20 }]);
  });

  it('goes round the price units', () => {
    loadPreferences(DEFAULT_PREFERENCES, async () => undefined);
    const units = [0, 1, 2].map(() => {
      nextPriceUnit();
      return preferencesStore.getState().priceUnit;
    });
    flushPreferences();
    expect(units).toEqual(['probability', 'odds', 'cents']);
  });
});

describe('theme', () => {
  const system = { isLight: true, wantsContrast: true, wantsLessMotion: false };

  it('follows the system only when the user chose so', () => {
    const chosen = { sideColours: 'blue-orange' } as const;
    expect(resolveTheme({ ...chosen, theme: 'system' }, system).scheme).toBe('light');
    expect(resolveTheme({ ...chosen, theme: 'dark' }, system).scheme).toBe('dark');
  });

  it('respects contrast and motion in any theme', () => {
    expect(resolveTheme({ theme: 'dark', sideColours: 'green-red' }, system)).toEqual({
      scheme: 'dark',
      sideColours: 'green-red',
      contrast: 'more',
      motion: 'normal',
    });
  });
});

describe('toasts', () => {
  beforeEach(() => toastsStore.setState([], true));

  it('keeps errors until they are closed and lets news go', () => {
    toast('error', 'broken');
    toast('info', 'done');
    expect(toastsStore.getState().map((shown) => shown.forMs === null)).toEqual([true, false]);
    closeToast(toastsStore.getState()[0]?.id ?? -1);
    expect(toastsStore.getState().map((shown) => shown.text)).toEqual(['done']);
  });

  it('does not show the same text twice, nor more than fit', () => {
    for (let turnNumber = 0; turnNumber < TOASTS_MAX + 2; turnNumber++) toast('warn', `warning ${turnNumber}`);
    toast('warn', `warning ${TOASTS_MAX}`);
    const texts = toastsStore.getState().map((shown) => shown.text);
    expect(texts).toHaveLength(TOASTS_MAX);
    expect(new Set(texts).size).toBe(TOASTS_MAX);
    expect(texts.at(-1)).toBe(`warning ${TOASTS_MAX}`);
  });
});

describe('event log', () => {
  const event = (text: string): LogEvent => ({
    atMs: 1,
    level: 'info',
    code: 'TEST',
    venue: '',
    connection: null,
    listing: '',
    text,
  });

  it('numbers equal events apart and keeps the newest', () => {
    loadEvents([event('same'), event('same')]);
    const [first, second] = eventsStore.getState();
    expect(first?.serial).not.toBe(second?.serial);
    addEvents(Array.from({ length: EVENT_LOG_MAX }, (_, at) => event(String(at))));
    expect(eventsStore.getState()).toHaveLength(EVENT_LOG_MAX);
    expect(eventsStore.getState().at(-1)?.text).toBe(String(EVENT_LOG_MAX - 1));
  });
});

describe('health store', () => {
  it('keeps a bounded history of rates and forgets connections that are gone', () => {
    const health = (connections: Partial<ConnectionHealth>[]): AppHealth => ({
      atMs: 1,
      connections: connections as ConnectionHealth[],
      engineState: 'running',
      engineRestarts: 0,
      engine: null,
      mainDelayMs: 0,
      mainHeapBytes: 0,
      droppedFrames: 0,
      crossChecks: [],
      parts: [],
    });
    for (let second = 0; second < HEALTH_SAMPLES_KEPT + 5; second++) {
      putHealth(
        health([
          { connection: 1, framesPerSecond: second },
          { connection: 2, framesPerSecond: 1 },
        ]),
      );
    }
    expect(healthStore.getState().totalRates).toHaveLength(HEALTH_SAMPLES_KEPT);
    expect(healthStore.getState().totalRates.at(-1)).toBe(HEALTH_SAMPLES_KEPT + 5);
    putHealth(health([{ connection: 2, framesPerSecond: 1 }]));
    expect([...healthStore.getState().rates.keys()]).toEqual([2]);
  });
});
