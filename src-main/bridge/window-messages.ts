/**
 * Reads what a window says to main. A window is an untrusted peer: whatever it sends is checked field by field, with a limit
 * on every list and text, before anything acts on it. (What it says to the engine, the engine checks.)
 */
import * as z from 'zod';
import type { RequestName, WindowToMain } from '../../src-shared/contract/window-main.ts';
import { SEARCH_RESULTS_MAX } from '../../src-shared/domain/limits.ts';
import { EXPORT_FORMATS, EXPORT_TABLES } from '../../src-shared/domain/session.ts';
import { preferencesShape, watchlistSchema } from '../shell/state.ts';

/** Longest id of a listing or link; the longest real one has 90 characters. */
const ID_LENGTH_MAX = 300;
/** Listings one request may name: a full watchlist. */
const IDS_MAX = 2_000;
/** Longest path of the systems we run on. */
const PATH_LENGTH_MAX = 4_096;
const NAME_LENGTH_MAX = 200;
const NOTE_LENGTH_MAX = 20_000;
/** More slices than the widest screen has pixels are of no use. */
const TIMELINE_SLICES_MAX = 10_000;
/** Fastest replay that is still paced; 0 means as fast as possible. */
const REPLAY_SPEED_MAX = 1_000;
const EXPORT_LEVELS_MAX = 1_000;
const EXPORT_INTERVAL_MAX_MS = 86_400_000;

const id = z.string().min(1).max(ID_LENGTH_MAX);
const ids = z.array(id).max(IDS_MAX);
const nothing = z.strictObject({});
const session = z.string().min(1).max(PATH_LENGTH_MAX);
const path = z.string().min(1).max(PATH_LENGTH_MAX);
/** Wall clock, µs since the epoch: up to the last year that dates can show. */
const atMicros = z.number().min(0).max(8.64e18);

const asks = {
  search: z.strictObject({
    text: z.string().max(500),
    venues: z.array(z.string().max(64)).max(64),
    limit: z.int().min(1).max(SEARCH_RESULTS_MAX),
  }),
  listings: z.strictObject({ ids }),
  setWatchlist: z.strictObject({ watchlist: watchlistSchema }),
  setPreferences: z.strictObject({ preferences: z.strictObject(preferencesShape).partial() }),
  show: z.strictObject({ listings: ids }),
  reconnect: z.strictObject({ connection: z.int().min(0) }),
  restartEngine: nothing,
  sessions: nothing,
  startRecording: z.strictObject({ listings: ids }),
  stopRecording: nothing,
  describeSession: z.strictObject({
    session,
    name: z.string().max(NAME_LENGTH_MAX),
    note: z.string().max(NOTE_LENGTH_MAX),
  }),
  deleteSession: z.strictObject({ session }),
  restoreSession: z.strictObject({ session }),
  reveal: z.strictObject({ path }),
  openSession: z.strictObject({ session }),
  verifySession: z.strictObject({ session }),
  exportSession: z.strictObject({
    session,
    format: z.enum(EXPORT_FORMATS),
    tables: z.array(z.enum(EXPORT_TABLES)).min(1).max(EXPORT_TABLES.length),
    listings: ids,
    fromMicros: atMicros.nullable(),
    toMicros: atMicros.nullable(),
    levels: z.int().min(1).max(EXPORT_LEVELS_MAX),
    intervalMs: z.int().min(1).max(EXPORT_INTERVAL_MAX_MS),
    originals: z.boolean(),
    hive: z.boolean(),
    out: z.string().max(PATH_LENGTH_MAX),
  }),
  importRecording: z.strictObject({ path }),
  cancelJob: z.strictObject({ job: z.int().min(0) }),
  replayPlay: z.strictObject({ speed: z.number().min(0).max(REPLAY_SPEED_MAX) }),
  replayPause: nothing,
  replaySeek: z.strictObject({ atMicros }),
  replayStep: z.strictObject({ listing: id.nullable() }),
  replayTimeline: z.strictObject({ slices: z.int().min(1).max(TIMELINE_SLICES_MAX) }),
  report: nothing,
} satisfies Record<RequestName, z.ZodType>;

const envelope = z.strictObject({
  kind: z.literal('request'),
  id: z.int().min(0),
  name: z.enum(Object.keys(asks) as RequestName[]),
  ask: z.unknown(),
});

export type WindowMessage =
  | { readonly ok: true; readonly message: WindowToMain }
  /** `id` is the request to answer with `failed`, or null when even that could not be read. */
  | { readonly ok: false; readonly id: number | null; readonly text: string };

/** Checks a message of a window. Binary frames are refused: windows send none to main. */
export function readWindowMessage(data: unknown): WindowMessage {
  const outer = envelope.safeParse(data);
  if (!outer.success)
    return { ok: false, id: null, text: `A window sent an unknown message: ${firstIssue(outer.error)}.` };
  const { id: request, name, ask } = outer.data;
  const inner = asks[name].safeParse(ask);
  if (!inner.success)
    return { ok: false, id: request, text: `The request ${name} was wrong: ${firstIssue(inner.error)}.` };
  return { ok: true, message: { kind: 'request', id: request, name, ask: inner.data } as WindowToMain };
}

function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0]!;
  const at = issue.path.join('.');
  return at === '' ? issue.message : `${at}: ${issue.message}`;
}
