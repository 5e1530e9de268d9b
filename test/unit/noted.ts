/** What happened, in order, and a way to wait until something has: tests never sleep for a fixed time. */

export class Noted<Item> {
  readonly items: Item[] = [];
  private readonly waiting = new Set<() => void>();

  add(item: Item): void {
    this.items.push(item);
    for (const look of [...this.waiting]) look();
  }

  /** Resolves with what `find` finds, as soon as it finds something. The test's own time limit ends a wait in vain. */
  until<Found>(find: (items: readonly Item[]) => Found | undefined | null | false): Promise<Found> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        try {
          const found = find(this.items);
          if (found === undefined || found === null || found === false) return;
          this.waiting.delete(look);
          resolve(found);
        } catch (error) {
          this.waiting.delete(look);
          reject(error);
        }
      };
      this.waiting.add(look);
      look();
    });
  }

  /** Resolves when there are so many. */
  async count(items: number): Promise<readonly Item[]> {
    await this.until((all) => all.length >= items);
    return this.items;
  }
}

/** A random number from 0 to 1 that comes in the same order for the same seed. */
export function seededRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
