/**
 * The messages of one chunk as session items, in the order in which they were written. A frame's bytes are a view of the chunk.
 *
 * Hot: one object a message, nothing else.
 */
import type { BookDump } from '../../src-shared/contract/main-engine.ts';
import type { Link } from '../../src-shared/domain/link.ts';
import type { Listing } from '../../src-shared/domain/listing.ts';
import type { SessionEvent } from '../../src-shared/domain/session.ts';
import { microsAt, OPCODE, RECORD_HEAD_BYTES, type SessionChannel, uint64At, viewOf } from './mcap-read.ts';
import type { SessionItem } from './session-item.ts';

const DATA_AT = RECORD_HEAD_BYTES + 22;

/** What a chunk holds besides frames, events and keyframes. */
export type CatalogPiece = { readonly listings: readonly Listing[]; readonly links: readonly Link[] };

export type ChunkItems = {
  readonly items: readonly SessionItem[];
  readonly catalog: readonly CatalogPiece[];
  /** Numbers of the messages in the part, in the order of the file, catalogue included. */
  readonly sequences: readonly number[];
  /** Messages that could not be read (unknown channels, broken JSON). */
  readonly unreadable: number;
};

/** What is wanted of a chunk: everything, or only what is rare. */
export type ChunkWish = 'all' | 'no-frames';

/** Reads an unpacked chunk. Throws RangeError where its records do not fit together. */
export function readChunkItems(
  records: Uint8Array,
  channels: ReadonlyMap<number, SessionChannel>,
  wish: ChunkWish = 'all',
): ChunkItems {
  const view = viewOf(records);
  const items: SessionItem[] = [];
  const catalog: CatalogPiece[] = [];
  const sequences: number[] = [];
  let unreadable = 0;
  for (let at = 0; at < records.length; ) {
    const end = at + RECORD_HEAD_BYTES + uint64At(view, at + 1);
    if (end > records.length) throw new RangeError('a record is cut short');
    if (view.getUint8(at) === OPCODE.message) {
      const source = channels.get(view.getUint16(at + RECORD_HEAD_BYTES, true));
      sequences.push(view.getUint32(at + RECORD_HEAD_BYTES + 2, true));
      const bytes = records.subarray(at + DATA_AT, end);
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
            bytes,
          });
        }
      } else if (
        source === undefined ||
        !readOther(source, microsAt(view, at + RECORD_HEAD_BYTES + 6), bytes, items, catalog)
      ) {
        unreadable++;
      }
    }
    at = end;
  }
  return { items, catalog, sequences, unreadable };
}

function readOther(
  source: SessionChannel,
  atMicros: number,
  bytes: Uint8Array,
  items: SessionItem[],
  catalog: CatalogPiece[],
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
  if (source.carries === 'events') {
    const event = value as Partial<SessionEvent>;
    if (typeof event.kind !== 'string') return false;
    items.push({ kind: 'event', atMicros, event: { ...NO_EVENT, ...event } });
  } else if (source.carries === 'keyframes') {
    const { frames, books } = value as { frames?: unknown; books?: unknown };
    if (typeof frames !== 'number' || !Array.isArray(books)) return false;
    items.push({ kind: 'keyframe', atMicros, frames, books: books as readonly BookDump[] });
  } else {
    const { listings, links } = value as { listings?: unknown; links?: unknown };
    if (!Array.isArray(listings) || !Array.isArray(links)) return false;
    catalog.push({ listings: listings as readonly Listing[], links: links as readonly Link[] });
  }
  return true;
}

const NO_EVENT: SessionEvent = { kind: 'note', venue: '', connection: null, listings: [], text: '' };
