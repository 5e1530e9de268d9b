/**
 * Decides which rows are visible: follows the touch with a dead zone until the user scrolls, and again after recentring.
 *
 * Rows are counted on the price axis (0 is the lowest price); the view shows `slots` rows, highest first, from `topRow` down.
 * The view moves by whole rows only, and not at all while the touch stays in its middle half.
 */

/** The part of the view on either side of its middle in which the touch may wander. */
const DEAD_ZONE = 1 / 4;

export class LadderScroll {
  /** The axis row of the first slot; may lie above the axis when the view is taller than it. */
  topRow = 0;
  /** False after a manual scroll, until recentred. */
  follows = true;
  private slots = 0;
  private rows = 0;
  private placed = false;

  /** Takes the size of view and axis; the row in the middle of the view stays there when it can. */
  resize(slots: number, rows: number): void {
    if (slots === this.slots && rows === this.rows) return;
    if (rows !== this.rows) this.placed = false;
    else this.topRow += Math.round((slots - this.slots) / 2);
    this.slots = slots;
    this.rows = rows;
    this.topRow = this.clamp(this.topRow);
  }

  /** Starts over: the next touch is put in the middle. */
  reset(): void {
    this.follows = true;
    this.placed = false;
  }

  recentre(): void {
    this.follows = true;
    this.placed = false;
  }

  /** Moves by rows, up is positive; from now on the view stays where it was put. */
  scrollBy(rows: number): void {
    this.follows = false;
    this.placed = true;
    this.topRow = this.clamp(this.topRow + rows);
  }

  /** Puts this row in the middle, without following or leaving the touch. */
  putInMiddle(row: number): void {
    this.topRow = this.clamp(row + Math.floor(this.slots / 2));
    this.placed = true;
  }

  /** The row in the middle of the view. */
  get middleRow(): number {
    return this.topRow - Math.floor(this.slots / 2);
  }

  /** Takes the touch (-1: none on that side) and moves the view if it must; true when it moved. */
  follow(bidRow: number, askRow: number): boolean {
    const before = this.topRow;
    if (!this.placed) {
      this.topRow = this.target(bidRow, askRow);
      this.placed = bidRow >= 0 || askRow >= 0;
    } else if (this.follows && !this.isInZone(bidRow, askRow)) {
      this.topRow = this.target(bidRow, askRow);
    }
    return this.topRow !== before;
  }

  private target(bidRow: number, askRow: number): number {
    if (bidRow < 0 && askRow < 0) return this.clamp(Math.floor((this.rows + this.slots) / 2) - 1);
    const middle = ((bidRow < 0 ? askRow : bidRow) + (askRow < 0 ? bidRow : askRow)) / 2;
    return this.clamp(Math.round(middle + this.slots / 2 - 0.5));
  }

  private isInZone(bidRow: number, askRow: number): boolean {
    if (bidRow < 0 && askRow < 0) return true;
    const margin = Math.floor(this.slots * DEAD_ZONE);
    const highest = this.topRow - margin;
    const lowest = this.topRow - this.slots + 1 + margin;
    const bid = bidRow < 0 ? askRow : bidRow;
    const ask = askRow < 0 ? bidRow : askRow;
    // A spread that does not fit is judged by its middle: both ends would always be outside.
    if (Math.abs(ask - bid) > highest - lowest) {
      const middle = (ask + bid) / 2;
      return middle >= lowest && middle <= highest;
    }
    return Math.min(bid, ask) >= lowest && Math.max(bid, ask) <= highest;
  }

  private clamp(topRow: number): number {
    const highest = this.rows - 1;
    if (this.rows <= this.slots) return highest + Math.floor((this.slots - this.rows) / 2);
    return Math.min(Math.max(topRow, this.slots - 1), highest);
  }
}
