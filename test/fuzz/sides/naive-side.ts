/** One side as plainly as it can be written, a Map: the reference that every form of a book side must equal. */

export class NaiveSide {
  readonly levels = new Map<number, number>();

  set(key: number, size: number): void {
    if (size === 0) this.levels.delete(key);
    else this.levels.set(key, size);
  }

  /** The new size; a negative one changes nothing. */
  add(key: number, change: number): number {
    const size = (this.levels.get(key) ?? 0) + change;
    if (size >= 0) this.set(key, size);
    return size;
  }

  /** Best (highest key) first. */
  sorted(): readonly (readonly [key: number, size: number])[] {
    return [...this.levels].sort((a, b) => b[0] - a[0]);
  }
}
