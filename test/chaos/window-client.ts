/**
 * A window without pixels: watches all quotes and some ladders on the engine's port as a page does, and can stop acknowledging.
 */
import { MessageChannel } from 'node:worker_threads';
import type { EngineProcess } from '../../src-main/app/engine/engine-process.ts';
import { repeat } from '../../src-main/base/repeat.ts';
import { decodeLadderFrame } from '../../src-shared/contract/ladder-frame.ts';
import { messagePortWire, nodePort } from '../../src-shared/contract/message-port-wire.ts';
import { createPort, type Port } from '../../src-shared/contract/port.ts';
import type { EngineToWindow, QuoteRow, WindowToEngine } from '../../src-shared/contract/window-engine.ts';
import { SHARDS_MAX } from '../../src-shared/domain/limits.ts';
import type { ListingId } from '../../src-shared/domain/listing.ts';

const QUOTES_WATCH = 1;
const FIRST_LADDER_WATCH = 10;

export type WindowOptions = {
  readonly number: number;
  readonly onQuotes: (rows: readonly QuoteRow[]) => void;
  /** A frame came although the last of its watch was not acknowledged. */
  readonly onUnacknowledged: (text: string) => void;
};

type Waiting = { readonly watch: number; readonly frame: number; readonly sentMicros: number };

export class WindowClient {
  frames = 0;
  /** The books that it would show as synced, by what it was last told. */
  readonly synced = new Set<ListingId>();
  private readonly options: WindowOptions;
  private port: Port<WindowToEngine, EngineToWindow> | null = null;
  private isStalled = false;
  private listings: readonly ListingId[] = [];
  private targets: readonly string[] = [];
  /** Frames not acknowledged yet, by watch and shard. */
  private readonly waiting = new Map<string, Waiting>();

  constructor(options: WindowOptions) {
    this.options = options;
  }

  /** Whether it takes what it is told as a page does. */
  get isHearing(): boolean {
    return this.port !== null && !this.isStalled;
  }

  /** Opens its port to an engine: the first, or one that was started again. */
  attach(engine: EngineProcess | null): void {
    this.port?.close();
    this.waiting.clear();
    this.synced.clear();
    this.port = null;
    if (!engine) return;
    const { port1, port2 } = new MessageChannel();
    const port = createPort<WindowToEngine, EngineToWindow>(
      messagePortWire(nodePort(port1), { transferBuffers: true }),
      repeat,
    );
    port.onMessage = (data) => this.take(port, data);
    engine.adopt(this.options.number, port2);
    this.port = port;
    this.watch(this.listings, this.targets);
  }

  watch(listings: readonly ListingId[], targets: readonly string[]): void {
    this.listings = listings;
    this.targets = targets;
    if (listings.length === 0) return;
    this.port?.post({ kind: 'watch', watch: QUOTES_WATCH, of: { what: 'quotes', listings } });
    targets.forEach((target, index) => {
      this.port?.post({
        kind: 'watch',
        watch: FIRST_LADDER_WATCH + index,
        of: { what: 'ladder', target, groupMicros: 0 },
      });
    });
    this.waiting.clear();
  }

  /** Takes frames without a word, or goes on. */
  stall(on: boolean): void {
    this.isStalled = on;
    if (on) return;
    for (const frame of this.waiting.values()) this.acknowledge(frame);
    this.waiting.clear();
  }

  close(): void {
    this.port?.close();
    this.port = null;
  }

  private take(port: Port<WindowToEngine, EngineToWindow>, data: EngineToWindow | Uint8Array<ArrayBuffer>): void {
    if (port !== this.port) return;
    if (data instanceof Uint8Array) {
      const { watch, frame, sentMicros } = decodeLadderFrame(data);
      this.count(watch, frame, sentMicros);
    } else if (data.kind === 'quotes') {
      for (const { listing, phase } of data.rows) {
        if (phase === 'synced') this.synced.add(listing);
        else this.synced.delete(listing);
      }
      this.options.onQuotes(data.rows);
      this.count(data.watch, data.frame, data.sentMicros);
    } else if (data.kind === 'trades') this.count(data.watch, data.frame, data.sentMicros);
  }

  private count(watch: number, frame: number, sentMicros: number): void {
    this.frames++;
    const key = `${watch}/${frame % SHARDS_MAX}`;
    const earlier = this.waiting.get(key);
    // The first of a numbering follows none: a watch that is requested again starts over, and one of the watch before may still be on its way.
    const isFirst = frame < 2 * SHARDS_MAX;
    if (earlier && !isFirst) {
      this.options.onUnacknowledged(
        `frame ${frame} of watch ${watch} came while ${earlier.frame} was not acknowledged`,
      );
    }
    this.waiting.set(key, { watch, frame, sentMicros });
    if (this.isStalled) return;
    this.waiting.delete(key);
    this.acknowledge({ watch, frame, sentMicros });
  }

  private acknowledge({ watch, frame, sentMicros }: Waiting): void {
    const nowMicros = Math.round((performance.timeOrigin + performance.now()) * 1_000);
    this.port?.post({ kind: 'ack', watch, frame, delayMicros: Math.max(0, nowMicros - sentMicros) });
  }
}
