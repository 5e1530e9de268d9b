/** Packs a session's items into groups that cross from the reading thread to main, and makes items of them again. */
import { type Channel, FrameBatchReader, FrameBatchWriter } from '../../src-shared/contract/frame-batch.ts';
import type { FrameItem, SessionItem } from '../session/session-item.ts';
import type { FrameSegment, FrameSource, ReplayGroup } from './replay-calls.ts';

const GROUP_ITEMS_MAX = 1_000;

/** Keyframes are left out: a replay asks for the one that it starts from. */
export async function* packGroups(groups: AsyncIterable<readonly SessionItem[]>): AsyncGenerator<ReplayGroup> {
  const packer = new Packer();
  for await (const items of groups) {
    for (const item of items) {
      packer.add(item);
      if (packer.isFull) yield packer.take();
    }
    const rest = packer.take();
    if (rest.length > 0) yield rest;
  }
}

class Packer {
  private readonly writer = new FrameBatchWriter(GROUP_ITEMS_MAX);
  private segments: ReplayGroup[number][] = [];
  private sources = new Map<number, FrameSource>();
  private items = 0;

  get isFull(): boolean {
    return this.items >= GROUP_ITEMS_MAX || this.writer.full;
  }

  add(item: SessionItem): void {
    if (item.kind === 'frame') this.frame(item);
    else if (item.kind === 'event') {
      this.endBatch();
      this.segments.push(item);
    } else return;
    this.items++;
  }

  take(): ReplayGroup {
    this.endBatch();
    const { segments } = this;
    this.segments = [];
    this.items = 0;
    return segments;
  }

  private frame({ connection, venue, transport, channel, receivedMicros, receivedNanos, bytes }: FrameItem): void {
    const known = this.sources.get(connection);
    // A damaged file may give one number to two connections.
    if (known && (known[1] !== venue || known[2] !== transport)) this.endBatch();
    if (!this.sources.has(connection)) this.sources.set(connection, [connection, venue, transport]);
    this.writer.add(connection, channel, receivedMicros, receivedNanos, bytes);
  }

  private endBatch(): void {
    if (this.writer.frames === 0) return;
    this.segments.push({ kind: 'frames', batch: this.writer.take(), sources: [...this.sources.values()] });
    this.sources = new Map();
  }
}

/** The items of a group, in their order. A frame's bytes are a view of its batch. */
export function unpackGroup(group: ReplayGroup): readonly SessionItem[] {
  const items: SessionItem[] = [];
  const reader = new FrameBatchReader();
  for (const segment of group) {
    if (segment.kind === 'event') items.push(segment);
    else unpackFrames(segment, reader, items);
  }
  return items;
}

function unpackFrames({ batch, sources }: FrameSegment, reader: FrameBatchReader, items: SessionItem[]): void {
  const known = new Map(sources.map((source) => [source[0], source]));
  reader.open(batch);
  while (reader.next()) {
    const { connection, receivedMicros, receivedNanos } = reader;
    const channel: Channel = reader.channel;
    const [, venue, transport] = known.get(connection)!;
    const bytes = batch.subarray(reader.start, reader.end);
    items.push({ kind: 'frame', venue, transport, connection, channel, receivedMicros, receivedNanos, bytes });
  }
}

/** The buffers of a group, to be handed over with it. */
export function buffersOf(group: ReplayGroup): ArrayBuffer[] {
  return group.flatMap((segment) => (segment.kind === 'frames' ? [segment.batch.buffer] : []));
}
