/**
 * Hands a book over from one connection to another without a gap.
 *
 * The owner keeps the book until the first snapshot on the other connection, which moves the book in the middle of the frame that
 * brings it. Trades of both connections count from the start of the hand-over to its end, so that no trade is missed that only one of
 * them printed in time. Two trades are the same when all their fields are: a venue may give several trades of one order the same id,
 * or none. docs/book-ownership.md lists the states.
 */
import { NO_CONNECTION } from '../../src-shared/domain/subscription-table.ts';
import { EVENT, type EventBuffer } from '../../src-shared/domain/wire/event-buffer.ts';
import type { BookEntry } from './book-table.ts';

/** What to do with a row of a connection that does not own the book. `take-over`: the connection becomes its owner, then the row applies. */
export type ForeignRow = 'ignore' | 'apply' | 'take-over';

/** Whether the book may change its owner at once: nothing is known of it, or no snapshot will come for it. */
export function hasNothingToLose({ owner, book }: BookEntry): boolean {
  return owner === NO_CONNECTION || book.sync.phase === 'waiting' || book.sync.phase === 'closed';
}

/** The connection becomes the owner with the book's first snapshot there. */
export function beginHandOver(entry: BookEntry, target: number): void {
  entry.handOver = { state: 'awaited', other: target, trades: new Map() };
}

/** Ends the hand-over if this connection, which is not the owner, takes part in it. */
export function endHandOver(entry: BookEntry, other: number): void {
  if (entry.handOver?.other === other) entry.handOver = null;
}

/** Judges a row of a connection that does not own the book. */
export function judgeForeign({ handOver }: BookEntry, connection: number, kind: number): ForeignRow {
  if (handOver === null || handOver.other !== connection) return 'ignore';
  if (kind === EVENT.trade) return 'apply';
  return kind === EVENT.snapshot && handOver.state === 'awaited' ? 'take-over' : 'ignore';
}

/** Makes the connection that awaits the book its owner. The levels stand until the snapshot that follows. */
export function takeOver(entry: BookEntry, nowMs: number): void {
  const { handOver } = entry;
  if (handOver === null) return;
  const target = handOver.other;
  handOver.other = entry.owner;
  handOver.state = 'handed-over';
  entry.owner = target;
  entry.transport = 'stream';
  entry.book.takenOver(nowMs);
}

/** Whether the trade of this row was already taken from the other connection of a hand-over. */
export function isRepeatedTrade(
  { handOver }: BookEntry,
  events: EventBuffer,
  row: number,
  connection: number,
): boolean {
  if (handOver === null) return false;
  const { tradeIds, price, size, side, timeMs } = events;
  const key = [tradeIds.get(row) ?? '', price[row], size[row], side[row], timeMs[row]].join(' ');
  const trade = handOver.trades.get(key) ?? { brought: new Map(), taken: 0 };
  handOver.trades.set(key, trade);
  const brought = (trade.brought.get(connection) ?? 0) + 1;
  trade.brought.set(connection, brought);
  if (brought <= trade.taken) return true;
  trade.taken = brought;
  return false;
}
