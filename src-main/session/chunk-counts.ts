/**
 * How many messages of each channel a chunk holds, as text in metadata records: one behind each chunk, which shows what is missing when
 * the chunk is damaged, and one at the end of the file with those of all chunks, so that opening it reads no more than its end.
 *
 * Message indexes would say the same for 16 bytes a message, a fifth of the file; they are optional in MCAP.
 */
import type { ChunkContents } from './mcap-chunk.ts';

export const CHUNK_METADATA = 'chunk';
export const CHUNKS_METADATA = 'chunks';
const KEY = 'messages';

export type ChunkCounts = ReadonlyMap<number, number>;

export function chunkMetadata({ counts }: Pick<ChunkContents, 'counts'>): ReadonlyMap<string, string> {
  return new Map([[KEY, textOf(counts)]]);
}

export function chunksMetadata(chunks: readonly ChunkCounts[]): ReadonlyMap<string, string> {
  return new Map([[KEY, chunks.map(textOf).join(';')]]);
}

/** Null when the text is none. */
export function readChunkMetadata(metadata: ReadonlyMap<string, string>): ChunkCounts | null {
  const text = metadata.get(KEY);
  return text === undefined ? null : countsOf(text);
}

/** In the order of the chunks; null when the text is none. */
export function readChunksMetadata(metadata: ReadonlyMap<string, string>): readonly ChunkCounts[] | null {
  const text = metadata.get(KEY);
  if (text === undefined) return null;
  const chunks: ChunkCounts[] = [];
  for (const one of text === '' ? [] : text.split(';')) {
    const counts = countsOf(one);
    if (counts === null) return null;
    chunks.push(counts);
  }
  return chunks;
}

/** `channel:messages`, separated by spaces. */
function textOf(counts: ChunkCounts): string {
  return [...counts].map(([channel, messages]) => `${channel}:${messages}`).join(' ');
}

function countsOf(text: string): ChunkCounts | null {
  const counts = new Map<number, number>();
  for (const one of text === '' ? [] : text.split(' ')) {
    const found = /^(\d{1,5}):(\d{1,9})$/.exec(one);
    if (found === null) return null;
    counts.set(Number(found[1]), Number(found[2]));
  }
  return counts;
}
