/**
 * Alerts: the rules that the user sets, and the alerts that they give.
 *
 * A rule fires once when its condition begins to hold and again only after it clearly did not (its hysteresis) and its quiet time has
 * passed. Rules of prices look at synced books alone. Prices, widths and sizes are integers of one millionth.
 */
import type { BookReason } from './book-phase.ts';
import type { ListingId, VenueId } from './listing.ts';

/** Whether a value is waited for from below or from above. */
export const CROSSINGS = ['above', 'below'] as const;
export type Crossing = (typeof CROSSINGS)[number];

/** Which price of a market; of a link, the best over its synced members. */
export const ALERT_PRICES = ['bid', 'ask', 'mid', 'trade'] as const;
export type AlertPrice = (typeof ALERT_PRICES)[number];

/** Which side a wall stands on. */
export const ALERT_SIDES = ['bid', 'ask', 'either'] as const;
export type AlertSide = (typeof ALERT_SIDES)[number];

export type AlertCondition =
  /** The price reaches `priceMicros`; it is back when it is `hysteresisMicros` away again. */
  | {
      readonly kind: 'price';
      readonly price: AlertPrice;
      readonly crosses: Crossing;
      readonly priceMicros: number;
      readonly hysteresisMicros: number;
    }
  /** Best ask less best bid reaches `widthMicros`; below zero the venues of a link are crossed. */
  | {
      readonly kind: 'spread';
      readonly crosses: Crossing;
      readonly widthMicros: number;
      readonly hysteresisMicros: number;
    }
  /** A confirmed link earns so much a contract, after both takers' fees. */
  | { readonly kind: 'edge'; readonly edgeMicros: number; readonly hysteresisMicros: number }
  /** A level of at least so many contracts stands no further than `withinMicros` from the best of its side. */
  | { readonly kind: 'wall'; readonly side: AlertSide; readonly sizeMicros: number; readonly withinMicros: number }
  /** One trade of at least so many dollars. */
  | { readonly kind: 'trade'; readonly notionalMicros: number }
  /** A book that was live is stale, behind or recovering for at least so long. */
  | { readonly kind: 'feed'; readonly forMs: number }
  | { readonly kind: 'resolution' };

export type AlertKind = AlertCondition['kind'];
export const ALERT_KINDS = [
  'price',
  'spread',
  'edge',
  'wall',
  'trade',
  'feed',
  'resolution',
] as const satisfies AlertKind[];

/** Kinds that may be meant of every market that is followed. */
export const ALERT_KINDS_OF_ANY: readonly AlertKind[] = ['edge', 'trade', 'feed', 'resolution'];

/** The target that means every market that is followed. */
export const ANY_MARKET = '';

export type AlertRule = {
  readonly id: string;
  /** A listing, a link, or {@link ANY_MARKET}. */
  readonly target: string;
  readonly when: AlertCondition;
  readonly enabled: boolean;
  /** How long it says nothing more of the same market. */
  readonly quietMs: number;
  readonly sound: boolean;
  /** Also as a notification of the system. */
  readonly notify: boolean;
};

/** A rule held: what the engine saw, without words. */
export type AlertSighting = {
  readonly rule: string;
  readonly atMs: number;
  /** The market, of an edge the link; '' for a venue's feed. */
  readonly listing: ListingId | '';
  readonly venue: VenueId;
  /** The price, width, edge or level's price; -1: none. */
  readonly priceMicros: number;
  /** The level's or trade's size; -1: none. */
  readonly sizeMicros: number;
  readonly side: 'bid' | 'ask' | 'none';
  readonly reason: BookReason;
  /** Books concerned. */
  readonly books: number;
};

/** A line of the alerts' log. */
export type Alert = {
  /** Grows with time. */
  readonly id: number;
  readonly rule: string;
  readonly kind: AlertKind;
  readonly atMs: number;
  /** What to show for it: a listing or link, or '' . */
  readonly target: string;
  /** The market's title, or the venue's name. */
  readonly title: string;
  readonly text: string;
  readonly acknowledged: boolean;
  readonly sound: boolean;
  readonly notify: boolean;
};

/** Dollars in millionths at which a trade is large: the steps that are offered. */
export const WHALE_STEPS_MICROS = [500_000_000, 2_000_000_000, 10_000_000_000] as const;

/** What a rule begins with, whatever it is of. */
export const RULE_DEFAULTS = { enabled: true, quietMs: 60_000, sound: false, notify: true } as const;
/** Half a cent: one step away on a cent's grid, some steps on a finer one. */
export const HYSTERESIS_DEFAULT_MICROS = 5_000;
/** A wall is gone below this share of its size, in hundredths. */
export const WALL_KEPT_PERCENT = 80;
export const WALL_SIZE_DEFAULT_MICROS = 10_000_000_000;
export const WALL_WITHIN_DEFAULT_MICROS = 50_000;
/** Shorter interruptions end before the user has read about them. */
export const FEED_FOR_DEFAULT_MS = 5_000;

/** What is remembered of alerts between runs: the rules and the log. */
export type AlertMemory = { readonly rules: readonly AlertRule[]; readonly log: readonly Alert[] };
