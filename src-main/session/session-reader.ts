/**
 * Reads a session: a folder of parts, or one MCAP file.
 *
 * Opening reads indexes only; messages are read chunk by chunk, the next ones while the last are used. Damage is never fatal and
 * never silent: a chunk that cannot be read is passed over, stands in `damage`, and comes out of `items` as one `dropped` event a
 * connection, at the place where its frames are missing. Frames keep their numbers, so keyframes stay right behind a hole.
 */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Link } from '../../src-shared/domain/link.ts';
import type { Listing } from '../../src-shared/domain/listing.ts';
import type { TimelineSlice } from '../../src-shared/domain/session.ts';
import { errorText } from '../base/error-text.ts';
import { requireRegular } from '../base/open-regular.ts';
import { unpackChunk } from './mcap-read.ts';
import { OpenPart } from './open-part.ts';
import { type ChunkItems, type ChunkWish, readChunkItems } from './session-chunk.ts';
import { holeOf } from './session-hole.ts';
import { type ChunkEntry, indexPart, type PartIndex, type PlacedChunk } from './session-index.ts';
import type { EventItem, KeyframeItem, SessionItem } from './session-item.ts';
import { type SessionSummary, summaryOf } from './session-summary.ts';
import { Timeline } from './session-timeline.ts';
import type { Tally } from './trade-tally.ts';

/** Chunks that are read and unpacked ahead. */
const CHUNKS_AHEAD = 3;
const PARTS_AT_ONCE = 8;
/** Markets that a session may name: twice what both venues have. */
const LISTINGS_MAX = 500_000;
/** Events that are gone through to a place of a replay: several a second for two days. */
const EVENTS_BEFORE_MAX = 500_000;

/** A chunk that could not be read. */
export type Damage = {
  readonly part: string;
  readonly offset: number;
  readonly messages: number;
  readonly text: string;
};

export type ReadOptions = {
  /** Begin behind exactly so many frames. */
  readonly fromFrame?: number;
  /** Begin with the chunk that holds this moment, at the first item of that time or later. */
  readonly fromMicros?: number;
  readonly signal?: AbortSignal;
};

/** `isWhole`: it could be read; otherwise its items are what is missing. */
export type SessionChunk = ChunkItems & { readonly chunk: PlacedChunk; readonly isWhole: boolean };

/** Counts of a session's card; nothing is kept of what was read. */
export type SessionCounts = { readonly gaps: number; readonly markets: number };

export interface SessionReader {
  readonly summary: SessionSummary;
  readonly parts: readonly PartIndex[];
  readonly chunks: readonly PlacedChunk[];
  /** Damaged chunks met so far. */
  readonly damage: readonly Damage[];
  /** Listings and links as they were last. */
  catalog(): Promise<{ readonly listings: readonly Listing[]; readonly links: readonly Link[] }>;
  items(options?: ReadOptions): AsyncIterable<readonly SessionItem[]>;
  /** Chunk by chunk, for those who look at the file rather than at what happened. */
  read(chunks: readonly PlacedChunk[], wish?: ChunkWish, signal?: AbortSignal): AsyncIterable<SessionChunk>;
  /** The last keyframe at or before the moment. */
  keyframeBefore(micros: number): Promise<KeyframeItem | null>;
  /** The events that stand before the frame after exactly `frame` frames. */
  eventsBefore(frame: number): Promise<readonly EventItem[]>;
  counts(): Promise<SessionCounts>;
  /** All keyframes, in their order. */
  keyframes(): AsyncIterable<KeyframeItem>;
  /** Trades by second. */
  tallies(): Promise<readonly Tally[]>;
  timeline(slices: number): Promise<readonly TimelineSlice[]>;
}

/** Opens a session. Rejects with a sentence when there is none at the path. Nothing is kept open between reads. */
export async function openSession(path: string): Promise<SessionReader> {
  const files = await partFiles(path);
  const parts: PartIndex[] = [];
  for (let from = 0; from < files.length; from += PARTS_AT_ONCE) {
    parts.push(...(await Promise.all(files.slice(from, from + PARTS_AT_ONCE).map(indexPart))));
  }
  return new FileSession(path, parts);
}

/** The files of a session in order. */
export async function partFiles(path: string): Promise<readonly string[]> {
  try {
    const found = await stat(path);
    if (!found.isDirectory()) {
      requireRegular(found);
      return [path];
    }
    const names = (await readdir(path)).filter((name) => /^\d{4,}\.mcap$/.test(name));
    if (names.length > 0)
      return names.sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10)).map((name) => join(path, name));
  } catch (error) {
    throw new Error(`${path} is no session: ${errorText(error)}`);
  }
  throw new Error(`${path} is no session: there are no recordings in it`);
}

/** A chunk's records, or null where they cannot be read. */
type Unpacked = { readonly chunk: PlacedChunk; readonly records: Uint8Array | null };

class FileSession implements SessionReader {
  readonly summary: SessionSummary;
  readonly parts: readonly PartIndex[];
  readonly chunks: readonly PlacedChunk[];
  readonly damage: Damage[] = [];
  private readonly damaged = new Set<ChunkEntry>();

  constructor(path: string, parts: readonly PartIndex[]) {
    this.parts = parts;
    const chunks: PlacedChunk[] = [];
    let frames = 0;
    for (const part of parts) {
      for (const chunk of part.chunks) {
        chunks.push({ ...chunk, part, framesBefore: frames });
        frames += chunk.frames;
      }
    }
    this.chunks = chunks;
    this.summary = summaryOf(path, parts, chunks, frames);
    for (const chunk of chunks) if (chunk.fault !== '') this.note(chunk, chunk.fault);
  }

  async catalog(): Promise<{ readonly listings: readonly Listing[]; readonly links: readonly Link[] }> {
    const listings = new Map<string, Listing>();
    const links = new Map<string, Link>();
    for await (const { catalog } of this.read(this.carrying('catalog'), 'no-frames')) {
      for (const piece of catalog) {
        for (const listing of piece.listings) listings.set(listing.id, listing);
        if (listings.size > LISTINGS_MAX) throw new Error(`the session names more than ${LISTINGS_MAX} markets`);
        for (const link of piece.links) links.set(link.id, link);
      }
    }
    return { listings: [...listings.values()], links: [...links.values()] };
  }

  async *items({ fromFrame = 0, fromMicros, signal }: ReadOptions = {}): AsyncGenerator<readonly SessionItem[]> {
    // The chunk with the frame before: what stands behind that frame is wanted too.
    let first = fromFrame === 0 ? 0 : this.chunks.findIndex((chunk) => chunk.framesBefore + chunk.frames >= fromFrame);
    if (first < 0) first = this.chunks.length;
    if (fromMicros !== undefined) {
      const found = this.chunks.findIndex(({ endMicros }) => endMicros >= fromMicros);
      first = found < 0 ? this.chunks.length : found;
    }
    const chunks = this.chunks.slice(first);
    let skip = fromMicros === undefined && chunks[0] ? fromFrame - chunks[0].framesBefore : 0;
    let early = fromMicros;
    for await (const { items } of this.read(chunks, 'all', signal)) {
      let group = items;
      if (skip > 0) {
        const at = behindFrames(items, skip);
        skip = 0;
        group = items.slice(at);
      }
      if (early !== undefined) {
        const from = early;
        const at = group.findIndex((item) => timeOf(item) >= from);
        if (at < 0) continue;
        group = group.slice(at);
        early = undefined;
      }
      if (group.length > 0) yield group;
    }
  }

  async *read(
    chunks: readonly PlacedChunk[],
    wish: ChunkWish = 'all',
    signal?: AbortSignal,
  ): AsyncGenerator<SessionChunk> {
    const files = new OpenPart();
    const ahead: Promise<Unpacked>[] = [];
    let next = 0;
    try {
      for (;;) {
        while (next < chunks.length && ahead.length < CHUNKS_AHEAD) {
          const reading = this.unpack(files, chunks[next++]!);
          reading.catch(() => {});
          ahead.push(reading);
        }
        const reading = ahead.shift();
        if (reading === undefined || signal?.aborted) return;
        // Items only of the chunk that is wanted now: a million of them would be the collector's work.
        yield this.itemsOf(await reading, wish);
      }
    } finally {
      await Promise.allSettled(ahead);
      await files.close();
    }
  }

  async keyframeBefore(micros: number): Promise<KeyframeItem | null> {
    const chunks = this.carrying('keyframes').filter(({ startMicros }) => startMicros <= micros);
    for (const chunk of chunks.reverse()) {
      for await (const { items } of this.read([chunk], 'no-frames')) {
        const found = items.findLast((item) => item.kind === 'keyframe' && item.atMicros <= micros);
        if (found?.kind === 'keyframe') return found;
      }
    }
    return null;
  }

  async eventsBefore(frame: number): Promise<readonly EventItem[]> {
    const found: EventItem[] = [];
    const chunks = this.carrying('events').filter(({ framesBefore }) => framesBefore < frame);
    for await (const { chunk, items } of this.read(chunks)) {
      let frames = chunk.framesBefore;
      for (const item of items) {
        if (frames >= frame) break;
        if (item.kind === 'frame') frames++;
        else if (item.kind === 'event') found.push(item);
      }
      if (found.length > EVENTS_BEFORE_MAX) throw new Error(`the session has more than ${EVENTS_BEFORE_MAX} events`);
    }
    return found;
  }

  async counts(): Promise<SessionCounts> {
    const markets = new Set<string>();
    let gaps = 0;
    for await (const { items, catalog } of this.read(this.carrying('events', 'catalog'), 'no-frames')) {
      for (const { listings } of catalog) for (const { id } of listings) markets.add(id);
      for (const item of items) {
        if (item.kind === 'event' && (item.event.kind === 'gap' || item.event.kind === 'dropped')) gaps++;
      }
      if (markets.size > LISTINGS_MAX) throw new Error(`the session names more than ${LISTINGS_MAX} markets`);
    }
    return { gaps, markets: markets.size };
  }

  async *keyframes(): AsyncGenerator<KeyframeItem> {
    for (const chunk of this.carrying('keyframes')) {
      for await (const { items } of this.read([chunk], 'no-frames')) {
        for (const item of items) if (item.kind === 'keyframe') yield item;
      }
    }
  }

  async tallies(): Promise<readonly Tally[]> {
    const found: Tally[] = [];
    for await (const { tallies } of this.read(this.carrying('tallies'), 'no-frames')) found.push(...tallies);
    return found;
  }

  async timeline(slices: number): Promise<readonly TimelineSlice[]> {
    const timeline = new Timeline(this.summary, slices);
    for (const chunk of this.chunks) timeline.chunk(chunk);
    for await (const { items, tallies } of this.read(this.carrying('events', 'tallies'), 'no-frames')) {
      for (const tally of tallies) timeline.tally(tally);
      for (const item of items) if (item.kind === 'event') timeline.event(item);
    }
    return timeline.slices();
  }

  private carrying(...what: readonly ('events' | 'keyframes' | 'catalog' | 'tallies')[]): PlacedChunk[] {
    const kinds: readonly string[] = what;
    return this.chunks.filter(({ part, counts }) => {
      for (const id of counts.keys()) if (kinds.includes(part.channels.get(id)?.carries ?? '')) return true;
      return false;
    });
  }

  private async unpack(files: OpenPart, chunk: PlacedChunk): Promise<Unpacked> {
    try {
      if (this.damaged.has(chunk)) throw new Error(chunk.fault);
      const bytes = await files.read(chunk.part.path, chunk.offset, chunk.length);
      return { chunk, records: await unpackChunk(bytes) };
    } catch (error) {
      this.note(chunk, errorText(error));
      return { chunk, records: null };
    }
  }

  private itemsOf({ chunk, records }: Unpacked, wish: ChunkWish): SessionChunk {
    try {
      if (records) return { chunk, isWhole: true, ...readChunkItems(records, chunk.part.channels, wish) };
    } catch (error) {
      this.note(chunk, errorText(error));
    }
    return { chunk, isWhole: false, items: holeOf(chunk), catalog: [], tallies: [], sequences: [], unreadable: 0 };
  }

  private note(chunk: PlacedChunk, text: string): void {
    if (this.damaged.has(chunk)) return;
    this.damaged.add(chunk);
    const messages = [...chunk.counts.values()].reduce((a, b) => a + b, 0);
    this.damage.push({ part: chunk.part.name, offset: chunk.offset, messages, text });
  }
}

/** Index of the item behind so many frames. */
function behindFrames(items: readonly SessionItem[], frames: number): number {
  let left = frames;
  for (let at = 0; at < items.length; at++) if (items[at]!.kind === 'frame' && --left === 0) return at + 1;
  return items.length;
}

function timeOf(item: SessionItem): number {
  return item.kind === 'frame' ? item.receivedMicros : item.atMicros;
}
