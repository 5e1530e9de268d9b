/**
 * Reads what a window says to main. A window is an untrusted peer: whatever it sends is checked field by field, with a limit
 * on every list and text, before anything acts on it. (What it says to the engine, the engine checks.)
 */
import * as z from 'zod';
import type { RequestName, WindowToMain } from '../../src-shared/contract/window-main.ts';
import { SEARCH_RESULTS_MAX } from '../../src-shared/domain/limits.ts';
import { preferencesShape, watchlistSchema } from '../shell/state.ts';

/** Longest id of a listing or link; the longest real one has 90 characters. */
const ID_LENGTH_MAX = 300;
/** Listings one request may name: a full watchlist. */
const IDS_MAX = 2_000;

const id = z.string().min(1).max(ID_LENGTH_MAX);
const ids = z.array(id).max(IDS_MAX);
const nothing = z.strictObject({});

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
