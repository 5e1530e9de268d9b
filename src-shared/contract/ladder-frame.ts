/**
 * Engine to window: one ladder, whole, as binary.
 *
 * Levels are best first on both sides. Each has the size of every member and the total over the live members only, so that a venue
 * that is not synced is drawn greyed and never counted. Layout, little-endian:
 * [magic u32][watch u32][frame u32][members u32][bids u32][asks u32][groupMicros u32][flags u32][sentMicros f64][bookMicros f64]
 * [bidLevels u32][askLevels u32], per member [phase u8][reason u8][transport u8][0][tag u32][lastReceivedMs f64][lastVenueMs f64]
 * [bid i32][ask i32][bidSize f64][askSize f64][bidDepth f64][askDepth f64][bidLevels u32][askLevels u32], then per level [price u32][0 u32][total f64][size f64 x members], bids first.
 */
import {
  BOOK_PHASES,
  BOOK_REASONS,
  type BookPhase,
  type BookReason,
  TRANSPORTS,
  type Transport,
} from '../domain/book-phase.ts';
import type { ListingId } from '../domain/listing.ts';

const MAGIC = 0x4c414431;
const HEAD_BYTES = 56;
const MEMBER_BYTES = 72;

/** Set when one side was cut at the limit of levels. */
export const LADDER_FLAG_CUT = 1;

/** One member of a ladder: a listing, already inverted when its link inverts it. */
export type LadderMember = {
  /** Identifies the member ({@link memberTag}), so that a window with another version of the link does not mistake one for another. */
  tag: number;
  phase: BookPhase;
  reason: BookReason;
  transport: Transport;
  lastReceivedMs: number;
  lastVenueMs: number;
  /** The member's own touch in the ladder's terms, -1: none. */
  bidMicros: number;
  askMicros: number;
  /** Contracts at its own touch. */
  bidSizeMicros: number;
  askSizeMicros: number;
  /** Contracts and levels of the whole book, also beyond what the frame holds. */
  bidDepthMicros: number;
  askDepthMicros: number;
  bidLevels: number;
  askLevels: number;
};

/** 32 bits of a member's listing and orientation (FNV-1a). */
export function memberTag(listing: ListingId, inverted: boolean): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < listing.length; at++) hash = Math.imul(hash ^ listing.charCodeAt(at), 0x01000193);
  return Math.imul(hash ^ (inverted ? 1 : 0), 0x01000193) >>> 0;
}

/** Whether the frame is of the members with these tags, in this order. An empty frame means that the book is gone. */
export function isFrameOf({ members }: LadderFrame, tags: readonly number[]): boolean {
  if (members.length === 0) return true;
  return members.length === tags.length && members.every(({ tag }, m) => tag === tags[m]);
}

/** Levels of one side as columns; `sizes` holds `members` numbers a level. */
export type LadderSide = { count: number; prices: Float64Array; totals: Float64Array; sizes: Float64Array };

export type LadderFrame = {
  watch: number;
  frame: number;
  groupMicros: number;
  flags: number;
  /** When the engine sent it, µs wall clock. */
  sentMicros: number;
  /** When the newest event in it reached its book, µs wall clock. */
  bookMicros: number;
  /** Different prices with a live size, ungrouped, also beyond what the frame holds. */
  bidLevels: number;
  askLevels: number;
  members: LadderMember[];
  bids: LadderSide;
  asks: LadderSide;
};

/** An empty side with room for `levels` levels of `members` members. */
export function ladderSide(levels: number, members: number): LadderSide {
  return {
    count: 0,
    prices: new Float64Array(levels),
    totals: new Float64Array(levels),
    sizes: new Float64Array(levels * members),
  };
}

/** A member without a book yet. */
export function emptyMember(): LadderMember {
  return {
    tag: 0,
    phase: 'waiting',
    reason: 'none',
    transport: 'stream',
    lastReceivedMs: 0,
    lastVenueMs: 0,
    bidMicros: -1,
    askMicros: -1,
    bidSizeMicros: 0,
    askSizeMicros: 0,
    bidDepthMicros: 0,
    askDepthMicros: 0,
    bidLevels: 0,
    askLevels: 0,
  };
}

/** A frame of this many members without levels, with room for `levels` a side. */
export function emptyLadderFrame(members: number, levels: number): LadderFrame {
  return {
    watch: 0,
    frame: 0,
    groupMicros: 0,
    flags: 0,
    sentMicros: 0,
    bookMicros: 0,
    bidLevels: 0,
    askLevels: 0,
    members: Array.from({ length: members }, emptyMember),
    bids: ladderSide(levels, members),
    asks: ladderSide(levels, members),
  };
}

/** Writes a frame into a buffer of its own. */
export function encodeLadderFrame(frame: LadderFrame): Uint8Array<ArrayBuffer> {
  const members = frame.members.length;
  const levelBytes = 16 + members * 8;
  const bytes = new Uint8Array(
    HEAD_BYTES + members * MEMBER_BYTES + (frame.bids.count + frame.asks.count) * levelBytes,
  );
  const view = new DataView(bytes.buffer);
  const head = [
    MAGIC,
    frame.watch,
    frame.frame,
    members,
    frame.bids.count,
    frame.asks.count,
    frame.groupMicros,
    frame.flags,
  ];
  for (let i = 0; i < head.length; i++) view.setUint32(i * 4, head[i]!, true);
  view.setFloat64(32, frame.sentMicros, true);
  view.setFloat64(40, frame.bookMicros, true);
  view.setUint32(48, frame.bidLevels, true);
  view.setUint32(52, frame.askLevels, true);
  let at = HEAD_BYTES;
  for (const member of frame.members) {
    view.setUint8(at, BOOK_PHASES.indexOf(member.phase));
    view.setUint8(at + 1, BOOK_REASONS.indexOf(member.reason));
    view.setUint8(at + 2, TRANSPORTS.indexOf(member.transport));
    view.setUint32(at + 4, member.tag, true);
    view.setFloat64(at + 8, member.lastReceivedMs, true);
    view.setFloat64(at + 16, member.lastVenueMs, true);
    view.setInt32(at + 24, member.bidMicros, true);
    view.setInt32(at + 28, member.askMicros, true);
    view.setFloat64(at + 32, member.bidSizeMicros, true);
    view.setFloat64(at + 40, member.askSizeMicros, true);
    view.setFloat64(at + 48, member.bidDepthMicros, true);
    view.setFloat64(at + 56, member.askDepthMicros, true);
    view.setUint32(at + 64, member.bidLevels, true);
    view.setUint32(at + 68, member.askLevels, true);
    at += MEMBER_BYTES;
  }
  at = writeSide(view, at, frame.bids, members);
  writeSide(view, at, frame.asks, members);
  return bytes;
}

function writeSide(view: DataView, start: number, side: LadderSide, members: number): number {
  let at = start;
  for (let level = 0; level < side.count; level++) {
    view.setUint32(at, side.prices[level]!, true);
    view.setFloat64(at + 8, side.totals[level]!, true);
    at += 16;
    for (let member = 0; member < members; member++) {
      view.setFloat64(at, side.sizes[level * members + member]!, true);
      at += 8;
    }
  }
  return at;
}

/** Reads a frame. Throws RangeError for bytes that are not one. */
export function decodeLadderFrame(bytes: Uint8Array): LadderFrame {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0, true) !== MAGIC) throw new RangeError('not a ladder frame');
  const memberCount = view.getUint32(12, true);
  const bidCount = view.getUint32(16, true);
  const askCount = view.getUint32(20, true);
  const expected = HEAD_BYTES + memberCount * MEMBER_BYTES + (bidCount + askCount) * (16 + memberCount * 8);
  if (expected !== bytes.byteLength)
    throw new RangeError(`ladder frame of ${bytes.byteLength} bytes, expected ${expected}`);
  const members: LadderMember[] = [];
  let at = HEAD_BYTES;
  for (let i = 0; i < memberCount; i++) {
    members.push({
      tag: view.getUint32(at + 4, true),
      phase: BOOK_PHASES[view.getUint8(at)] ?? 'waiting',
      reason: BOOK_REASONS[view.getUint8(at + 1)] ?? 'none',
      transport: TRANSPORTS[view.getUint8(at + 2)] ?? 'stream',
      lastReceivedMs: view.getFloat64(at + 8, true),
      lastVenueMs: view.getFloat64(at + 16, true),
      bidMicros: view.getInt32(at + 24, true),
      askMicros: view.getInt32(at + 28, true),
      bidSizeMicros: view.getFloat64(at + 32, true),
      askSizeMicros: view.getFloat64(at + 40, true),
      bidDepthMicros: view.getFloat64(at + 48, true),
      askDepthMicros: view.getFloat64(at + 56, true),
      bidLevels: view.getUint32(at + 64, true),
      askLevels: view.getUint32(at + 68, true),
    });
    at += MEMBER_BYTES;
  }
  const bids = readSide(view, at, bidCount, memberCount);
  const asks = readSide(view, at + bidCount * (16 + memberCount * 8), askCount, memberCount);
  return {
    watch: view.getUint32(4, true),
    frame: view.getUint32(8, true),
    groupMicros: view.getUint32(24, true),
    flags: view.getUint32(28, true),
    sentMicros: view.getFloat64(32, true),
    bookMicros: view.getFloat64(40, true),
    bidLevels: view.getUint32(48, true),
    askLevels: view.getUint32(52, true),
    members,
    bids,
    asks,
  };
}

function readSide(view: DataView, start: number, count: number, members: number): LadderSide {
  const side = ladderSide(count, members);
  side.count = count;
  let at = start;
  for (let level = 0; level < count; level++) {
    side.prices[level] = view.getUint32(at, true);
    side.totals[level] = view.getFloat64(at + 8, true);
    at += 16;
    for (let member = 0; member < members; member++) {
      side.sizes[level * members + member] = view.getFloat64(at, true);
      at += 8;
    }
  }
  return side;
}
