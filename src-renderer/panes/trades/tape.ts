/**
 * Holds trades in the order they were received, each once, in terms of the target, bounded.
 *
 * After a pause the engine sends the trades it kept again; known ones are skipped. If none of a listing is known, trades may be
 * missing, and the tape marks the place.
 */
import type { LinkMember } from '../../../src-shared/domain/link.ts';
import type { ListingId } from '../../../src-shared/domain/listing.ts';
import { notionalMicros, ONE_MICROS } from '../../../src-shared/domain/micros.ts';
import type { Trade } from '../../../src-shared/domain/trade.ts';
import { TRADES_SHOWN_MAX } from '../../ports/limits.ts';

export type TapeRow = {
  /** Grows with every row ever added: the row's identity on screen. */
  readonly serial: number;
  /** Identifies the trade when it is sent again. */
  readonly key: string;
  readonly listing: ListingId;
  readonly priceMicros: number;
  readonly sizeMicros: number;
  readonly notionalMicros: number;
  readonly taker: 'buy' | 'sell';
  /** The venue's time; ours where it gives none. ms since the epoch. */
  readonly atMs: number;
  readonly receivedMicros: number;
  readonly whale: WhaleClass;
  /** Trades of its listing may be missing before it. */
  readonly isAfterGap: boolean;
};

/** What the tape shows of a row: itself, or that trades may be missing before it. */
export type TapeLine = { readonly kind: 'trade' | 'gap'; readonly row: TapeRow };

/** How large a trade is: 0 ordinary, then from 500, 2,000 and 10,000 dollars. */
export type WhaleClass = 0 | 1 | 2 | 3;
export const WHALE_DOLLARS = [500, 2_000, 10_000] as const;

export function whaleClass(notional: number): WhaleClass {
  if (notional >= WHALE_DOLLARS[2] * ONE_MICROS) return 3;
  if (notional >= WHALE_DOLLARS[1] * ONE_MICROS) return 2;
  return notional >= WHALE_DOLLARS[0] * ONE_MICROS ? 1 : 0;
}

export class Tape {
  readonly listings: readonly ListingId[];
  /** Oldest first. */
  rows: TapeRow[] = [];
  private readonly seen = new Set<string>();
  private readonly inverted: ReadonlySet<ListingId>;
  /** Listings whose next trades may not follow on those that are here. */
  private apart = new Set<ListingId>();
  private lastSerial = 0;

  constructor(members: readonly LinkMember[]) {
    this.listings = members.map(({ listing }) => listing);
    const turned = members.filter(({ orientation }) => orientation === 'inverted');
    this.inverted = new Set(turned.map(({ listing }) => listing));
  }

  /** After a pause the next trades begin with those that the engine kept. */
  resume(): void {
    this.apart = new Set(this.rows.map(({ listing }) => listing));
  }

  /** Adds what is new; returns how many rows that were. */
  add(trades: readonly Trade[]): number {
    const before = this.lastSerial;
    const gaps = this.gapsBefore(trades);
    for (const trade of trades) {
      const key = keyOf(trade);
      if (this.seen.has(key)) continue;
      this.seen.add(key);
      this.insert(this.rowOf(trade, key, gaps.delete(trade.listing)));
    }
    // Cut in pieces, not at every trade: the array is copied.
    if (this.rows.length > TRADES_SHOWN_MAX * 1.25) {
      this.rows = this.rows.slice(-TRADES_SHOWN_MAX);
      this.forgetOldKeys();
    }
    return this.lastSerial - before;
  }

  /** A replay went back: what comes later has not happened yet. Returns whether anything went. */
  forgetAfter(micros: number): boolean {
    const later = this.rows.filter(({ receivedMicros }) => receivedMicros > micros);
    if (later.length === 0) return false;
    for (const { key } of later) this.seen.delete(key);
    this.rows = this.rows.filter(({ receivedMicros }) => receivedMicros <= micros);
    return true;
  }

  /** Listings of the first trades after a pause of which none is here already. */
  private gapsBefore(trades: readonly Trade[]): Set<ListingId> {
    const gaps = new Set<ListingId>();
    if (this.apart.size === 0) return gaps;
    for (const { listing } of trades) if (this.apart.delete(listing)) gaps.add(listing);
    for (const trade of trades) if (this.seen.has(keyOf(trade))) gaps.delete(trade.listing);
    return gaps;
  }

  // The first message may bring each listing's trades one after the other: they are put in their place.
  private insert(row: TapeRow): void {
    let at = this.rows.length;
    while (at > 0 && this.rows[at - 1]!.receivedMicros > row.receivedMicros) at--;
    this.rows.splice(at, 0, row);
  }

  private rowOf(trade: Trade, key: string, isAfterGap: boolean): TapeRow {
    const isTurned = this.inverted.has(trade.listing);
    const notional = notionalMicros(trade.priceMicros, trade.sizeMicros);
    return {
      serial: ++this.lastSerial,
      key,
      listing: trade.listing,
      priceMicros: isTurned ? ONE_MICROS - trade.priceMicros : trade.priceMicros,
      sizeMicros: trade.sizeMicros,
      notionalMicros: notional,
      taker: isTurned === (trade.taker === 'buy') ? 'sell' : 'buy',
      atMs: trade.timeMs > 0 ? trade.timeMs : trade.receivedMicros / 1_000,
      receivedMicros: trade.receivedMicros,
      whale: whaleClass(notional),
      isAfterGap,
    };
  }

  // A set keeps the order of insertion, so the oldest keys come first.
  private forgetOldKeys(): void {
    let extra = this.seen.size - TRADES_SHOWN_MAX;
    for (const key of this.seen) {
      if (extra-- <= 0) return;
      this.seen.delete(key);
    }
  }
}

/** Newest on top, of at least that notional; gaps are shown whatever the filter. */
export function linesOf(rows: readonly TapeRow[], leastMicros: number): readonly TapeLine[] {
  const lines: TapeLine[] = [];
  for (let at = rows.length - 1; at >= 0; at--) {
    const row = rows[at]!;
    if (row.notionalMicros >= leastMicros) lines.push({ kind: 'trade', row });
    if (row.isAfterGap) lines.push({ kind: 'gap', row });
  }
  return lines;
}

function keyOf(trade: Trade): string {
  if (trade.id !== '') return `${trade.listing} ${trade.id}`;
  return `${trade.listing} ${trade.timeMs} ${trade.priceMicros} ${trade.sizeMicros} ${trade.taker} ${trade.receivedMicros}`;
}
