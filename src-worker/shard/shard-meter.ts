/**
 * What a shard measures of itself: the latency hops of a frame, and what decoding and applying cost.
 *
 * The two costs are taken of one frame in so many: their clocks and histograms would cost half as much as the work.
 */
import type { ShardHealth } from '../../src-shared/domain/health.ts';
import { Latency } from '../derive/latency.ts';
import { Rate } from '../derive/rate.ts';
import type { ShardHops } from './shard-message.ts';

const SAMPLED_FRAMES = 8;
const NANOS_PER_MICRO = 1_000;

export class ShardMeter {
  frames = 0;
  /** False in a replay: the recording's times are not this machine's. */
  measuresLatency = true;
  private readonly venueToReceipt = new Latency();
  private readonly receiptToBook = new Latency();
  private readonly bookToWindow = new Latency();
  private readonly decodeTime = new Latency();
  private readonly applyTime = new Latency();
  private readonly frameRate = new Rate();

  /** Where the samples of the latency hops are. */
  get hops(): ShardHops {
    return {
      venueToReceipt: this.venueToReceipt.halves,
      receiptToBook: this.receiptToBook.halves,
      bookToWindow: this.bookToWindow.halves,
    };
  }

  /** Counts a frame; true when its costs are to be taken. */
  countFrame(): boolean {
    return this.frames++ % SAMPLED_FRAMES === 0;
  }

  /** What a sampled frame took, µs. */
  cost(decodeMicros: number, applyMicros: number): void {
    this.decodeTime.record(decodeMicros * NANOS_PER_MICRO);
    this.applyTime.record(applyMicros * NANOS_PER_MICRO);
  }

  /** From receipt to the book, and from the venue's own time to receipt (0: the venue said none), µs. */
  applied(receiptToBookMicros: number, venueToReceiptMicros: number): void {
    if (!this.measuresLatency) return;
    this.receiptToBook.record(receiptToBookMicros);
    if (venueToReceiptMicros !== 0) this.venueToReceipt.record(venueToReceiptMicros);
  }

  /** From the book to a window, µs, as the window says. */
  shown(micros: number): void {
    if (this.measuresLatency) this.bookToWindow.record(micros);
  }

  /** Once a second. */
  report(nowMs: number): Pick<ShardHealth, 'frames' | 'framesPerSecond' | 'decodeMicros' | 'applyMicros'> {
    this.frameRate.observe(this.frames, nowMs);
    for (const latency of [
      this.venueToReceipt,
      this.receiptToBook,
      this.bookToWindow,
      this.decodeTime,
      this.applyTime,
    ]) {
      latency.turn(nowMs);
    }
    return {
      frames: this.frames,
      framesPerSecond: this.frameRate.perSecond,
      decodeMicros: this.decodeTime.summary(),
      applyMicros: this.applyTime.summary(),
    };
  }
}
