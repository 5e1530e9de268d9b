/**
 * Writes a recording as raw lines (raw-line.ts): every message as it was sent, with both receive times, and everything between the
 * messages, so that `sessions import` gives an equal session.
 *
 * A part of the time begins at the last keyframe before it, so that its messages belong to known books. Nothing is parsed but to see
 * whether a message can stand in its line as it is.
 */
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip, createZstdCompress } from 'node:zlib';
import type { ExportFormat, ExportPlan } from '../../src-shared/domain/session.ts';
import { safeName } from '../base/safe-name.ts';
import {
  RAW_VERSION,
  rawCatalog,
  rawEnd,
  rawEvent,
  rawFrame,
  rawHead,
  rawKeyframe,
  rawTally,
} from '../session/raw-line.ts';
import type { SessionItem } from '../session/session-item.ts';
import { ExportError, type ExportSource } from './export-source.ts';

/** Text handed to the packer at once. */
const BLOCK_CHARS = 1 << 18;
const CATALOG_LISTINGS_MAX = 200;

const PACKERS = {
  raw: { ending: '', create: () => new PassThrough() },
  'raw.gz': { ending: '.gz', create: () => createGzip() },
  'raw.zst': { ending: '.zst', create: () => createZstdCompress() },
} as const;

export type RawFormat = keyof typeof PACKERS;

export function isRawFormat(format: ExportFormat): format is RawFormat {
  return format in PACKERS;
}

export type RawResult = {
  readonly file: string;
  readonly messages: number;
  readonly events: number;
  readonly keyframes: number;
  /** Of the messages' bytes in their order. */
  readonly sha256: string;
};

export type RawOptions = {
  readonly source: ExportSource;
  readonly plan: Pick<ExportPlan, 'listings' | 'fromMicros' | 'toMicros'>;
  readonly format: RawFormat;
  readonly folder: string;
  readonly app: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: number) => void;
};

export async function writeRaw(options: RawOptions): Promise<RawResult> {
  const { source, plan, format, folder, signal } = options;
  if (plan.listings.length > 0)
    throw new ExportError(
      'A raw export holds whole messages, which speak of several markets; markets cannot be chosen.',
    );
  const { ending, create } = PACKERS[format];
  const file = `${safeName(source.id)}.raw.ndjson${ending}`;
  const writer = new RawWriter(options);
  await pipeline(Readable.from(writer.blocks()), create(), createWriteStream(join(folder, file)), { signal });
  const { messages, events, keyframes } = writer;
  return { file, messages, events, keyframes, sha256: writer.hash.digest('hex') };
}

class RawWriter {
  messages = 0;
  events = 0;
  keyframes = 0;
  readonly hash = createHash('sha256');
  private readonly options: RawOptions;

  constructor(options: RawOptions) {
    this.options = options;
  }

  async *blocks(): AsyncGenerator<Buffer> {
    const { source, plan, app, onProgress } = this.options;
    const { startMicros, endMicros, id, listings, links, tallies } = source;
    const { fromMicros, toMicros } = plan;
    let text = rawHead({ version: RAW_VERSION, session: id, app, startMicros: fromMicros ?? startMicros });
    for (let from = 0; from < listings.length; from += CATALOG_LISTINGS_MAX)
      text += rawCatalog(listings.slice(from, from + CATALOG_LISTINGS_MAX), []);
    if (links.length > 0) text += rawCatalog([], links);
    for (const tally of tallies) text += rawTally(tally);
    const length = Math.max(1, (toMicros ?? endMicros) - startMicros);
    reading: for await (const items of source.items(fromMicros)) {
      for (const item of items) {
        if (toMicros !== null && timeOf(item) >= toMicros) break reading;
        text += this.line(item);
        if (text.length < BLOCK_CHARS) continue;
        yield Buffer.from(text);
        text = '';
        onProgress?.(Math.min(0.99, Math.max(0, (timeOf(item) - startMicros) / length)));
      }
    }
    yield Buffer.from(`${text}${rawEnd(this.messages)}`);
  }

  private line(item: SessionItem): string {
    if (item.kind === 'frame') {
      this.messages++;
      this.hash.update(item.bytes);
      return rawFrame(item);
    }
    if (item.kind === 'event') {
      this.events++;
      return rawEvent(item);
    }
    this.keyframes++;
    return rawKeyframe({ ...item, frames: this.messages });
  }
}

function timeOf(item: SessionItem): number {
  return item.kind === 'frame' ? item.receivedMicros : item.atMicros;
}
