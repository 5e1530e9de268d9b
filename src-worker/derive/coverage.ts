/** How many books of each connection deliver, counted over a table. */
import { followsStream } from '../../src-shared/domain/book-phase.ts';
import { NO_CONNECTION } from '../../src-shared/domain/subscription-table.ts';
import type { BookTable } from '../book/book-table.ts';

/** Synced books of the whole table. */
export function countSynced(table: BookTable): number {
  let synced = 0;
  table.forEach(({ book }) => {
    if (book.sync.phase === 'synced') synced++;
  });
  return synced;
}

/** Books of the whole table whose trading has ended. */
export function countClosed(table: BookTable): number {
  let closed = 0;
  table.forEach(({ book }) => {
    if (book.sync.phase === 'closed') closed++;
  });
  return closed;
}

/** Synced books by connection. */
export function countDelivering(table: BookTable): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  table.forEach(({ book, owner }) => {
    if (owner === NO_CONNECTION || book.sync.phase !== 'synced') return;
    counts.set(owner, (counts.get(owner) ?? 0) + 1);
  });
  return counts;
}

/** Whether at least half of the connection's open books are synced or, being quiet or late, were. */
export function deliversMost(table: BookTable, connection: number): boolean {
  let open = 0;
  let delivering = 0;
  table.forEach(({ book, owner }) => {
    const { phase } = book.sync;
    if (owner !== connection || phase === 'closed') return;
    open++;
    if (followsStream(phase) || phase === 'stale') delivering++;
  });
  return delivering > 0 && delivering * 2 >= open;
}
