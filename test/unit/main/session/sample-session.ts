/** A session on the disk for tests, written by the recorder's own writer from seeded frames. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { SessionWriter } from '../../../../src-main/session/session-writer.ts';
import type { Listing } from '../../../../src-shared/domain/listing.ts';
import { listing } from '../../listings.ts';

export const START_MICROS = 1_795_000_000_000_000;
const MICROS_PER_FRAME = 1_000;

export function sampleListing(at: number): Listing {
  return listing('one', `M${at}`, { title: `Market ${at}` });
}

export type Sample = { readonly frames: number; readonly chunkEvery?: number; readonly partEvery?: number };

/** The bytes of frame `at`. */
export function sampleFrame(at: number): Buffer {
  const noise = ((at * 2_654_435_761) % 4_294_967_296).toString(36);
  return Buffer.from(`{"type":"sample","n":${at},"noise":"${noise}"}`);
}

/** Writes `frames` frames over two connections, an event every 100, a keyframe every 500. */
export function writeSample(root: string, id: string, { frames, chunkEvery = 100, partEvery = 0 }: Sample): string {
  const folder = join(root, id);
  mkdirSync(folder, { recursive: true });
  const partMs = partEvery > 0 ? partEvery : 1e12;
  const writer = new SessionWriter({
    folder,
    id,
    app: 'test 1',
    startMicros: START_MICROS,
    partBytesMax: 1e12,
    partMs,
  });
  writer.connection(1, 'one', 'stream');
  writer.connection(2, 'two', 'stream');
  const start = { micros: START_MICROS, nanos: 1 };
  writer.catalog(start, [sampleListing(1), sampleListing(2)], []);
  writer.event(start, { kind: 'connected', venue: 'one', connection: 1, listings: [], text: 'none' });
  writer.flush(0);
  for (let at = 0; at < frames; at++) {
    const micros = START_MICROS + at * MICROS_PER_FRAME + 0.25;
    const nanos = 1_000 + at * 1_000_000;
    writer.frame(1 + (at % 2), 0, micros, nanos, sampleFrame(at));
    const moment = { micros, nanos };
    if (at % 100 === 99) {
      writer.event(moment, { kind: 'gap', venue: 'one', connection: 1, listings: [], text: `behind ${at + 1}` });
    }
    if (at % 500 === 499) writer.keyframe(moment, at + 1, []);
    if (at % chunkEvery === chunkEvery - 1) writer.flush(at + 1);
  }
  writer.close();
  return folder;
}
