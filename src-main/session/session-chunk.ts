/**
 * The messages of one chunk as session items, in the order in which they were written. A frame's bytes are a view of the chunk.
 *
 * Hot: one object a message, nothing else.
 */
import type { Link } from '../../src-shared/domain/link.ts';
import type { Listing } from '../../src-shared/domain/listing.ts';
import { microsAt, OPCODE, RECORD_HEAD_BYTES, type SessionChannel, uint64At, viewOf } from './mcap-read.ts';
import type { SessionItem } from './session-item.ts';
import { isBookDump, isLink, isListing, readEvent } from './session-shapes.ts';
import { readTally, type Tally } from './trade-tally.ts';

const DATA_AT = RECORD_HEAD_BYTES + 22;
/** Messages of a chunk, each of which becomes an object: more than a second of the fastest feed. */
const MESSAGES_MAX = 1_000_000;
/** ... and of those the ones that are parsed as JSON: all books of both venues could change hands in one second. */
const PARSED_MAX = 100_000;

/** What a chunk holds besides frames, events and keyframes. */
export type CatalogPiece = { readonly listings: readonly Listing[]; readonly links: readonly Link[] };

export type ChunkItems = {
  readonly items: readonly SessionItem[];
  readonly catalog: readonly CatalogPiece[];
  /** Trades by second. */
  readonly tallies: readonly Tally[];
  /** Numbers of the messages in the part, in the order of the file, catalogue included; 0 where a message bears none. */
  readonly sequences: readonly number[];
  /** Messages that could not be read, or not whole (unknown channels, broken JSON, records of a wrong shape). */
  readonly unreadable: number;
};

/** What is wanted of a chunk: everything, or only what is rare. */
export type ChunkWish = 'all' | 'no-frames';

/** Reads an unpacked chunk. Throws RangeError where its records do not fit together, or are too many. */
export function readChunkItems(
  records: Uint8Array,
  channels: ReadonlyMap<number, SessionChannel>,
  wish: ChunkWish = 'all',
): ChunkItems {
  const view = viewOf(records);
  const items: SessionItem[] = [];
  const catalog: CatalogPiece[] = [];
  const tallies: Tally[] = [];
  const sequences: number[] = [];
  let unreadable = 0;
  let parsed = 0;
  for (let at = 0; at < records.length; ) {
    const end = at + RECORD_HEAD_BYTES + uint64At(view, at + 1);
    if (end > records.length) throw new RangeError('a record is cut short');
    if (sequences.length > MESSAGES_MAX || parsed > PARSED_MAX) throw new RangeError('it holds far too many messages');
    if (view.getUint8(at) === OPCODE.message) {
      const source = channels.get(view.getUint16(at + RECORD_HEAD_BYTES, true));
      sequences.push(view.getUint32(at + RECORD_HEAD_BYTES + 2, true));
      if (source?.carries === 'frames') {
        if (wish === 'all') {
          items.push({
            kind: 'frame',
            venue: source.venue,
            transport: source.transport,
            connection: source.connection,
            channel: source.channel,
            receivedMicros: microsAt(view, at + RECORD_HEAD_BYTES + 6),
            receivedNanos: uint64At(view, at + RECORD_HEAD_BYTES + 14),
            bytes: records.subarray(at + DATA_AT, end),
          });
        }
      } else {
        parsed++;
        const data = records.subarray(at + DATA_AT, end);
        const isRead =
          source !== undefined && readOther(source, view, at + RECORD_HEAD_BYTES + 6, data, items, catalog, tallies);
        if (!isRead) unreadable++;
      }
    }
    at = end;
  }
  return { items, catalog, tallies, sequences, unreadable };
}

function readOther(
  source: SessionChannel,
  view: DataView,
  timesAt: number,
  bytes: Uint8Array,
  items: SessionItem[],
  catalog: CatalogPiece[],
  tallies: Tally[],
): boolean {
  // Channels of a later format may carry what we do not know; they are no damage.
  if (source.carries === 'unknown') return true;
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'));
  } catch {
    return false;
  }
  if (typeof value !== 'object' || value === null) return false;
  if (source.carries === 'tallies') {
    const tally = readTally(value);
    if (tally) tallies.push(tally);
    return tally !== null;
  }
  const atMicros = microsAt(view, timesAt);
  const atNanos = uint64At(view, timesAt + 8);
  if (source.carries === 'events') {
    const event = readEvent(value);
    if (!event) return false;
    items.push({ kind: 'event', atMicros, atNanos, event });
    return true;
  }
  if (source.carries === 'keyframes') {
    const { frames, books } = value as { frames?: unknown; books?: unknown };
    if (!Number.isSafeInteger(frames) || !Array.isArray(books)) return false;
    const good = books.filter(isBookDump);
    items.push({ kind: 'keyframe', atMicros, atNanos, frames: frames as number, books: good });
    return good.length === books.length;
  }
  const { listings, links } = value as { listings?: unknown; links?: unknown };
  if (!Array.isArray(listings) || !Array.isArray(links)) return false;
  const piece = { listings: listings.filter(isListing), links: links.filter(isLink) };
  catalog.push(piece);
  return piece.listings.length === listings.length && piece.links.length === links.length;
}
