/**
 * Tells a trade that was printed on both tokens of its market from two trades.
 *
 * The venue is understood to print a trade on one token only, the one its taker traded (evidence.md, "messages"); nothing promises
 * it. So a print whose mirror image, in the same millisecond and transaction, was just seen on the other token is the same trade.
 * Bounded: it remembers the last prints, which is far more than one millisecond brings.
 */
import type { Side } from '../../domain/wire/event-buffer.ts';

const PRINTS_KEPT = 64;

/** A print in terms of the first token; `isMirror`: it came on the second. */
export type Print = {
  readonly slot: number;
  readonly isMirror: boolean;
  readonly id: string;
  readonly taker: Side;
  readonly priceMicros: number;
  readonly sizeMicros: number;
  readonly timeMs: number;
};

export class PrintedTrades {
  private readonly prints: (Print | undefined)[] = [];
  private next = 0;

  /** True for a new trade; false when its other token has printed it already. Each print is the image of at most one other. */
  isNew(print: Print): boolean {
    const image = this.prints.findIndex((other) => other !== undefined && isImage(print, other));
    if (image >= 0) {
      this.prints[image] = undefined;
      return false;
    }
    this.prints[this.next] = print;
    this.next = (this.next + 1) % PRINTS_KEPT;
    return true;
  }
}

function isImage(one: Print, other: Print): boolean {
  return (
    one.slot === other.slot &&
    one.isMirror !== other.isMirror &&
    one.timeMs === other.timeMs &&
    one.priceMicros === other.priceMicros &&
    one.sizeMicros === other.sizeMicros &&
    one.taker === other.taker &&
    one.id === other.id
  );
}
