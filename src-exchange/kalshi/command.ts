/**
 * Decides what a client's frame asks for, or which error it earns (error codes of AsyncAPI 2.0.0, 2026).
 */
import type { KalshiChannel } from './subscription.ts';
import { KALSHI_CHANNELS } from './subscription.ts';

export const KALSHI_ERRORS = {
  1: 'Unable to process message',
  2: 'Params required',
  3: 'Channels required',
  4: 'Subscription IDs required',
  5: 'Unknown command',
  7: 'Unknown subscription ID',
  8: 'Unknown channel name',
  11: 'Invalid parameter',
  12: 'Exactly one subscription ID is required',
  13: 'Unsupported action',
  14: 'Market Ticker required',
  15: 'Action required',
  25: 'Subscription buffer overflow',
  26: 'Market limit exceeded',
} as const;

export type KalshiErrorCode = keyof typeof KALSHI_ERRORS;

export type KalshiAction = 'add_markets' | 'delete_markets' | 'get_snapshot';

export interface SubscribeCommand {
  readonly kind: 'subscribe';
  readonly channels: readonly KalshiChannel[];
  readonly tickers: readonly string[];
  readonly usesYesPrice: boolean;
  readonly sendsInitialSnapshot: boolean;
}

export type KalshiCommand =
  | SubscribeCommand
  | { readonly kind: 'unsubscribe'; readonly sids: readonly number[] }
  | {
      readonly kind: 'update';
      readonly sid: number;
      readonly action: KalshiAction;
      readonly tickers: readonly string[];
    }
  | { readonly kind: 'list' }
  | { readonly kind: 'error'; readonly code: KalshiErrorCode };

export interface KalshiRequest {
  readonly id: number;
  readonly command: KalshiCommand;
}

type Fields = Readonly<Record<string, unknown>>;

function problem(code: KalshiErrorCode): KalshiCommand {
  return { kind: 'error', code };
}

/** Reads a client's frame; never throws. */
export function readKalshiRequest(text: string): KalshiRequest {
  const fields = readFields(text);
  if (fields === undefined) return { id: 0, command: problem(1) };
  const id = typeof fields.id === 'number' ? fields.id : 0;
  return { id, command: readCommand(fields) };
}

function readFields(text: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isFields(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readCommand(fields: Fields): KalshiCommand {
  const { cmd, params } = fields;
  if (cmd === 'list_subscriptions') return { kind: 'list' };
  if (cmd !== 'subscribe' && cmd !== 'unsubscribe' && cmd !== 'update_subscription') return problem(5);
  if (!isFields(params)) return problem(2);
  if (cmd === 'subscribe') return readSubscribe(params);
  return cmd === 'unsubscribe' ? readUnsubscribe(params) : readUpdate(params);
}

function readSubscribe(params: Fields): KalshiCommand {
  const { channels } = params;
  if (!Array.isArray(channels) || channels.length === 0) return problem(3);
  const known: KalshiChannel[] = [];
  for (const name of channels) {
    const channel = KALSHI_CHANNELS.find((one) => one === name);
    if (channel === undefined) return problem(8);
    known.push(channel);
  }
  const tickers = readTickers(params);
  if (tickers === undefined) return problem(11);
  if (tickers.length === 0 && known.includes('orderbook_delta')) return problem(14);
  return {
    kind: 'subscribe',
    channels: known,
    tickers,
    usesYesPrice: params.use_yes_price === true,
    sendsInitialSnapshot: params.send_initial_snapshot === true,
  };
}

function readUnsubscribe(params: Fields): KalshiCommand {
  const sids = readSids(params);
  return sids === undefined || sids.length === 0 ? problem(4) : { kind: 'unsubscribe', sids };
}

function readUpdate(params: Fields): KalshiCommand {
  const sids = readSids(params);
  const [sid] = sids ?? [];
  if (sids === undefined || sid === undefined || sids.length !== 1) return problem(12);
  const { action } = params;
  if (action === undefined) return problem(15);
  if (action !== 'add_markets' && action !== 'delete_markets' && action !== 'get_snapshot') return problem(13);
  const tickers = readTickers(params);
  if (tickers === undefined) return problem(11);
  return tickers.length === 0 ? problem(14) : { kind: 'update', sid, action, tickers };
}

/** market_ticker or market_tickers, not both; undefined when they make no sense. */
function readTickers(params: Fields): readonly string[] | undefined {
  const { market_ticker: one, market_tickers: many } = params;
  if (one !== undefined && many !== undefined) return undefined;
  if (one !== undefined) return typeof one === 'string' ? [one] : undefined;
  if (many === undefined) return [];
  return Array.isArray(many) && many.every((ticker) => typeof ticker === 'string') ? many : undefined;
}

function readSids(params: Fields): readonly number[] | undefined {
  const { sid, sids } = params;
  if (typeof sid === 'number' && sids === undefined) return [sid];
  return Array.isArray(sids) && sids.every((one) => typeof one === 'number') ? sids : undefined;
}
