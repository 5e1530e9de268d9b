/** Collects the listings that panes show and reports them to main, which subscribes to them whether or not they are watched. */
import type { ListingId } from '../../src-shared/domain/listing.ts';

export type Shown = {
  /** Counts the listings as shown until the returned function is called. */
  add(listings: readonly ListingId[]): () => void;
  /** Reports everything again, to a new main process. */
  resend(): void;
};

/** `say` gets the whole set, sorted, whenever it changed; several changes in one turn are one. */
export function createShown(say: (listings: readonly ListingId[]) => void): Shown {
  const counts = new Map<ListingId, number>();
  let said = '';
  let due = false;
  const schedule = (): void => {
    if (due) return;
    due = true;
    queueMicrotask(() => {
      due = false;
      const listings = [...counts.keys()].sort();
      const key = listings.join('\n');
      if (key === said) return;
      said = key;
      say(listings);
    });
  };
  return {
    add(listings) {
      for (const id of listings) counts.set(id, (counts.get(id) ?? 0) + 1);
      schedule();
      return () => {
        for (const id of listings) {
          const left = (counts.get(id) ?? 1) - 1;
          if (left > 0) counts.set(id, left);
          else counts.delete(id);
        }
        schedule();
      };
    },
    resend() {
      // An empty set is what a new main assumes.
      said = '';
      schedule();
    },
  };
}
