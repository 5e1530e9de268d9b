/**
 * What Crossbook remembers between runs: watchlist, preferences with the layout, the window's place.
 *
 * Changes are gathered for a moment and then written whole. A file that cannot be understood is set aside and said; a field
 * of it that cannot be used falls back alone. A failing write is reported once until a write succeeds again.
 */
import * as z from 'zod';
import type { Preferences, Watchlist } from '../../src-shared/contract/window-main.ts';
import type { AlertMemory } from '../../src-shared/domain/alert.ts';
import { ALERT_LOG_MAX, ALERT_RULES_MAX } from '../../src-shared/domain/limits.ts';
import { errorText } from '../base/error-text.ts';
import { isWithinDepth, JSON_DEPTH_MAX, type JsonObject, readJsonFile, writeJsonFile } from '../base/json-file.ts';
import { alertRuleShape, alertShape } from './alert-shape.ts';

/** Rows a watchlist may have. */
export const WATCHLIST_MAX = 2_000;
/** A layout stands two levels deep in the file. */
const LAYOUT_DEPTH_MAX = JSON_DEPTH_MAX - 2;
/** How long changes are gathered: dragging a pane's edge changes the layout many times a second. */
const WRITE_DELAY_MS = 500;

/** Where the window was; null lets the system choose. */
export type WindowPlace = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly maximized: boolean;
};

export type SavedState = {
  readonly watchlist: Watchlist;
  readonly preferences: Preferences;
  readonly window: WindowPlace | null;
  readonly alerts: AlertMemory;
};

export interface StateStore {
  get(): SavedState;
  /** Replaces the fields given; written soon. */
  update(change: Partial<SavedState>): void;
  /** Writes now what is not yet written. Never rejects. */
  flush(): Promise<void>;
}

export const watchlistSchema = z.array(z.string().min(1).max(300)).max(WATCHLIST_MAX);

export const preferencesShape = {
  theme: z.enum(['dark', 'light', 'system']),
  sideColours: z.enum(['blue-orange', 'green-red']),
  priceUnit: z.enum(['cents', 'probability', 'odds']),
  timeZone: z.enum(['local', 'utc', 'new-york']),
  alertVolume: z.number().min(0).max(100),
  layout: z.unknown().refine((layout) => isWithinDepth(layout, LAYOUT_DEPTH_MAX), { error: 'is nested too deep' }),
};

const pixels = z.int().min(-100_000).max(100_000);
const windowSchema = z.object({
  x: pixels,
  y: pixels,
  width: pixels.min(200),
  height: pixels.min(150),
  maximized: z.boolean(),
});

export const DEFAULT_STATE: SavedState = {
  watchlist: [],
  preferences: {
    theme: 'dark',
    sideColours: 'blue-orange',
    priceUnit: 'cents',
    timeZone: 'local',
    alertVolume: 40,
    layout: null,
  },
  window: null,
  alerts: { rules: [], log: [] },
};

/** Opens the state of a profile. `onProblem` hears of writes that failed, a sentence each. `isKept` false: nothing is written. */
export async function openState(
  path: string,
  now: Date,
  onProblem: (text: string) => void,
  isKept = true,
): Promise<{ readonly state: StateStore; readonly warnings: readonly string[] }> {
  const file = await readJsonFile(path, now);
  const saved = file.found === 'object' ? readState(file.value) : DEFAULT_STATE;
  const warnings = file.found === 'broken' ? [`${file.text}; watchlist and layout are empty now.`] : [];
  const write = isKept ? (value: SavedState) => writeJsonFile(path, value) : async () => {};
  return { state: createStateStore(saved, write, onProblem), warnings };
}

/** Reads each field alone, so that one bad field does not cost the others. */
export function readState(value: JsonObject): SavedState {
  const preferences = value.preferences as JsonObject | undefined;
  const read = <Value>(schema: z.ZodType<Value>, given: unknown, fallback: Value): Value => {
    const result = schema.safeParse(given);
    return result.success ? result.data : fallback;
  };
  const standard = DEFAULT_STATE.preferences;
  return {
    watchlist: read(watchlistSchema, value.watchlist, [...DEFAULT_STATE.watchlist]),
    preferences: {
      theme: read(preferencesShape.theme, preferences?.theme, standard.theme),
      sideColours: read(preferencesShape.sideColours, preferences?.sideColours, standard.sideColours),
      priceUnit: read(preferencesShape.priceUnit, preferences?.priceUnit, standard.priceUnit),
      timeZone: read(preferencesShape.timeZone, preferences?.timeZone, standard.timeZone),
      alertVolume: read(preferencesShape.alertVolume, preferences?.alertVolume, standard.alertVolume),
      layout: read(preferencesShape.layout, preferences?.layout ?? null, null),
    },
    window: read(windowSchema.nullable(), value.window ?? null, null),
    alerts: {
      rules: readList(alertRuleShape, (value.alerts as JsonObject | undefined)?.rules, ALERT_RULES_MAX),
      log: readList(alertShape, (value.alerts as JsonObject | undefined)?.log, ALERT_LOG_MAX),
    },
  };
}

/** The entries that can be used, the first of them when there are too many. */
function readList<Value>(shape: z.ZodType<Value>, given: unknown, max: number): readonly Value[] {
  if (!Array.isArray(given)) return [];
  return given.slice(0, max).flatMap((entry) => {
    const read = shape.safeParse(entry);
    return read.success ? [read.data] : [];
  });
}

/** The store over any way of writing. */
export function createStateStore(
  saved: SavedState,
  write: (value: SavedState) => Promise<void>,
  onProblem: (text: string) => void,
): StateStore {
  let current = saved;
  let isDirty = false;
  let hasFailed = false;
  let timer: NodeJS.Timeout | null = null;
  let writing: Promise<void> = Promise.resolve();

  const writeNow = async (): Promise<void> => {
    if (!isDirty) return;
    isDirty = false;
    try {
      await write(current);
      hasFailed = false;
    } catch (error) {
      isDirty = true;
      if (!hasFailed)
        onProblem(`Watchlist and layout could not be saved (${errorText(error)}); they hold until you quit.`);
      hasFailed = true;
    }
  };
  const flush = (): Promise<void> => {
    if (timer) clearTimeout(timer);
    timer = null;
    // One write at a time: two renames in the wrong order would bring the older state back.
    writing = writing.then(writeNow);
    return writing;
  };
  return {
    get: () => current,
    update(change) {
      current = { ...current, ...change };
      isDirty = true;
      timer ??= setTimeout(flush, WRITE_DELAY_MS);
    },
    flush,
  };
}
