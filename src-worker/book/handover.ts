/**
 * A book that passes from one connection to another without a gap.
 *
 * The new connection is the book's heir: the old one goes on until the heir's first snapshot, which moves the book in the middle
 * of the frame that brings it. For a while both are heard, so that no trade is missed that only one of them printed in time; the
 * others are told apart by their ids.
 */
import { EVENT } from '../../src-shared/domain/event-buffer.ts';
import { type ShelvedBook, UNCARRIED } from './book-shelf.ts';

export type Handover = {
  /** The connection that does not carry the book: the heir before the book passed, the former carrier after. */
  other: number;
  isTaken: boolean;
  /** Ids of the trades that either connection brought since. */
  readonly trades: Set<string>;
};

/** What becomes of a row over a connection that does not carry the book. `inherit`: the book passes to it, then the row applies. */
export type OtherRow = 'pass-over' | 'apply' | 'inherit';

/** Whether the book may pass at once: nothing is known of it, or no snapshot will come for it. */
export function hasNothingToLose({ connection, book }: ShelvedBook): boolean {
  return connection === UNCARRIED || book.sync.phase === 'waiting' || book.sync.phase === 'closed';
}

/** The book passes to this connection with its first snapshot there. */
export function beginHandover(shelved: ShelvedBook, heir: number): void {
  shelved.handover = { other: heir, isTaken: false, trades: new Set() };
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

/** Whether both connections of a handover brought this trade, and it was taken. */
export function isRepeatedTrade({ handover }: ShelvedBook, id: string): boolean {
  if (handover === null || id === '') return false;
  if (handover.trades.has(id)) return true;
  handover.trades.add(id);
  return false;
}
