/**
 * What a venue signs: everything Crossbook needs to know of an exchange, as pure data and pure state machines.
 *
 * A venue's folder cannot reach a socket, a file or a clock. It says what to ask and what to say, and reads what comes; the
 * feed and the catalogue do the talking. Adding an exchange is adding one folder and one line in `index.ts`.
 */

import type { LagRule } from '../domain/health.ts';
import type { Instrument } from '../domain/instrument.ts';
import type { ContractTexts, Listing, VenueId, Withheld } from '../domain/listing.ts';
import type { Json } from '../domain/notice.ts';
import type { EventBuffer } from '../domain/wire/event-buffer.ts';

/** One HTTP request, relative to one of the venue's endpoints. */
export type RestRequest = {
  /** Key into {@link Venue.endpoints}. */
  readonly endpoint: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly body?: Json;
  /** Key into {@link Venue.rateLimits}. */
  readonly bucket: string;
  /** The answer is one whole list, not a page, and may be larger than others. */
  readonly isLarge?: true;
  /** HTTP 404 is an answer, read as JSON null: there is no such market. Without it a 404 is a failure like any other. */
  readonly mayBeMissing?: true;
  /** Requests whose failures count together, for a path that holds an id; absent: those of the same path. */
  readonly route?: string;
};

/** A token bucket: `requests` every `perMs`, with at most `burst` at once. */
export type RateLimit = { readonly requests: number; readonly perMs: number; readonly burst: number };

/** What one page of discovery held. */
export type DiscoveryPage = {
  readonly listings: readonly Listing[];
  /** Markets of the page that could not be read, each with a sentence. They are counted, never fatal. */
  readonly problems: readonly string[];
  /** Markets passed over because each is made of several others: they are made on request, by the hundred thousand. Their ids. */
  readonly combinations?: readonly string[];
  /** Why the walk cannot go on, a sentence: there is no next request then, and not all markets were seen. Absent: it can. */
  readonly broken?: string;
};

/**
 * Walks through all open markets, page by page. Failed requests are simply made again: `next` only moves on `accept`. Where a listing
 * is described by several answers, its parts are kept until the last one is accepted.
 */
export interface Discovery {
  /** The request to make now, or null when everything was seen. */
  next(): RestRequest | null;
  /** Takes the answer to `next()`. Throws VenueError when the body as a whole is not what the venue documents. */
  accept(body: Json): DiscoveryPage;
}

/** What a session says and concludes after an input. */
export type SessionStep = {
  /** Text frames to send, in order. */
  readonly say: readonly string[];
  /** Something the venue refused; the remedy is the caller's next move. */
  readonly fault?: SessionFault;
};

export type SessionFault = {
  /** Stable, for the log: the venue's code in words. */
  readonly code: string;
  readonly text: string;
  readonly remedy: 'count' | 'resync' | 'reconnect' | 'stop';
  /** Symbols concerned, empty: all of the connection. */
  readonly symbols: readonly string[];
};

/**
 * The conversation on one connection, from open to close. Created for every connection attempt: nothing said before holds
 * afterwards. Symbols are the instruments' first symbols.
 */
export interface Session {
  /** The socket is open. */
  open(symbols: readonly string[], nowMs: number): SessionStep;
  add(symbols: readonly string[], nowMs: number): SessionStep;
  remove(symbols: readonly string[], nowMs: number): SessionStep;
  /** Asks for fresh snapshots in the order of the stream. */
  resync(symbols: readonly string[], nowMs: number): SessionStep;
  /** A control notice that the decoder found in this connection's frames, or a {@link Venue.sessionFrames}: JSON, else its text. */
  control(message: Json, nowMs: number): SessionStep;
  /** Called about once a second: heartbeats, deadlines of unanswered commands. */
  tick(nowMs: number): SessionStep;
}

/** What a decoder knows of the books it decodes for. */
export interface SymbolTable {
  /** The slot whose first symbol this is, or -1: not ours, to be passed over. */
  slotOf(symbol: string): number;
  /** The slot whose second symbol this is: the other outcome of the same market, of which only trades are read; or -1. */
  mirrorOf(symbol: string): number;
  /** The same as {@link slotOf} by the bytes of a frame. */
  readonly bytes: SymbolBytesTable;
  instrument(slot: number): Instrument;
}

/** Finds symbols in the bytes of a frame, without making strings. */
export interface SymbolBytesTable {
  /** The slot of the symbol that begins at `start` and ends with a quote, or -1. */
  find(view: DataView, start: number): number;
  /** Index of that closing quote; -1 when the symbol is unknown, and its end must be looked for. */
  readonly end: number;
}

/** One frame as the decoder sees it: bytes start..end of a buffer with at least SLACK_BYTES readable behind them. */
export interface FrameView {
  readonly view: DataView;
  readonly start: number;
  readonly end: number;
  /** The frame as UTF-8 text, made when first asked for; throws on invalid UTF-8. */
  text(): string;
}

/**
 * Reads frames into book events. It never throws for what a venue may send: an unreadable frame, or an unreadable part of
 * one, becomes a problem notice, and the rest of the frame is still read.
 */
export interface Decoder {
  /** One frame of the stream. */
  decode(frame: FrameView, out: EventBuffer): void;
  /** The answer to a {@link Venue.pollRequest}: whole books. */
  decodePoll(frame: FrameView, out: EventBuffer): void;
}

/** Where a frame stands in a numbered stream. */
export type SequenceMark = {
  /** The venue's number of the subscription within the connection. */
  stream: number;
  sequence: number;
  /** Whether the stream carries book changes; false when the frame does not tell. */
  books: boolean;
};

/**
 * What makes a message the same message in the recording of another machine. `change`, `trade` and `notice` are sent to everybody;
 * `snapshot` is a book as one recorder got it; `own` belongs to one connection's conversation.
 */
export type MessageIdentity = {
  /** The message's bytes within its frame: a frame may hold a list of messages. */
  readonly start: number;
  readonly end: number;
  readonly kind: 'change' | 'trade' | 'notice' | 'snapshot' | 'own';
  /** Messages of one lane come to everybody in the same order. */
  readonly lane: string;
  /** The venue's id of the market, or ''. */
  readonly market: string;
  /** Equal for the same message, at the full resolution of the venue's times; it may be equal for two true messages. */
  readonly key: string;
  /** The key is never given twice: a second one is a resend. */
  readonly once: boolean;
  /** The venue's own time, 0 where it gives none. */
  readonly timeMs: number;
  /** Where the message's stream and number stand, flat: start, end, start, end; empty where the venue numbers nothing. */
  readonly numbers: readonly number[];
};

/** The lane of a market's book in {@link MessageIdentity}. */
export function bookLane(market: string): string {
  return `book ${market}`;
}

/** A whole book to be said in a venue's own words: best level first, in millionths. */
export type WholeBook = {
  readonly listing: Listing;
  readonly bids: readonly (readonly [priceMicros: number, sizeMicros: number])[];
  readonly asks: readonly (readonly [priceMicros: number, sizeMicros: number])[];
  readonly timeMs: number;
};

/** Frames known by their bytes: those that are this text, or that begin with it. */
export type KnownFrame = { readonly text: string; readonly isBeginning?: true };

/** What must be signed to open a socket. Signing itself needs a private key and is done by the feed. */
export type SignedUpgrade = {
  readonly algorithm: 'rsa-pss-sha256';
  /** The text to sign. */
  message(timestampMs: number): string;
  /** The headers of the upgrade request, with the base64 signature. */
  headers(keyId: string, timestampMs: number, signature: string): Readonly<Record<string, string>>;
};

export type Venue = {
  readonly id: VenueId;
  readonly name: string;
  /** Two to five letters for column heads. */
  readonly shortName: string;
  /** Distinct from every other venue's and from the bid and ask colours. */
  readonly colour: { readonly dark: string; readonly light: string };
  /** Base addresses by environment, then by endpoint name; `ws` is the stream. Every environment has the same names. */
  readonly environments: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly defaultEnvironment: string;
  readonly rateLimits: Readonly<Record<string, RateLimit>>;
  /** What the venue does not publish: trades, the volume of a day (null in its listings), the step of prices (the finest is assumed). */
  readonly withholds: readonly Withheld[];
  /** Subscriptions a connection carries: by default, and at the most; and how many of them an instrument takes. */
  readonly subscriptionsPerConnection: {
    readonly target: number;
    readonly max: number;
    readonly perInstrument: number;
  };
  /** Null: anybody may open the stream. Otherwise without a key the venue is polled. */
  readonly signedUpgrade: SignedUpgrade | null;
  /** A cheap request that shows the venue is reachable. */
  readonly probe: RestRequest;
  /** Whole books of up to `max` instruments by REST, for venues polled and for cross-checks. */
  readonly poll: {
    readonly max: number;
    request(symbols: readonly string[]): RestRequest;
    /**
     * The answer does not name its book (then `max` is 1): it is handed on, and recorded, as {"asked":"SYMBOL","answer":...}, so that
     * whoever decodes it later knows whose it is.
     */
    readonly isNameless?: true;
  };
  createDiscovery(): Discovery;
  /** Listings by the venue's own market ids, at most `max` a call. */
  readonly markets: {
    readonly max: number;
    /** The requests whose answers together describe these markets. */
    requests(marketIds: readonly string[]): readonly RestRequest[];
    /** The same for markets that have ended, of a venue that answers with open ones unless told otherwise; null: it answers with all. */
    readonly requestsEnded: ((marketIds: readonly string[]) => readonly RestRequest[]) | null;
  };
  /**
   * Reads the answer to such a request; of several requests, the list of their answers in the same order. What it does not say (a
   * series' fees and tags) is taken from the listing `known` so far. A market that is not in it is unknown to the venue.
   */
  readMarkets(body: Json, known?: (marketId: string) => Listing | undefined): DiscoveryPage;
  /**
   * What one market's record says of its contract. Unlike {@link Venue.readMarkets} it needs neither ids nor prices, so that a part of a
   * record is enough; null: it is no record of a market.
   */
  readContract(market: Json): ContractTexts | null;
  /** `symbolsOf` tells all symbols of an instrument by its first one; without it there are no others. */
  createSession(symbolsOf?: (first: string) => readonly string[]): Session;
  createDecoder(symbols: SymbolTable): Decoder;
  readonly silence: {
    /** When the books of a silent connection are shown as stale, and when it is replaced; null: at the usual times. */
    readonly limits: { readonly warnMs: number; readonly replaceMs: number } | null;
    /**
     * Frames that come although data has stopped (heartbeats and their answers): silence is judged by the other frames. Where
     * there are any, pings of the socket do not count either; where there are none, whatever is received is a sign of life.
     */
    readonly heartbeats: readonly KnownFrame[];
  };
  /** How its messages tell that a feed lags; null: they bear no times, so a feed that lags cannot be seen. */
  readonly lag: LagRule | null;
  /**
   * Frames that the session reads: greetings, heartbeats that must be answered. Main hands them to {@link Session.control}
   * at once, without the engine; the decoder passes over them.
   */
  readonly sessionFrames: readonly KnownFrame[];
  /** Keys of the stream's frames whose text is a symbol: a frame is handed to the shards that keep the symbols found behind them. */
  readonly symbolKeys: readonly string[];
  /** Reads a frame's place in its numbered stream by a byte scan; false when it has none. Null: the venue numbers nothing. */
  readonly sequence: ((frame: FrameView, out: SequenceMark) => boolean) | null;
  /** Says which messages a frame of the stream holds, for joining recordings; nothing when it cannot be read. */
  identify(frame: FrameView): readonly MessageIdentity[];
  /** A snapshot of the book as the venue would send it, as message `sequence` of stream 1 where it numbers messages. */
  writeBook(book: WholeBook, sequence: number): string;
};

/** A venue's answer as a whole is not what it documents. The message is one sentence for people. */
export class VenueError extends Error {
  override readonly name = 'VenueError';
}
