/**
 * Reads what a window says to main. A window is an untrusted peer: whatever it sends is checked field by field, with a limit
 * on every list and text, before anything acts on it. (What it says to the engine, the engine checks.)
 */
import * as z from 'zod';
import {
  LINK_SHELVES,
  MARKET_SORTS,
  MARKET_STATES,
  type RequestName,
  type WindowToMain,
} from '../../../src-shared/contract/window-main.ts';
import {
  ALERT_LOG_MAX,
  ALERT_RULES_MAX,
  LINK_CARDS_MAX,
  LINK_MEMBERS_MAX,
  SEARCH_RESULTS_MAX,
  WINDOW_MESSAGE_BYTES_MAX,
} from '../../../src-shared/domain/limits.ts';
import { LINK_ACTIONS } from '../../../src-shared/domain/link.ts';
import { EXPORT_FORMATS, EXPORT_TABLES } from '../../../src-shared/domain/session.ts';
import { TIERS } from '../../../src-shared/domain/tier.ts';
import { alertRuleShape } from '../../profile/alert-shape.ts';
import { preferencesShape, watchlistSchema } from '../../profile/state.ts';

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

/** Names chosen in one filter; far fewer fit a menu. */
const FILTER_MAX = 64;
/** Longest time to the end that can be asked for: ten years. */
const CLOSES_WITHIN_MAX_MS = 3.2e11;

const id = z.string().min(1).max(ID_LENGTH_MAX);
/** A link of several listings is named after them. */
const linkId = z
  .string()
  .min(1)
  .max(LINK_MEMBERS_MAX * ID_LENGTH_MAX);
const ids = z.array(id).max(IDS_MAX);
const names = z.array(z.string().max(NAME_LENGTH_MAX)).max(FILTER_MAX);
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
  markets: z.strictObject({
    text: z.string().max(500),
    venues: names,
    categories: names,
    tags: names,
    tiers: z.array(z.literal(TIERS)).max(TIERS.length),
    states: z.array(z.enum(MARKET_STATES)).max(MARKET_STATES.length),
    closesWithinMs: z.number().min(0).max(CLOSES_WITHIN_MAX_MS).nullable(),
    volumeMin: z.number().min(0),
    sort: z.enum(MARKET_SORTS),
    descending: z.boolean(),
    offset: z.int().min(0),
    limit: z.int().min(1).max(SEARCH_RESULTS_MAX),
  }),
  listings: z.strictObject({ ids }),
  setWatchlist: z.strictObject({ watchlist: watchlistSchema }),
  setPreferences: z.strictObject({ preferences: z.strictObject(preferencesShape).partial() }),
  show: z.strictObject({ listings: ids }),
  decideLink: z.strictObject({ action: z.enum(LINK_ACTIONS), link: linkId, listing: id.nullable() }),
  linkCards: z.strictObject({
    shelf: z.enum(LINK_SHELVES),
    text: z.string().max(500),
    listing: id.nullable(),
    limit: z.int().min(1).max(LINK_CARDS_MAX),
  }),
  linkEvidence: z.strictObject({ link: linkId }),
  previewLink: z.strictObject({ link: linkId }),
  findLinks: nothing,
  undoLink: z.strictObject({ decision: z.int().min(1) }),
  exportLinks: nothing,
  importLinks: z.strictObject({ text: z.string().max(WINDOW_MESSAGE_BYTES_MAX) }),
  reconnect: z.strictObject({ connection: z.int().min(0) }),
  restartPart: z.strictObject({ part: id }),
  sessions: nothing,
  sessionContents: z.strictObject({ session }),
  startRecording: z.strictObject({ listings: ids }),
  stopRecording: nothing,
  describeSession: z.strictObject({
    session,
    name: z.string().max(NAME_LENGTH_MAX).nullable(),
    note: z.string().max(NOTE_LENGTH_MAX).nullable(),
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
  importRecording: z.strictObject({ path, markets: z.string().max(PATH_LENGTH_MAX) }),
  cancelJob: z.strictObject({ job: z.int().min(0) }),
  replayPlay: z.strictObject({ speed: z.number().min(0).max(REPLAY_SPEED_MAX) }),
  replayPause: nothing,
  replaySeek: z.strictObject({ atMicros }),
  replayStep: z.strictObject({ listing: id.nullable() }),
  replayTimeline: z.strictObject({ slices: z.int().min(1).max(TIMELINE_SLICES_MAX) }),
  setAlertRules: z.strictObject({ rules: z.array(alertRuleShape).max(ALERT_RULES_MAX) }),
  acknowledgeAlerts: z.strictObject({ ids: z.array(z.int().min(0)).max(ALERT_LOG_MAX) }),
  clearAlerts: nothing,
  restoreAlerts: nothing,
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
