/**
 * Main to the thread that verifies recordings, and its answer.
 *
 * Main reads files and takes a line's envelope off; what is inside is the venue's, and only the thread's decoders look at it.
 * A file is a connection. Every batch is answered by `taken`, so that main reads no faster than the thread decodes. The report
 * is what `crossbook verify --json` prints: prices, sizes and best prices are integers of one millionth, times are milliseconds
 * since the epoch.
 */
import type { BookPhase, BookReason } from '../domain/book-phase.ts';
import type { VenueId } from '../domain/listing.ts';

export type ToVerifier =
  /** First. `venue` null: recognised from each file's first messages; `booksAt`: the books after so many messages are wanted. */
  | { readonly kind: 'begin'; readonly venue: VenueId | null; readonly booksAt: number | null }
  /** The frames that follow are this file's. */
  | { readonly kind: 'file'; readonly name: string }
  /** A {@link FrameBatchWriter}'s batch, and the line of the file that each frame stands in, counted from 1. */
  | { readonly kind: 'frames'; readonly batch: Uint8Array<ArrayBuffer>; readonly lines: Uint32Array<ArrayBuffer> }
  /** The file is over; `trouble` says in one clause why it could not be read to its end, '' when it could. */
  | { readonly kind: 'file-end'; readonly trouble: string }
  | { readonly kind: 'end' };

export type FromVerifier =
  | { readonly kind: 'taken' }
  /** Nothing can be said about the recording; the text is one sentence. */
  | { readonly kind: 'failed'; readonly text: string }
  | { readonly kind: 'report'; readonly report: VerifyReport };

/** What a message is, by the first thing in it. */
export const MESSAGE_KINDS = [
  'snapshot',
  'delta',
  'trade',
  'grid',
  'lifecycle',
  'control',
  /** The venue refused a command. */
  'refusal',
  /** Text that is no data, as an answer to a heartbeat. */
  'word',
  /** The number of the message before it: not applied again. */
  'repeat',
  /** Read, and nothing a book needs. */
  'other',
  'unreadable',
] as const;
export type MessageKind = (typeof MESSAGE_KINDS)[number];

export type VerifyReport = {
  /** No decode error, no negative level, no book crossed at rest, every file read to its end. */
  readonly ok: boolean;
  readonly files: readonly VerifiedFile[];
  /** Lines that are not empty, by kind. One message may hold several books or changes. */
  readonly messages: { readonly total: number } & Readonly<Record<MessageKind, number>>;
  /** The different words, as `PONG`, the first twenty of them: what is none of the exchange's is seen here. */
  readonly words: readonly { readonly text: string; readonly count: number }[];
  /** What the venue refused, the first twenty texts: what was asked for then is not in the recording. */
  readonly refusals: readonly { readonly text: string; readonly count: number }[];
  readonly decodeErrors: number;
  readonly problems: readonly DecodeProblem[];
  /** Changes that would have made a level negative; the level is empty afterwards. */
  readonly negativeLevels: number;
  /** Times a book rested crossed or locked: judged when an event with another time of the venue comes, and at the end. */
  readonly crossed: number;
  readonly locked: number;
  /** Times a book at rest had another best bid or ask than the venue said. */
  readonly touchMismatches: number;
  /** Changes older than the one before them in the same book, by the venue's time. */
  readonly timeReversals: number;
  /** Snapshots whose checksum holds, fails, or cannot be made from what the recording holds. */
  readonly checksums: { readonly verified: number; readonly failed: number; readonly unverifiable: number };
  /** Breaks that books cannot be trusted across; see {@link VerifiedStream}. */
  readonly gaps: number;
  readonly streams: readonly VerifiedStream[];
  readonly markets: readonly VerifiedMarket[];
  readonly booksAt: BooksAt | null;
};

export type VerifiedFile = {
  /** Files are numbered from 1, in the order given. */
  readonly connection: number;
  readonly file: string;
  /** Null: the file holds no message. */
  readonly venue: VenueId | null;
  readonly messages: number;
  /** Receive times of the first and last message; null where the recording has none. */
  readonly firstReceivedMs: number | null;
  readonly lastReceivedMs: number | null;
  /** Messages received before the one in front of them, by the recording's own clock. */
  readonly receiveTimeReversals: number;
  readonly trouble: string;
};

/** One numbered stream of one connection. */
export type VerifiedStream = {
  readonly connection: number;
  readonly file: string;
  /** The venue's number of the subscription. */
  readonly sid: number;
  readonly messages: number;
  readonly first: number;
  readonly last: number;
  /** Markets whose book the stream carries in this file. */
  readonly markets: number;
  /** Places where numbers are missing, and how many: lost, or of markets that the recording leaves out. */
  readonly seqHoles: number;
  readonly seqMissing: number;
  readonly repeats: number;
  /** Numbers that started over. */
  readonly reconnects: number;
  /**
   * What matters to the books: changes of a book that came on a new connection before a snapshot did, and the holes where
   * the recording holds the whole stream: several markets, and nearly every number.
   */
  readonly gaps: number;
};

/** What could not be read, by sentence. */
export type DecodeProblem = {
  readonly venue: VenueId;
  readonly code: string;
  readonly text: string;
  readonly count: number;
  /** The first such message, or the start of it. */
  readonly sample: string;
  /** Where the first ones are. */
  readonly places: readonly { readonly file: string; readonly line: number }[];
};

export type VerifiedMarket = {
  readonly venue: VenueId;
  /** The book's name on the wire. */
  readonly market: string;
  /**
   * Whether the engine would call the book live at the end, and why not. The levels are what the recording's messages give:
   * changes are applied from the first snapshot on, also where the engine would wait for another one.
   */
  readonly phase: BookPhase;
  readonly reason: BookReason;
  readonly bidLevels: number;
  readonly askLevels: number;
  /** Null: the side is empty. */
  readonly bestBidMicros: number | null;
  readonly bestAskMicros: number | null;
  /** Snapshots and changes applied. */
  readonly updates: number;
  readonly snapshots: number;
  readonly trades: number;
  /** Changes before the first snapshot, which were not applied. */
  readonly suppressed: number;
  readonly negativeLevels: number;
  readonly crossed: number;
  readonly locked: number;
  readonly touchMismatches: number;
  readonly timeReversals: number;
  /**
   * SHA-256 of the book as text, in lower hex: a line `B price size` per bid, then `A price size` per ask, the best first,
   * each ended by \n, numbers as integers of one millionth. An empty book is the empty text.
   */
  readonly hash: string;
};

/** Every market's whole book after so many messages, or at the end when there are fewer. */
export type BooksAt = { readonly messages: number; readonly books: readonly WholeBook[] };

export type WholeBook = Pick<VerifiedMarket, 'venue' | 'market' | 'phase' | 'reason' | 'hash'> & {
  /** The best first. */
  readonly bids: readonly (readonly [priceMicros: number, sizeMicros: number])[];
  readonly asks: readonly (readonly [priceMicros: number, sizeMicros: number])[];
};
