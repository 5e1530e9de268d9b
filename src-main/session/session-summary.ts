/** What the indexes of a session say of all of it. */
import { basename } from 'node:path';
import type { Transport } from '../../src-shared/domain/book-phase.ts';
import type { VenueId } from '../../src-shared/domain/listing.ts';
import type { PartIndex, PlacedChunk } from './session-index.ts';

export type ConnectionSummary = {
  readonly venue: VenueId;
  readonly connection: number;
  readonly transport: Transport;
  readonly messages: number;
};

export type SessionSummary = {
  readonly id: string;
  readonly path: string;
  readonly bytes: number;
  readonly files: number;
  readonly startMicros: number;
  readonly endMicros: number;
  /** Frames. */
  readonly messages: number;
  readonly events: number;
  readonly keyframes: number;
  readonly connections: readonly ConnectionSummary[];
  readonly venues: readonly VenueId[];
  /** All parts were closed properly. */
  readonly finished: boolean;
  /** The parts were repaired after a crash. */
  readonly recovered: boolean;
  /** Bytes that belong to no whole record. */
  readonly lostBytes: number;
  readonly problems: readonly string[];
};

export function summaryOf(
  path: string,
  parts: readonly PartIndex[],
  chunks: readonly PlacedChunk[],
  messages: number,
): SessionSummary {
  const connections = new Map<string, ConnectionSummary>();
  const other = { events: 0, keyframes: 0, catalog: 0, tallies: 0, unknown: 0 };
  let startMicros = Number.POSITIVE_INFINITY;
  let endMicros = 0;
  for (const { part, counts, startMicros: from, endMicros: to } of chunks) {
    if (counts.size > 0 && from < startMicros) startMicros = from;
    if (counts.size > 0 && to > endMicros) endMicros = to;
    for (const [id, count] of counts) {
      const source = part.channels.get(id);
      if (source?.carries !== 'frames') {
        if (source) other[source.carries] += count;
        continue;
      }
      const { venue, connection, transport } = source;
      const key = `${venue}/${connection}`;
      const known = connections.get(key)?.messages ?? 0;
      connections.set(key, { venue, connection, transport, messages: known + count });
    }
  }
  const declared = Number(parts[0]?.metadata.get('startMicros') ?? Number.NaN);
  if (!Number.isFinite(startMicros)) startMicros = Number.isFinite(declared) ? declared : 0;
  return {
    id: parts[0]?.metadata.get('id') ?? basename(path).replace(/\.mcap$/, ''),
    path,
    bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0),
    files: parts.length,
    startMicros,
    endMicros: Math.max(startMicros, endMicros),
    messages,
    events: other.events,
    keyframes: other.keyframes,
    connections: [...connections.values()].sort((a, b) => a.connection - b.connection),
    venues: [...new Set([...connections.values()].map(({ venue }) => venue))].sort(),
    finished: parts.every(({ finished }) => finished),
    recovered: parts.some(({ recovered }) => recovered !== null),
    lostBytes: parts.reduce((sum, part) => sum + part.lostBytes, 0),
    problems: parts.flatMap(({ problems }) => problems),
  };
}
