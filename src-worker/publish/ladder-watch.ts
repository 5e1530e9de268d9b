/**
 * One ladder that a window watches: sends the whole merged ladder whenever any of its books changed, and an empty one when they are
 * gone.
 */
import {
  emptyLadderFrame,
  encodeLadderFrame,
  LADDER_FLAG_CUT,
  type LadderFrame,
  type LadderMember,
  memberTag,
} from '../../src-shared/contract/ladder-frame.ts';
import { LADDER_LEVELS_MAX } from '../../src-shared/domain/limits.ts';
import { ONE_MICROS } from '../../src-shared/domain/micros.ts';
import { ASK, BID } from '../../src-shared/domain/wire/event-buffer.ts';
import type { BookEntry } from '../book/book-table.ts';
import type { Consolidator, Member } from '../derive/consolidated-book.ts';
import { Conflator } from './conflator.ts';

/** A book and how it stands in the ladder. */
export type LadderBook = { readonly entry: BookEntry; readonly inverted: boolean };

const NEVER_SENT = -1;

export class LadderWatch {
  readonly conflator: Conflator;
  readonly watch: number;
  readonly target: string;
  readonly groupMicros: number;
  private readonly consolidator: Consolidator;
  private books: readonly LadderBook[] = [];
  private members: readonly Member[] = [];
  private sentVersion = NEVER_SENT;
  /** The books went, and the window still shows them. */
  private isGone = false;
  private frame: LadderFrame;

  constructor(watch: number, target: string, groupMicros: number, consolidator: Consolidator, shard: number) {
    this.conflator = new Conflator(shard);
    this.watch = watch;
    this.target = target;
    this.groupMicros = groupMicros;
    this.consolidator = consolidator;
    this.frame = frameFor(watch, groupMicros, 0);
  }

  /** The books behind the target, whenever links or instruments changed. */
  setBooks(books: readonly LadderBook[]): void {
    if (books.length > 0) this.isGone = false;
    else if (this.books.length > 0) this.isGone = true;
    this.books = books;
    this.members = books.map(({ entry, inverted }) => ({ book: entry.book, inverted }));
    this.frame = frameFor(this.watch, this.groupMicros, books.length);
    books.forEach(({ entry, inverted }, m) => {
      this.frame.members[m]!.tag = memberTag(entry.listing, inverted);
    });
    this.sentVersion = NEVER_SENT;
  }

  /** The next frame, or null when nothing changed or it is not time. */
  next(nowMs: number, intervalMs: number, sentMicros: number): Uint8Array<ArrayBuffer> | null {
    // The books of a target are all in one shard; the others have nothing to say of it.
    if ((this.books.length === 0 && !this.isGone) || !this.conflator.ready(nowMs, intervalMs)) return null;
    const version = this.version();
    if (version === this.sentVersion) return null;
    this.sentVersion = version;
    this.isGone = false;
    const frame = this.frame;
    frame.frame = this.conflator.send(nowMs);
    frame.sentMicros = sentMicros;
    this.consolidator.cut = false;
    this.consolidator.merge(this.members, BID, this.groupMicros, frame.bids);
    frame.bidLevels = this.consolidator.levels;
    for (let m = 0; m < this.books.length; m++) frame.members[m]!.bidDepthMicros = this.consolidator.depths[m]!;
    this.consolidator.merge(this.members, ASK, this.groupMicros, frame.asks);
    frame.askLevels = this.consolidator.levels;
    for (let m = 0; m < this.books.length; m++) frame.members[m]!.askDepthMicros = this.consolidator.depths[m]!;
    frame.flags = this.consolidator.cut ? LADDER_FLAG_CUT : 0;
    frame.bookMicros = 0;
    for (let m = 0; m < this.books.length; m++) this.describe(this.books[m]!, frame.members[m]!);
    return encodeLadderFrame(frame);
  }

  private version(): number {
    let sum = 0;
    for (const { entry } of this.books) sum += entry.book.version;
    return sum;
  }

  private describe({ entry, inverted }: LadderBook, member: LadderMember): void {
    const book = entry.book;
    member.phase = book.sync.phase;
    member.reason = book.sync.reason;
    member.transport = entry.transport;
    member.lastReceivedMs = book.asOfMs;
    member.lastVenueMs = book.lastVenueMs;
    const bid = book.bestBidMicros;
    const ask = book.bestAskMicros;
    member.bidMicros = inverted ? opposite(ask) : bid;
    member.askMicros = inverted ? opposite(bid) : ask;
    const bids = inverted ? book.asks : book.bids;
    const asks = inverted ? book.bids : book.asks;
    member.bidSizeMicros = bids.bestSize;
    member.askSizeMicros = asks.bestSize;
    member.bidLevels = bids.count;
    member.askLevels = asks.count;
    if (book.appliedMicros > this.frame.bookMicros) this.frame.bookMicros = book.appliedMicros;
  }
}

const opposite = (price: number): number => (price < 0 ? price : ONE_MICROS - price);

function frameFor(watch: number, groupMicros: number, members: number): LadderFrame {
  return { ...emptyLadderFrame(members, LADDER_LEVELS_MAX), watch, groupMicros };
}
