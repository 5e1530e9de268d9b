/**
 * What a window and the engine say to each other. Ladder frames are binary ({@link ./ladder-frame.ts}), the rest is JSON.
 *
 * A watch is one subscription of one window, numbered by the window. The engine sends a watch's next frame only after the last
 * was acknowledged and the frame interval has passed; each frame is the whole current state, so nothing is lost by waiting.
 * Trades are the exception: they are queued up to a limit, and what was dropped is counted in the next message.
 */
import type { BookPhase, BookReason, Transport } from '../domain/book-phase.ts';
import type { ListingId } from '../domain/listing.ts';
import type { SpreadRow } from '../domain/spread.ts';
import type { Trade } from '../domain/trade.ts';

export type Watch =
  /** The ladder of a listing, or of a link (all its members merged). `groupMicros` 0: one row a price. */
  | { readonly what: 'ladder'; readonly target: ListingId | string; readonly groupMicros: number }
  /** Top of book of these listings. */
  | { readonly what: 'quotes'; readonly listings: readonly ListingId[] }
  /** Trades of these listings, starting with the last ones known. */
  | { readonly what: 'trades'; readonly listings: readonly ListingId[] }
  /** What can be earned: of one link every direction, or (null) of every link the best one. */
  | { readonly what: 'spreads'; readonly link: string | null };

export type WindowToEngine =
  | { readonly kind: 'watch'; readonly watch: number; readonly of: Watch }
  | { readonly kind: 'unwatch'; readonly watch: number }
  /** The window has taken the frame; `delayMicros` is the wall-clock time from the engine's sending to now, for the latency hop. */
  | { readonly kind: 'ack'; readonly watch: number; readonly frame: number; readonly delayMicros: number }
  /** A hidden window is sent nothing until it is seen again. */
  | { readonly kind: 'visible'; readonly visible: boolean };

/** Top of book of one listing; prices and sizes in millionths, -1: none. */
export type QuoteRow = {
  readonly listing: ListingId;
  readonly phase: BookPhase;
  readonly reason: BookReason;
  readonly transport: Transport;
  readonly bidMicros: number;
  readonly bidSizeMicros: number;
  readonly askMicros: number;
  readonly askSizeMicros: number;
  readonly lastTradeMicros: number;
  /** Our receive time of the last frame that concerned this book, less what it was late by, ms since the epoch; 0: never. */
  readonly lastReceivedMs: number;
};

export type EngineToWindow =
  | {
      readonly kind: 'quotes';
      readonly watch: number;
      readonly frame: number;
      readonly sentMicros: number;
      readonly rows: readonly QuoteRow[];
    }
  | {
      readonly kind: 'trades';
      readonly watch: number;
      readonly frame: number;
      readonly sentMicros: number;
      readonly trades: readonly Trade[];
      /** Trades dropped for this watch since it began. */
      readonly dropped: number;
    }
  /** The rows that changed; a row replaces the one before of the same direction (of all links: of the same link). */
  | {
      readonly kind: 'spreads';
      readonly watch: number;
      readonly frame: number;
      readonly sentMicros: number;
      readonly rows: readonly SpreadRow[];
    }
  /** The watch cannot be served (unknown target, too many watches). */
  | { readonly kind: 'refused'; readonly watch: number; readonly text: string };
