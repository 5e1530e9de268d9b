/** Reads a session's files with the MCAP library's own readers, which check every length and checksum. */
import { open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import { McapIndexedReader, McapStreamReader } from '@mcap/core';

export type ReadMessage = {
  readonly topic: string;
  readonly encoding: string;
  readonly sequence: number;
  readonly logTime: bigint;
  readonly publishTime: bigint;
  readonly data: Uint8Array;
};

export type ReadPart = {
  readonly messages: readonly ReadMessage[];
  readonly metadata: Readonly<Record<string, Readonly<Record<string, string>>>>;
};

const decompressHandlers = { zstd: (packed: Uint8Array): Uint8Array => zstdDecompressSync(packed) };

/** All of a file from its first byte to its last, in its order. Throws at anything that is not as it should be. */
export async function readPart(path: string): Promise<ReadPart> {
  const reader = new McapStreamReader({ decompressHandlers, validateCrcs: true });
  reader.append(await readFile(path));
  const channels = new Map<number, { topic: string; messageEncoding: string }>();
  const messages: ReadMessage[] = [];
  const metadata: Record<string, Record<string, string>> = {};
  for (let record = reader.nextRecord(); record; record = reader.nextRecord()) {
    if (record.type === 'Channel') channels.set(record.id, record);
    else if (record.type === 'Metadata') metadata[record.name] = Object.fromEntries(record.metadata);
    else if (record.type === 'Message') {
      const { topic, messageEncoding: encoding } = channels.get(record.channelId)!;
      const { sequence, logTime, publishTime } = record;
      messages.push({ topic, encoding, sequence, logTime, publishTime, data: record.data.slice() });
    }
  }
  if (!reader.done()) throw new Error(`${path} has bytes behind its end, or none of it`);
  return { messages, metadata };
}

/** What its summary says. */
export function readSummary(path: string) {
  return withIndexedReader(path, async ({ statistics, chunkIndexes, channelsById }) => ({
    counted: Number(statistics?.messageCount ?? -1n),
    chunks: chunkIndexes,
    topics: [...channelsById.values()].map(({ topic }) => topic),
  }));
}

/** What the indexes of a file that indexes its messages lead to: their number, by the statistics and by reading them in order of time. */
export function readByIndex(path: string): Promise<{ readonly counted: number; readonly read: number }> {
  return withIndexedReader(path, async (reader) => {
    let read = 0;
    for await (const _ of reader.readMessages()) read++;
    return { counted: Number(reader.statistics?.messageCount ?? -1n), read };
  });
}

async function withIndexedReader<Answer>(
  path: string,
  use: (reader: McapIndexedReader) => Promise<Answer>,
): Promise<Answer> {
  const file = await open(path);
  try {
    const readable = {
      size: async () => BigInt((await file.stat()).size),
      read: async (offset: bigint, size: bigint) => {
        const bytes = new Uint8Array(Number(size));
        await file.read(bytes, 0, bytes.length, Number(offset));
        return bytes;
      },
    };
    return await use(await McapIndexedReader.Initialize({ readable, decompressHandlers }));
  } finally {
    await file.close();
  }
}

/** The parts of a session, in order. */
export async function partsOf(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder);
  return names
    .filter((name) => name.endsWith('.mcap'))
    .sort()
    .map((name) => join(folder, name));
}

/** Every message of a session, part after part. */
export async function readSession(folder: string): Promise<readonly ReadMessage[]> {
  const messages: ReadMessage[] = [];
  for (const part of await partsOf(folder)) messages.push(...(await readPart(part)).messages);
  return messages;
}

export const framesOf = (messages: readonly ReadMessage[]): readonly ReadMessage[] =>
  messages.filter(({ topic }) => topic.startsWith('frames/'));

export const jsonOf = <Value>(messages: readonly ReadMessage[], topic: string): readonly Value[] =>
  messages
    .filter((message) => message.topic === topic)
    .map(({ data }) => JSON.parse(new TextDecoder().decode(data)) as Value);
