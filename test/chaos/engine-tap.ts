/**
 * Everything that main says to the engine, in its order, as a judge needs it: a frame as a fingerprint, which connection owns what, and
 * where in the stream books were asked for.
 */

import { fingerprintOf, PADDED_LENGTH } from '../../src-exchange/model/truth-ledger.ts';
import type { EngineProcess, LaunchEngine } from '../../src-main/app/engine/engine-process.ts';
import { CHANNEL, FrameBatchReader } from '../../src-shared/contract/frame-batch.ts';
import type { MainToEngine } from '../../src-shared/contract/main-engine.ts';

export type TapRecord =
  | { readonly kind: 'launched' }
  | {
      readonly kind: 'frame';
      readonly connection: number;
      readonly fingerprint: number;
      /** By its number what followed it came before: nothing of a book may be taken from it. */
      readonly isLate: boolean;
      readonly receivedMs: number;
      /** When the engine was given it, ms of the monotonic clock. */
      readonly givenMs: number;
    }
  | Extract<MainToEngine, { kind: 'connection' | 'subscriptions' | 'hand-over' | 'closed' | 'dump' }>;

export class EngineTap {
  readonly records: TapRecord[] = [];
  /** False: nothing is recorded, as nobody judges. */
  isRecording = true;
  /** The engine as it is now. */
  engine: EngineProcess | null = null;
  onLaunched: (() => void) | null = null;
  private readonly reader = new FrameBatchReader();
  /** The last number of each stream, by connection and stream. */
  private readonly numbers = new Map<string, number>();

  /** The id of the last request for books; null when none is recorded. */
  get lastDumpId(): number | null {
    return this.records.findLast((record) => record.kind === 'dump')?.id ?? null;
  }

  /** Removes and returns the records up to the request for books with this id, or all of them: what came later is for the next look. */
  take(requestId: number | null): readonly TapRecord[] {
    const at = this.records.findLastIndex((record) => record.kind === 'dump' && record.id === requestId);
    return this.records.splice(0, at < 0 ? this.records.length : at + 1);
  }

  /** The same engines, each heard from its first message. */
  around(launch: LaunchEngine<unknown>): LaunchEngine<unknown> {
    return () => {
      const engine = launch();
      const post = engine.port.post.bind(engine.port);
      this.records.push({ kind: 'launched' });
      this.numbers.clear();
      engine.port.post = (data) => {
        if (!this.isRecording) {
          post(data);
          return;
        }
        if (data instanceof Uint8Array) this.batch(data);
        else if (isTapped(data)) this.record(data);
        post(data);
      };
      this.engine = engine;
      queueMicrotask(() => this.onLaunched?.());
      return engine;
    };
  }

  private record(record: Exclude<TapRecord, { kind: 'frame' | 'launched' }>): void {
    this.records.push(record);
    if (record.kind !== 'connection' || (record.change !== 'opened' && record.change !== 'closed')) return;
    // Numbers belong to a socket.
    for (const key of this.numbers.keys()) if (key.startsWith(`${record.connection} `)) this.numbers.delete(key);
  }

  private isLate(connection: number, bytes: Uint8Array): boolean {
    const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, NUMBERED_WITHIN)).toString(
      'latin1',
    );
    const found = NUMBERED.exec(head);
    if (found === null) return false;
    const key = `${connection} ${found[1]}`;
    const number = Number(found[2]);
    const last = this.numbers.get(key) ?? -1;
    this.numbers.set(key, number);
    return number < last && head.includes('"type":"orderbook_');
  }

  private batch(batch: Uint8Array): void {
    const { reader } = this;
    const givenMs = performance.now();
    reader.open(batch);
    while (reader.next()) {
      const { connection, channel, receivedMicros, start, end } = reader;
      const bytes = batch.subarray(start, end);
      // Nothing of a binary frame is meant for a book.
      const fingerprint = channel === CHANNEL.binary ? 0 : fingerprintOf(trimmed(bytes));
      const isLate = channel === CHANNEL.text && this.isLate(connection, bytes);
      const receivedMs = receivedMicros / 1_000;
      this.records.push({ kind: 'frame', connection, fingerprint, isLate, receivedMs, givenMs });
    }
  }
}

/** A frame of a numbered stream, as the exchange writes it. */
const NUMBERED = /"sid":(\d+),"seq":(\d+)[,}]/;
const NUMBERED_WITHIN = 400;

const TAPPED: ReadonlySet<string> = new Set(['connection', 'subscriptions', 'hand-over', 'closed', 'dump']);

function isTapped(data: MainToEngine): data is Extract<MainToEngine, TapRecord> {
  return TAPPED.has(data.kind);
}

function trimmed(bytes: Uint8Array): Uint8Array {
  if (bytes.length <= PADDED_LENGTH) return bytes;
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0x20) end--;
  return bytes.subarray(0, end);
}
