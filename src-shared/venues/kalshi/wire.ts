/**
 * Kalshi's messages as they are on the wire, and the small readers that narrow them.
 *
 * Every field is `unknown` until a reader has looked at it. Prices (`*_dollars`) and counts (`*_fp`) are decimal text; a JSON
 * number in their place is not what the venue documents and is refused. Fields that Crossbook does not use are not listed.
 */
import { ONE_MICROS, parseMicros } from '../../domain/micros.ts';
import { isPriceGrid, type PriceGrid, type PriceRange, uniformGrid } from '../../domain/price-grid.ts';

/** Any message of the stream; control answers carry `id`, numbered ones `sid` and `seq`. */
export type StreamMessage = {
  readonly type?: unknown;
  readonly id?: unknown;
  readonly sid?: unknown;
  readonly seq?: unknown;
  readonly msg?: unknown;
};

/** `orderbook_snapshot`: bids of either outcome, `[price, count]` ascending; the key of an empty side is absent. */
export type SnapshotBody = {
  readonly market_ticker?: unknown;
  readonly yes_dollars_fp?: unknown;
  /** The form of 2025, with whole counts as numbers. */
  readonly yes?: unknown;
  readonly no?: unknown;
  readonly yes_dollars?: unknown;
  readonly no_dollars?: unknown;
  readonly no_dollars_fp?: unknown;
  readonly ts_ms?: unknown;
};

/** `orderbook_delta`: a signed change of contracts at a price of the side's own outcome. */
export type DeltaBody = {
  readonly market_ticker?: unknown;
  readonly price_dollars?: unknown;
  readonly delta_fp?: unknown;
  /** The form of 2025: whole contracts, a number. */
  readonly delta?: unknown;
  readonly side?: unknown;
  readonly ts?: unknown;
  readonly ts_ms?: unknown;
};

export type TradeBody = {
  readonly market_ticker?: unknown;
  readonly trade_id?: unknown;
  readonly yes_price_dollars?: unknown;
  readonly count_fp?: unknown;
  readonly taker_outcome_side?: unknown;
  readonly taker_book_side?: unknown;
  /** Deprecated; older messages have nothing else. */
  readonly taker_side?: unknown;
  readonly ts?: unknown;
  readonly ts_ms?: unknown;
};

/** `market_lifecycle_v2`; times are in seconds. */
export type LifecycleBody = {
  readonly market_ticker?: unknown;
  readonly event_type?: unknown;
  readonly close_ts?: unknown;
  readonly determination_ts?: unknown;
  readonly settled_ts?: unknown;
  readonly result?: unknown;
  readonly price_level_structure?: unknown;
  readonly price_ranges?: unknown;
};

/** The answer to `GET /markets/orderbooks`, one book. */
export type PolledBook = { readonly ticker?: unknown; readonly orderbook_fp?: unknown };
export type PolledSides = { readonly yes_dollars?: unknown; readonly no_dollars?: unknown };

/** A market of `GET /markets`. */
export type KalshiMarket = {
  readonly ticker?: unknown;
  readonly event_ticker?: unknown;
  readonly market_type?: unknown;
  readonly title?: unknown;
  readonly yes_sub_title?: unknown;
  readonly status?: unknown;
  readonly result?: unknown;
  readonly close_time?: unknown;
  /** Of a combination: what it is taken from. */
  readonly mve_collection_ticker?: unknown;
  readonly expected_expiration_time?: unknown;
  readonly can_close_early?: unknown;
  readonly volume_24h_fp?: unknown;
  readonly rules_primary?: unknown;
  readonly rules_secondary?: unknown;
  readonly strike_type?: unknown;
  readonly floor_strike?: unknown;
  readonly cap_strike?: unknown;
  readonly price_level_structure?: unknown;
  readonly price_ranges?: unknown;
};

/** A series of `GET /series`. */
export type KalshiSeries = {
  readonly ticker?: unknown;
  readonly title?: unknown;
  readonly category?: unknown;
  readonly settlement_sources?: unknown;
  readonly tags?: unknown;
  readonly fee_type?: unknown;
  readonly fee_multiplier?: unknown;
};

/** The value as an object whose fields are still unknown, or null. */
export function asObject<T extends object>(value: unknown): T | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as T) : null;
}

/** The text, or '' for anything else. */
export function textOr(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Decimal text, or a JSON number as REST metadata hold them, in millionths; NaN when it is neither. */
export function decimalMicros(value: unknown): number {
  if (typeof value === 'string') return parseMicros(value);
  return typeof value === 'number' ? parseMicros(String(value)) : Number.NaN;
}

const CENT = 10_000;
const HALF = 5_000;
const QUINT = 2_000;
const DECI = 1_000;
const CENTI = 100;

/** A grid that is finer up to `edge` and down from 1 - `edge`. */
function edged(edge: number, edgeStep: number, centreStep: number): PriceGrid {
  return [
    { startMicros: 0, endMicros: edge, stepMicros: edgeStep },
    { startMicros: edge, endMicros: ONE_MICROS - edge, stepMicros: centreStep },
    { startMicros: ONE_MICROS - edge, endMicros: ONE_MICROS, stepMicros: edgeStep },
  ];
}

const TENTH = 100_000;

/**
 * The structures whose bands are documented (docs.kalshi.com changelog 2026-07-23 and 2026-08-13, fixed-point page 2026-08-20).
 * `banded_centi_cent` is a name without published bands. The ranges of a market always come first.
 */
const STRUCTURES: ReadonlyMap<string, PriceGrid> = new Map([
  ['linear_cent', uniformGrid(CENT)],
  ['deci_cent', uniformGrid(DECI)],
  ['tapered_deci_cent', edged(TENTH, DECI, CENT)],
  ['center_whole_edge_half_cent', edged(TENTH, HALF, CENT)],
  ['center_whole_edge_quint_cent', edged(TENTH, QUINT, CENT)],
  ['center_half_edge_half_cent', uniformGrid(HALF)],
  ['center_half_edge_quint_cent', edged(TENTH, QUINT, HALF)],
  ['center_half_edge_deci_cent', edged(TENTH, DECI, HALF)],
  ['center_quint_edge_quint_cent', uniformGrid(QUINT)],
  ['center_quint_edge_deci_cent', edged(TENTH, DECI, QUINT)],
  ['center_centi_edge_centi_cent', uniformGrid(CENTI)],
  ['center_deci_edge_centi_cent', edged(CENT, CENTI, DECI)],
]);

/** The market's price grid from its ranges, else from the name of its structure; null when neither can be read. */
export function gridOf(ranges: unknown, structure: unknown): PriceGrid | null {
  return gridOfRanges(ranges) ?? STRUCTURES.get(textOr(structure)) ?? null;
}

function gridOfRanges(ranges: unknown): PriceGrid | null {
  if (!Array.isArray(ranges)) return null;
  const grid: PriceRange[] = [];
  for (const item of ranges) {
    const range = asObject<{ start?: unknown; end?: unknown; step?: unknown }>(item);
    if (range === null) return null;
    grid.push({
      startMicros: decimalMicros(range.start),
      endMicros: decimalMicros(range.end),
      stepMicros: decimalMicros(range.step),
    });
  }
  grid.sort((a, b) => a.startMicros - b.startMicros);
  return isPriceGrid(grid) ? grid : null;
}
