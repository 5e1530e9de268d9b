/** How many books of each connection deliver, counted over a shelf. */
import { NO_CONNECTION } from '../../src-shared/domain/subscription-table.ts';
import type { BookShelf } from '../book/book-shelf.ts';

/** Synced books of the whole shelf. */
export function countSynced(shelf: BookShelf): number {
  let synced = 0;
  shelf.forEach(({ book }) => {
    if (book.sync.phase === 'synced') synced++;
  });
  return synced;
}

/** Books of the whole shelf whose trading has ended. */
export function countClosed(shelf: BookShelf): number {
  let closed = 0;
  shelf.forEach(({ book }) => {
    if (book.sync.phase === 'closed') closed++;
  });
  return closed;
}

/** Synced books by connection. */
export function countDelivering(shelf: BookShelf): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  shelf.forEach(({ book, connection }) => {
    if (connection === NO_CONNECTION || book.sync.phase !== 'synced') return;
    counts.set(connection, (counts.get(connection) ?? 0) + 1);
  });
  return counts;
}

/** Whether at least half of the connection's open books are synced or, being quiet, were. */
export function deliversMost(shelf: BookShelf, connection: number): boolean {
  let open = 0;
  let delivering = 0;
  shelf.forEach(({ book, connection: carrier }) => {
    const { phase } = book.sync;
    if (carrier !== connection || phase === 'closed') return;
    open++;
    if (phase === 'synced' || phase === 'stale') delivering++;
  });
  return delivering > 0 && delivering * 2 >= open;
}
