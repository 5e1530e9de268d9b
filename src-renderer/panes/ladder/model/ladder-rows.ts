/**
 * Holds the visible rows as columns, which the painter, the accessible table and the tests read.
 *
 * Slot 0 is the topmost row. The arrays are reused for every drawing; `copyFrom` lets the painter keep what it has painted, so that
 * it paints only what differs.
 */

/** What is true of a row, as bits of `flags`. */
export const ROW = {
  bidTouch: 1,
  askTouch: 2,
  /** Bids and asks of different venues meet or overlap here. */
  crossed: 4,
  bidWall: 8,
  askWall: 16,
  /** Between the best bid and the best ask. */
  spread: 32,
  /** A round price, for the eye. */
  major: 64,
  hovered: 128,
  /** Between the touch and the hovered row. */
  reached: 256,
  /** Beyond the last level that the frame holds, where the book may go on. */
  bidBeyond: 512,
  askBeyond: 1_024,
} as const;

/** The columns of one side. */
export class SideRows {
  totals = new Float64Array(0);
  cums = new Float64Array(0);
  /** `members` numbers a slot. */
  sizes = new Float64Array(0);
  /** Steps of the fade left per size: positive for added, negative for pulled, 0: none. */
  flashes = new Int8Array(0);
  /** Members whose own touch is on this row, as bits. */
  touches = new Uint8Array(0);

  resize(slots: number, members: number): void {
    this.totals = new Float64Array(slots);
    this.cums = new Float64Array(slots);
    this.sizes = new Float64Array(slots * members);
    this.flashes = new Int8Array(slots * members);
    this.touches = new Uint8Array(slots);
  }

  clear(): void {
    this.totals.fill(0);
    this.cums.fill(0);
    this.sizes.fill(0);
    this.flashes.fill(0);
    this.touches.fill(0);
  }

  copyFrom(other: SideRows): void {
    this.totals.set(other.totals);
    this.cums.set(other.cums);
    this.sizes.set(other.sizes);
    this.flashes.set(other.flashes);
    this.touches.set(other.touches);
  }

  /** True when the slot looks the same in both. */
  sameAs(other: SideRows, slot: number, members: number): boolean {
    if (this.totals[slot] !== other.totals[slot] || this.cums[slot] !== other.cums[slot]) return false;
    if (this.touches[slot] !== other.touches[slot]) return false;
    const first = slot * members;
    for (let i = first; i < first + members; i++) {
      if (this.sizes[i] !== other.sizes[i] || this.flashes[i] !== other.flashes[i]) return false;
    }
    return true;
  }
}

export class LadderRows {
  slots = 0;
  members = 0;
  /** In the terms of the view, millionths; -1 above and below the axis. */
  prices = new Float64Array(0);
  flags = new Uint16Array(0);
  readonly bids = new SideRows();
  readonly asks = new SideRows();
  /** 1 for members whose sizes count. */
  live = new Uint8Array(0);
  /** The size that fills a bar. */
  barMicros = 1;
  /** The slot whose empty ask side shows the note; -1: none. */
  noteSlot = -1;
  note = '';

  resize(slots: number, members: number): void {
    if (slots === this.slots && members === this.members) return;
    this.slots = slots;
    this.members = members;
    this.prices = new Float64Array(slots).fill(-1);
    this.flags = new Uint16Array(slots);
    this.live = new Uint8Array(members);
    this.bids.resize(slots, members);
    this.asks.resize(slots, members);
  }

  clear(): void {
    this.prices.fill(-1);
    this.flags.fill(0);
    this.live.fill(0);
    this.bids.clear();
    this.asks.clear();
  }

  copyFrom(other: LadderRows): void {
    this.resize(other.slots, other.members);
    this.prices.set(other.prices);
    this.flags.set(other.flags);
    this.live.set(other.live);
    this.barMicros = other.barMicros;
    this.noteSlot = other.noteSlot;
    this.note = other.note;
    this.bids.copyFrom(other.bids);
    this.asks.copyFrom(other.asks);
  }

  /** The note of a slot. */
  noteAt(slot: number): string {
    return slot === this.noteSlot ? this.note : '';
  }

  /** True when the members that count are the same in both: if not, every row looks different. */
  sameFrameAs(other: LadderRows): boolean {
    if (this.slots !== other.slots || this.members !== other.members || this.barMicros !== other.barMicros)
      return false;
    for (let m = 0; m < this.members; m++) if (this.live[m] !== other.live[m]) return false;
    return true;
  }
}
