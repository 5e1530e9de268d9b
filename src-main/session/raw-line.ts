/**
 * One line of a raw export: everything a session holds, an item a line, as JSON that any tool reads and that imports without loss.
 *
 * `{"crossbook":"raw",...}` comes first, `{"end":...}` last. A message is
 * `{"recv_us":T,"mono_ns":T,"venue":V,"connection":N,"transport":T,"channel":C,"event":M}`, where M is what the venue sent, byte for
 * byte, when that is a JSON object or list on one line; any other text is a JSON string, and bytes that are no text stand as `base64`
 * instead of `event`. Between the messages stand `happened` (connections, gaps), `keyframe` (all books there); `catalog` and `tally` (trades
 * by second) stand first.
 */
import { isUtf8 } from 'node:buffer';
import { CHANNEL, type Channel } from '../../src-shared/contract/frame-batch.ts';
import type { BookDump } from '../../src-shared/contract/main-engine.ts';
import { TRANSPORTS } from '../../src-shared/domain/book-phase.ts';
import type { Link } from '../../src-shared/domain/link.ts';
import type { Listing } from '../../src-shared/domain/listing.ts';
import type { SessionEvent } from '../../src-shared/domain/session.ts';
import type { EventItem, FrameItem, KeyframeItem } from './session-item.ts';
import { readTally, type Tally } from './trade-tally.ts';

export const RAW_VERSION = 1;

const NEWLINE = 0x0a;
const QUOTE = 0x22;
const OPENING = [0x7b, 0x5b];
const CLOSING = [0x7d, 0x5d];
const MESSAGE_HEAD = '{"recv_us":';
const EVENT_KEY = Buffer.from(',"event":');
const CHANNEL_NAMES = new Map(Object.entries(CHANNEL).map(([name, channel]): [Channel, string] => [channel, name]));

export type RawHead = {
  readonly version: number;
  readonly session: string;
  readonly app: string;
  readonly startMicros: number;
};

export type RawLine =
  | ({ readonly kind: 'head' } & RawHead)
  | FrameItem
  | EventItem
  /** Its place is here: `frames` is of the session that was exported. */
  | KeyframeItem
  | { readonly kind: 'catalog'; readonly listings: readonly Listing[]; readonly links: readonly Link[] }
  | { readonly kind: 'tally'; readonly tally: Tally }
  | { readonly kind: 'end'; readonly messages: number };

export function rawHead({ version, session, app, startMicros }: RawHead): string {
  return line({ crossbook: 'raw', version, session, app, start_us: startMicros });
}

export function rawCatalog(listings: readonly Listing[], links: readonly Link[]): string {
  return line({ catalog: { listings, links } });
}

export function rawTally(tally: Tally): string {
  return line({ tally });
}

export function rawEnd(messages: number): string {
  return line({ end: { messages } });
}

export function rawEvent({ atMicros, atNanos, event }: EventItem): string {
  return line({ at_us: atMicros, mono_ns: atNanos, happened: event });
}

export function rawKeyframe({ atMicros, atNanos, frames, books }: KeyframeItem): string {
  return line({ at_us: atMicros, mono_ns: atNanos, frames, keyframe: books });
}

export function rawFrame(item: FrameItem): string {
  const { receivedMicros, receivedNanos, venue, connection, transport, channel } = item;
  const head = JSON.stringify({
    recv_us: receivedMicros,
    mono_ns: receivedNanos,
    venue,
    connection,
    transport,
    channel: CHANNEL_NAMES.get(channel),
  }).slice(0, -1);
  const bytes = Buffer.from(item.bytes.buffer, item.bytes.byteOffset, item.bytes.byteLength);
  if (!isUtf8(bytes)) return `${head},"base64":"${bytes.toString('base64')}"}\n`;
  const text = bytes.toString('utf8');
  return `${head},"event":${isJsonLine(bytes, text) ? text : JSON.stringify(text)}}\n`;
}

/** Whether a line of a file is the first of a raw export. */
export function isRawHead(bytes: Uint8Array): boolean {
  return /^\{"crossbook":"raw",/.test(
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1', 0, 20),
  );
}

/** Reads a line; null where it is none. A frame's bytes are a copy or a view of the line. */
export function readRawLine(bytes: Buffer): RawLine | null {
  // Only a message's line is cut before it is read: what else has a key of that name is JSON through and through.
  const isMessage = bytes.toString('latin1', 0, MESSAGE_HEAD.length) === MESSAGE_HEAD;
  const cut = isMessage ? bytes.indexOf(EVENT_KEY) : -1;
  try {
    if (cut < 0) return readOther(JSON.parse(bytes.toString('utf8')) as Fields);
    const head = JSON.parse(`${bytes.toString('utf8', 0, cut)}}`) as Fields;
    const value = bytes.subarray(cut + EVENT_KEY.length, bytes.length - 1);
    const isWhole = CLOSING[0] === bytes[bytes.length - 1];
    if (!isWhole) return null;
    if (value[0] !== QUOTE) return isJsonLine(value, value.toString('utf8')) ? readFrame(head, value) : null;
    return readFrame(head, Buffer.from(JSON.parse(value.toString('utf8')) as string));
  } catch {
    return null;
  }
}

type Fields = Readonly<Record<string, unknown>>;

function readFrame(head: Fields, bytes: Uint8Array): FrameItem | null {
  const { recv_us, mono_ns, venue, connection } = head;
  const transport = TRANSPORTS.find((known) => known === head.transport);
  const channel = CHANNEL[head.channel as keyof typeof CHANNEL];
  if (!isTime(recv_us) || !isTime(mono_ns) || typeof venue !== 'string' || venue === '') return null;
  if (!Number.isSafeInteger(connection) || !transport || channel === undefined) return null;
  const number = connection as number;
  return {
    kind: 'frame',
    venue,
    transport,
    connection: number,
    channel,
    receivedMicros: recv_us,
    receivedNanos: mono_ns,
    bytes,
  };
}

function readOther(fields: Fields): RawLine | null {
  const { crossbook, base64, happened, keyframe, catalog, end, at_us: atMicros, mono_ns: atNanos } = fields;
  if (crossbook === 'raw') {
    const { version, session, app, start_us: startMicros } = fields;
    if (typeof version !== 'number' || !isTime(startMicros)) return null;
    return { kind: 'head', version, session: String(session), app: String(app), startMicros };
  }
  if (typeof base64 === 'string') return readFrame(fields, Buffer.from(base64, 'base64'));
  if (isRecord(catalog)) {
    const { listings, links } = catalog;
    if (!Array.isArray(listings) || !Array.isArray(links)) return null;
    return { kind: 'catalog', listings: listings as Listing[], links: links as Link[] };
  }
  const tally = readTally(fields.tally);
  if (tally) return { kind: 'tally', tally };
  if (isRecord(end)) return typeof end.messages === 'number' ? { kind: 'end', messages: end.messages } : null;
  if (!isTime(atMicros) || !isTime(atNanos)) return null;
  if (isRecord(happened)) {
    return typeof happened.kind === 'string' && Array.isArray(happened.listings)
      ? { kind: 'event', atMicros, atNanos, event: happened as unknown as SessionEvent }
      : null;
  }
  if (!Array.isArray(keyframe)) return null;
  const frames = typeof fields.frames === 'number' ? fields.frames : 0;
  return { kind: 'keyframe', atMicros, atNanos, frames, books: keyframe as BookDump[] };
}

function isJsonLine(bytes: Uint8Array, text: string): boolean {
  if (!OPENING.includes(bytes[0]!) || !CLOSING.includes(bytes[bytes.length - 1]!) || bytes.includes(NEWLINE))
    return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function line(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}
