/**
 * Answers what a client sends on Polymarket's market channel.
 *
 * Rules (docs.polymarket.com and probes, 2026): the first frame must be a valid subscription, anything else, PING
 * included, closes the socket with 1008; there is no acknowledgement; the answer is an array of books; a second frame
 * of type "market" is ignored; ids that are all known get the text NO NEW ASSETS; beyond 500 ids no snapshots come.
 */
import type { FrameContent } from '../model/truth-ledger.ts';
import type { PolymarketConnection } from './connection.ts';
import { type PolymarketFeed, wholeBook } from './feed.ts';
import { bookText } from './wire.ts';

interface ClientFrame {
  readonly ids: readonly string[];
  readonly type: unknown;
  readonly operation: unknown;
  readonly wantsExtras: boolean;
  readonly wantsDump: boolean;
}

/** Snapshots come for so many ids of one connection (nautilus_trader, 2026-07-02). */
const SNAPSHOT_IDS_MAX = 500;

/** Handles one text frame of a client. */
export function handlePolymarketText(feed: PolymarketFeed, connection: PolymarketConnection, text: string): void {
  if (text === 'PING' && connection.subscribed) {
    connection.sendAnswer('PONG');
    return;
  }
  const frame = readFrame(text);
  if (!connection.subscribed) {
    if (frame === undefined || (frame.type !== 'market' && frame.operation !== 'subscribe')) {
      connection.end({ code: 1008, reason: 'invalid subscription payload' });
      return;
    }
    connection.subscribed = true;
    subscribe(feed, connection, frame);
    return;
  }
  if (frame === undefined) return;
  if (frame.operation === 'subscribe') subscribe(feed, connection, frame);
  else if (frame.operation === 'unsubscribe') unsubscribe(feed, connection, frame.ids);
}

/** Forgets a client. */
export function leavePolymarket(feed: PolymarketFeed, connection: PolymarketConnection): void {
  unsubscribe(feed, connection, [...connection.ids]);
}

function subscribe(feed: PolymarketFeed, connection: PolymarketConnection, frame: ClientFrame): void {
  if (frame.wantsExtras) connection.wantsExtras = true;
  if (connection.faults.take('subscription-refused') !== undefined) {
    connection.end({ code: 1008, reason: 'invalid subscription payload' });
    return;
  }
  const fresh = frame.ids.filter((id) => !connection.ids.has(id));
  if (fresh.length === 0 && frame.ids.length > 0) {
    connection.sendAnswer('NO NEW ASSETS');
    return;
  }
  const books: string[] = [];
  const contents: FrameContent[] = [];
  for (const id of fresh) {
    if (connection.ids.has(id)) continue;
    connection.ids.add(id);
    const token = feed.tokenOf(id);
    if (token === undefined || token.market.listing.state !== 'active') continue;
    token.market.watch(connection, token.outcome);
    if (connection.ids.size > SNAPSHOT_IDS_MAX) continue;
    books.push(bookText(token.market, token.outcome, 'snapshot'));
    contents.push({ listing: token.market.listing, what: wholeBook(token.outcome) });
  }
  if (!frame.wantsDump) return;
  if (books.length === 0 || connection.faults.silenced) connection.sendAnswer('[]');
  else connection.sendData(`[${books.join(',')}]`, contents);
}

function unsubscribe(feed: PolymarketFeed, connection: PolymarketConnection, ids: readonly string[]): void {
  for (const id of ids) {
    if (!connection.ids.delete(id)) continue;
    const token = feed.tokenOf(id);
    token?.market.unwatch(connection, token.outcome);
  }
}

function readFrame(text: string): ClientFrame | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const fields: Record<string, unknown> = { ...value };
  const list = fields.assets_ids;
  if (!Array.isArray(list) || !list.every((id) => typeof id === 'string')) return undefined;
  return {
    ids: list,
    type: fields.type,
    operation: fields.operation,
    wantsExtras: fields.custom_feature_enabled === true,
    wantsDump: fields.initial_dump !== false,
  };
}
