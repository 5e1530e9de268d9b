/** A trade as it is shown: in terms of the YES outcome, with the taker's side. */
import type { ListingId } from './listing.ts';

export type Trade = {
  readonly listing: ListingId;
  /** The venue's id of the trade, or '' where it gives none. */
  readonly id: string;
  readonly priceMicros: number;
  readonly sizeMicros: number;
  /** What the taker did with the YES outcome. */
  readonly taker: 'buy' | 'sell';
  /** The venue's time, ms since the epoch. */
  readonly timeMs: number;
  /** Our receive time, µs since the epoch. */
  readonly receivedMicros: number;
};
