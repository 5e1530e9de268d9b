/**
 * Reads the third venue's frames: a whole book each.
 *
 * A book is written whole or not at all. Versions of a market grow and skip, so a book that is older than one already read is passed
 * over; an older version with a later time is a venue that started over.
 */
import { parsePriceMicros, parseSizeMicros } from '../../../src-shared/domain/micros.ts';
import { ANY_BOOK, NO_BOOK, type ProblemCode } from '../../../src-shared/domain/notice.ts';
import { ASK, BID, EVENT, type EventBuffer, type Side } from '../../../src-shared/domain/wire/event-buffer.ts';
import { LevelRows } from '../../../src-shared/domain/wire/level-rows.ts';
import type { Decoder, FrameView, SymbolTable } from '../../../src-shared/venues/venue.ts';
import { resolutionOf } from './discover.ts';
import { asObject, type Message, wholeOf } from './wire.ts';

type Read = { readonly version: number; readonly timeMs: number };

export function createDecoder(symbols: SymbolTable): Decoder {
  return new ThirdDecoder(symbols);
}

class ThirdDecoder implements Decoder {
  private readonly symbols: SymbolTable;
  /** The newest book of every market. */
  private readonly newest = new Map<string, Read>();

  constructor(symbols: SymbolTable) {
    this.symbols = symbols;
  }

  decode(frame: FrameView, out: EventBuffer): void {
    const message = messageOf(frame);
    if (message?.type === 'book') this.book(message, out);
    else if (message?.type === 'closed') closed(message, out);
    else if (message === null) refuse(out, 'MALFORMED_JSON', 'A frame is no JSON object.', ANY_BOOK);
    else if (message.type !== 'hello' && message.type !== 'beat')
      refuse(out, 'UNKNOWN_KIND', 'A message has an unknown type.', message.bids ? ANY_BOOK : NO_BOOK);
  }

  /** {"asked":MARKET,"answer":{...}}: the answer does not name its book. */
  decodePoll(frame: FrameView, out: EventBuffer): void {
    const polled = messageOf(frame) as { asked?: unknown; answer?: unknown } | null;
    const book = asObject<Message>(polled?.answer);
    if (book === null || typeof polled?.asked !== 'string') {
      refuse(out, 'MALFORMED_JSON', 'An answer with a book is not as documented.', NO_BOOK);
      return;
    }
    const slot = this.symbols.slotOf(polled.asked);
    if (slot >= 0) whole(book, slot, out);
  }

  private book(message: Message, out: EventBuffer): void {
    const { market } = message;
    const slot = typeof market === 'string' ? this.symbols.slotOf(market) : ANY_BOOK;
    // A book that a recording holds for its readers has no version.
    const version = message.version === undefined ? 0 : wholeOf(message.version);
    const timeMs = wholeOf(message.ts);
    if (typeof market !== 'string') refuse(out, 'MISSING_FIELD', 'A book has no market.', slot);
    else if (slot >= 0 && Number.isNaN(version)) refuse(out, 'BAD_NUMBER', "A book's version is no number.", slot);
    else if (slot >= 0 && !this.isOlder(market, version, timeMs) && whole(message, slot, out) && version > 0)
      this.newest.set(market, { version, timeMs });
  }

  private isOlder(market: string, version: number, timeMs: number): boolean {
    const known = this.newest.get(market);
    return version > 0 && known !== undefined && version < known.version && timeMs <= known.timeMs;
  }
}

/** Writes a whole book; false, and no row, when something in it cannot be read. */
function whole({ ts, bids, asks }: Message, slot: number, out: EventBuffer): boolean {
  const timeMs = wholeOf(ts);
  const start = out.length;
  out.push(EVENT.snapshot, slot, BID, 0, 0, timeMs);
  if (!Number.isNaN(timeMs) && side(bids, slot, BID, timeMs, out) && side(asks, slot, ASK, timeMs, out)) {
    out.push(EVENT.snapshotEnd, slot, BID, 0, 0, timeMs);
    return true;
  }
  out.truncate(start);
  refuse(out, 'BAD_NUMBER', 'A book has a time or a level that cannot be read.', slot);
  return false;
}

function side(levels: unknown, slot: number, of: Side, timeMs: number, out: EventBuffer): boolean {
  if (!Array.isArray(levels)) return false;
  const rows = new LevelRows(out);
  rows.begin(out, slot, of, timeMs);
  return levels.every((level: unknown) => {
    if (!Array.isArray(level) || typeof level[0] !== 'string' || typeof level[1] !== 'string') return false;
    const [price, size] = [parsePriceMicros(level[0]), parseSizeMicros(level[1])];
    return !Number.isNaN(price + size) && rows.add(price, size);
  });
}

function closed({ market, result }: Message, out: EventBuffer): void {
  const resolution = resolutionOf(result);
  if (typeof market === 'string' && market !== '' && resolution !== null)
    out.notices.push({ kind: 'lifecycle', change: 'resolved', venueMarketId: market, timeMs: null, resolution });
  else refuse(out, 'MISSING_FIELD', 'A message about an end lacks its market or result.', NO_BOOK);
}

function messageOf(frame: FrameView): Message | null {
  try {
    return asObject<Message>(JSON.parse(frame.text()));
  } catch {
    return null;
  }
}

function refuse(out: EventBuffer, code: ProblemCode, text: string, slot: number): void {
  out.notices.push({ kind: 'problem', code, text, slot });
}
