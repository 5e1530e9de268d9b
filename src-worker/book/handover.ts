/**
 * A book that passes from one connection to another without a gap.
 *
 * The new connection is the book's heir: the old one goes on until the heir's first snapshot, which moves the book in the middle
 * of the frame that brings it. For a while both are heard, so that no trade is missed that only one of them printed in time. Trades are
 * the same when all that was said of them is: a venue may give several of one order the same id, or none.
 */

import { NO_CONNECTION } from '../../src-shared/domain/subscription-table.ts';
import { EVENT, type EventBuffer } from '../../src-shared/domain/wire/event-buffer.ts';
import type { ShelvedBook } from './book-shelf.ts';

/** What becomes of a row over a connection that does not carry the book. `inherit`: the book passes to it, then the row applies. */
export type OtherRow = 'pass-over' | 'apply' | 'inherit';

/** Whether the book may pass at once: nothing is known of it, or no snapshot will come for it. */
export function hasNothingToLose({ connection, book }: ShelvedBook): boolean {
  return connection === NO_CONNECTION || book.sync.phase === 'waiting' || book.sync.phase === 'closed';
}

/** The book passes to this connection with its first snapshot there. */
export function beginHandover(shelved: ShelvedBook, heir: number): void {
  shelved.handover = { other: heir, isTaken: false, trades: new Map() };
}

/** The connection is neither heir nor former carrier any more. */
export function endHandover(shelved: ShelvedBook, other: number): void {
  if (shelved.handover?.other === other) shelved.handover = null;
}

/** Judges a row over a connection that does not carry the book. */
export function judgeOther({ handover }: ShelvedBook, connection: number, kind: number): OtherRow {
  if (handover === null || handover.other !== connection) return 'pass-over';
  if (kind === EVENT.trade) return 'apply';
  return kind === EVENT.snapshot && !handover.isTaken ? 'inherit' : 'pass-over';
}

/** Moves the book to its heir. Its levels stand until the snapshot that follows. */
export function inherit(shelved: ShelvedBook, nowMs: number): void {
  const { handover } = shelved;
  if (handover === null) return;
  const heir = handover.other;
  handover.other = shelved.connection;
  handover.isTaken = true;
  shelved.connection = heir;
  shelved.transport = 'stream';
  shelved.book.inherited(nowMs);
}

/** Whether the trade of this row was taken when the other connection of a handover brought it. */
export function isRepeatedTrade(
  { handover }: ShelvedBook,
  events: EventBuffer,
  row: number,
  connection: number,
): boolean {
  if (handover === null) return false;
  const { tradeIds, price, size, side, timeMs } = events;
  const key = [tradeIds.get(row) ?? '', price[row], size[row], side[row], timeMs[row]].join(' ');
  const trade = handover.trades.get(key) ?? { brought: new Map(), taken: 0 };
  handover.trades.set(key, trade);
  const brought = (trade.brought.get(connection) ?? 0) + 1;
  trade.brought.set(connection, brought);
  if (brought <= trade.taken) return true;
  trade.taken = brought;
  return false;
}
