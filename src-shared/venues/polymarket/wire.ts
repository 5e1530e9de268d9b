/**
 * Polymarket's messages as they are on the wire, and the small readers that narrow them.
 *
 * Every field is `unknown` until a reader has looked at it. Prices, sizes and times are decimal text; a JSON number in their
 * place is not what the venue documents and is refused. Fields that Crossbook does not use are not listed.
 */
import { ONE_MICROS, parseMicros } from '../../domain/micros.ts';
import { type PriceGrid, uniformGrid } from '../../domain/price-grid.ts';

/** One level of a book: text as received, which the checksum needs untouched. */
export type WireLevel = { readonly price?: unknown; readonly size?: unknown };

/** `book` of the stream, and the answer to `GET /book` and `POST /books`, which carries the last two fields as well. */
export type BookMessage = {
  readonly asset_id?: unknown;
  readonly market?: unknown;
  readonly timestamp?: unknown;
  readonly hash?: unknown;
  readonly bids?: unknown;
  readonly asks?: unknown;
  /** Names of the two sides in books of early 2026. */
  readonly buys?: unknown;
  readonly sells?: unknown;
  readonly tick_size?: unknown;
  readonly last_trade_price?: unknown;
  readonly min_order_size?: unknown;
  readonly neg_risk?: unknown;
};

/** One level's new total size; `best_bid` and `best_ask` are the venue's touch after it. */
export type Change = {
  readonly asset_id?: unknown;
  readonly price?: unknown;
  readonly size?: unknown;
  readonly side?: unknown;
  readonly best_bid?: unknown;
  readonly best_ask?: unknown;
};

/**
 * `price_change`. Before 2025-09-15 23:00 UTC its changes were `changes`, of the message's own token and without one each; some messages
 * were their only change themselves.
 */
export type PriceChangeMessage = Change & {
  readonly price_changes?: unknown;
  readonly changes?: unknown;
  readonly timestamp?: unknown;
};

/** The changes of a `price_change`, each with its token, whatever its form; undefined: there are none. */
export function changesOf(message: PriceChangeMessage): unknown {
  const { price_changes, changes, asset_id } = message;
  if (price_changes !== undefined) return price_changes;
  if (!Array.isArray(changes)) return changes ?? (asset_id === undefined ? undefined : [message]);
  // A list that names no token, even an empty one, may have been of any book.
  if (asset_id === undefined) return undefined;
  return changes.map((change) => (asObject(change) === null ? change : { ...(change as object), asset_id }));
}

export type TradeMessage = Change & { readonly timestamp?: unknown; readonly transaction_hash?: unknown };

export type TickSizeMessage = {
  readonly asset_id?: unknown;
  readonly new_tick_size?: unknown;
  readonly timestamp?: unknown;
};

/** `new_market` and `market_resolved`. */
export type MarketMessage = {
  readonly market?: unknown;
  readonly assets_ids?: unknown;
  readonly winning_asset_id?: unknown;
  readonly order_price_min_tick_size?: unknown;
  readonly timestamp?: unknown;
};

/** Any message of the stream. */
export type StreamMessage = BookMessage &
  PriceChangeMessage &
  TradeMessage &
  TickSizeMessage &
  MarketMessage & { readonly event_type?: unknown };

/** A market of Gamma. */
export type GammaMarket = {
  readonly id?: unknown;
  readonly conditionId?: unknown;
  readonly slug?: unknown;
  readonly question?: unknown;
  readonly groupItemTitle?: unknown;
  readonly description?: unknown;
  readonly resolutionSource?: unknown;
  readonly category?: unknown;
  readonly tags?: unknown;
  readonly events?: unknown;
  readonly outcomes?: unknown;
  readonly outcomePrices?: unknown;
  readonly clobTokenIds?: unknown;
  readonly positionIds?: unknown;
  readonly version?: unknown;
  readonly endDate?: unknown;
  readonly active?: unknown;
  readonly closed?: unknown;
  readonly acceptingOrders?: unknown;
  readonly enableOrderBook?: unknown;
  readonly umaResolutionStatus?: unknown;
  readonly orderPriceMinTickSize?: unknown;
  readonly orderMinSize?: unknown;
  readonly negRisk?: unknown;
  readonly feesEnabled?: unknown;
  readonly feeSchedule?: unknown;
  readonly volume24hr?: unknown;
};

/** The first frame of a connection, and the frames after it. */
export type SubscribeFrame =
  | { readonly assets_ids: readonly string[]; readonly type: 'market'; readonly custom_feature_enabled: true }
  | { readonly assets_ids: readonly string[]; readonly operation: 'subscribe'; readonly custom_feature_enabled: true }
  | { readonly assets_ids: readonly string[]; readonly operation: 'unsubscribe' };

/** The value as an object whose fields are still unknown, or null. */
export function asObject<T extends object>(value: unknown): T | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as T) : null;
}

/** The text, or '' for anything else. */
export function textOr(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** A list of texts, given as such or as JSON inside a text (Gamma's `outcomes`); null when it is neither. */
export function textList(value: unknown): readonly string[] | null {
  let list = value;
  if (typeof value === 'string') {
    try {
      list = JSON.parse(value);
    } catch {
      return null;
    }
  }
  return Array.isArray(list) && list.every((item) => typeof item === 'string') ? list : null;
}

const TIME_DIGITS_MAX = 15;

/** Milliseconds since the epoch from decimal text: 0 when absent or empty, NaN when it is no such time. */
export function timeMsOf(value: unknown): number {
  if (value === undefined || value === null || value === '') return 0;
  if (typeof value !== 'string' || value.length > TIME_DIGITS_MAX || !/^\d+$/.test(value)) return Number.NaN;
  return Number(value);
}

/** Decimal text, or a JSON number as Gamma sends them, in millionths; NaN when it is neither. */
export function decimalMicros(value: unknown): number {
  if (typeof value === 'string') return parseMicros(value);
  return typeof value === 'number' ? parseMicros(String(value)) : Number.NaN;
}

/** A whole grid of one tick size, or null when the tick is no divisor of a dollar. */
export function tickGrid(tick: unknown): PriceGrid | null {
  const step = decimalMicros(tick);
  return step > 0 && ONE_MICROS % step === 0 ? uniformGrid(step) : null;
}
