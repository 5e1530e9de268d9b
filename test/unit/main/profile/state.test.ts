/** What is remembered between runs: written whole, soon, one write at a time; read back field by field. */
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { isJsonObject, JSON_FILE_BYTES_MAX, writeJsonFile } from '../../../../src-main/base/json-file.ts';
import {
  createStateStore,
  DEFAULT_STATE,
  openState,
  preferencesShape,
  readState,
  type SavedState,
} from '../../../../src-main/profile/state.ts';
import { alert, alertRules } from '../../../contract/alert-messages.ts';

const now = new Date('2026-01-02T03:04:05.678Z');
let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crossbook-state-'));
  file = join(folder, 'state.json');
});

afterEach(async () => {
  vi.useRealTimers();
  await chmod(folder, 0o700);
  await rm(folder, { recursive: true });
});

const saved: SavedState = {
  watchlist: ['one:1', 'link:2'],
  preferences: {
    theme: 'light',
    sideColours: 'green-red',
    priceUnit: 'odds',
    timeZone: 'utc',
    alertVolume: 0,
    layout: { grid: [1, { a: null }] },
  },
  window: { x: -1_000, y: 0, width: 1_200, height: 800, maximized: true },
  alerts: { rules: [...alertRules], log: [alert] },
};

describe('the state', () => {
  test('comes back as it was', async () => {
    const { state } = await openState(file, now, () => {});
    expect(state.get()).toEqual(DEFAULT_STATE);
    state.update(saved);
    await state.flush();
    const again = await openState(file, now, () => {});
    expect(again.state.get()).toEqual(saved);
    expect(again.warnings).toEqual([]);
    expect(await readdir(folder)).toEqual(['state.json']);
  });

  test('is for its owner alone', async () => {
    const { state } = await openState(join(folder, 'made', 'state.json'), now, () => {});
    state.update(saved);
    await state.flush();
    expect((await stat(join(folder, 'made', 'state.json'))).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'made'))).mode & 0o777).toBe(0o700);
  });

  test('is set aside when it is broken, and starts empty', async () => {
    await writeFile(file, '{"watchlist":[');
    const { state, warnings } = await openState(file, now, () => {});
    expect(state.get()).toEqual(DEFAULT_STATE);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/^state\.json was not understood .*; watchlist and layout are empty now\.$/);
    expect(await readdir(folder)).toEqual(['state.broken-20260102T030405678Z.json']);
  });

  test('is read again with the deepest layout that a window may set', async () => {
    const nested = (depth: number): unknown => (depth === 0 ? 'x' : { in: nested(depth - 1) });
    const depths = Array.from({ length: 80 }, (_, at) => at);
    const taken = depths.filter((depth) => preferencesShape.layout.safeParse(nested(depth)).success);
    expect(taken.length).toBeGreaterThan(40);
    const { state } = await openState(file, now, () => {});
    state.update({ preferences: { ...saved.preferences, layout: nested(taken.at(-1)!) } });
    await state.flush();
    const again = await openState(file, now, () => {});
    expect([again.warnings, again.state.get()]).toEqual([[], state.get()]);
  });

  test('is not written where it could not be read again', async () => {
    const deep = Array.from({ length: 100 }).reduce<unknown>((inner) => [inner], null);
    await expect(writeJsonFile(file, { deep })).rejects.toThrow('it would be nested too deep to be read again');
    await expect(writeJsonFile(file, { long: 'x'.repeat(JSON_FILE_BYTES_MAX) })).rejects.toThrow(
      'too large to be read again',
    );
    expect(await readdir(folder)).toEqual([]);
  });

  test('loses only the field that cannot be used', () => {
    const read = readState({
      watchlist: [1],
      preferences: { ...saved.preferences, theme: 'pink' },
      window: { x: 0, y: 0, width: 1, height: 1, maximized: false },
      alerts: { rules: [{ ...alertRules[0], quietMs: 1 }, alertRules[1]], log: 7 },
    });
    expect(read).toEqual({
      watchlist: [],
      preferences: { ...saved.preferences, theme: 'dark' },
      window: null,
      alerts: { rules: [alertRules[1]], log: [] },
    });
  });

  test('is read from anything that JSON can hold', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), fc.jsonValue(), (watchlist, preferences, window) => {
        const alerts = { rules: watchlist, log: preferences };
        for (const value of [watchlist, { watchlist, preferences, window, alerts }]) {
          if (isJsonObject(value)) expect(readState(readState(value))).toEqual(readState(value));
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('writing', () => {
  test('gathers changes for a moment and then writes the last', async () => {
    vi.useFakeTimers();
    const written: SavedState[] = [];
    const write = async (value: SavedState): Promise<void> => {
      written.push(value);
    };
    const store = createStateStore(DEFAULT_STATE, write, () => {});
    for (let turn = 0; turn < 20; turn++) store.update({ watchlist: [`one:${turn}`] });
    expect(written).toEqual([]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(written.map(({ watchlist }) => watchlist)).toEqual([['one:19']]);
    store.update({ watchlist: [] });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(written).toHaveLength(2);
  });

  test('writes nothing when nothing changed', async () => {
    const write = vi.fn(async () => {});
    await createStateStore(DEFAULT_STATE, write, () => {}).flush();
    expect(write).not.toHaveBeenCalled();
  });

  test('never has two writes at once', async () => {
    let running = 0;
    let most = 0;
    const written: string[] = [];
    const write = async (value: SavedState): Promise<void> => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      written.push(value.watchlist[0] ?? '');
      running--;
    };
    const store = createStateStore(DEFAULT_STATE, write, () => {});
    const flushes = ['a', 'b', 'c'].map((id) => {
      store.update({ watchlist: [id] });
      return store.flush();
    });
    await Promise.all(flushes);
    expect(most).toBe(1);
    expect(written.at(-1)).toBe('c');
  });

  test('says once that it failed, keeps the state, and tries again', async () => {
    let fails = true;
    const problems: string[] = [];
    const write = vi.fn(async () => {
      if (fails) throw Object.assign(new Error('x'), { code: 'ENOSPC' });
    });
    const store = createStateStore(DEFAULT_STATE, write, (text) => problems.push(text));
    store.update({ watchlist: ['one:1'] });
    await store.flush();
    await store.flush();
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain('the disk is full');
    fails = false;
    await store.flush();
    expect(write).toHaveBeenCalledTimes(3);
    expect(store.get().watchlist).toEqual(['one:1']);
  });

  test('leaves the old file whole when the new one cannot be put in its place', async () => {
    await writeJsonFile(file, { old: true });
    const cyclic: Record<string, unknown> = {};
    cyclic.self = cyclic;
    await expect(writeJsonFile(file, cyclic)).rejects.toThrow();
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ old: true });
    expect(await readdir(folder)).toEqual(['state.json']);
  });
});
