/**
 * A session's time in equal slices, from indexes and events alone: nothing is parsed.
 *
 * A chunk's messages are spread evenly over its time, which is a second at most; so are the trades of a tally's step, which were
 * counted when they were recorded. Adding an item costs the same however many slices it lies in, and the item is not kept.
 */
import type { TimelineSlice } from '../../src-shared/domain/session.ts';
import type { EventItem } from './session-item.ts';
import type { Tally } from './trade-tally.ts';

type Times = { readonly startMicros: number; readonly endMicros: number };

export class Timeline {
  private readonly startMicros: number;
  private readonly count: number;
  private readonly width: number;
  private readonly messages: Spread;
  private readonly trades: Spread;
  private readonly gaps: number[];
  private readonly disconnects: number[];

  constructor({ startMicros, endMicros }: Times, slices: number) {
    this.startMicros = startMicros;
    this.count = Math.max(1, Math.floor(slices));
    this.width = Math.max(1, endMicros - startMicros) / this.count;
    this.messages = new Spread(this.count);
    this.trades = new Spread(this.count);
    this.gaps = new Array<number>(this.count).fill(0);
    this.disconnects = new Array<number>(this.count).fill(0);
  }

  chunk({ startMicros, endMicros, frames }: Times & { readonly frames: number }): void {
    this.messages.add(this.sliceOf(startMicros), this.sliceOf(endMicros), frames);
  }

  tally({ fromMicros, stepMicros, trades }: Tally): void {
    for (let step = 0; step < trades.length; step++) {
      const from = fromMicros + step * stepMicros;
      this.trades.add(this.sliceOf(from), this.sliceOf(from + stepMicros - 1), trades[step]!);
    }
  }

  event({ atMicros, event }: EventItem): void {
    if (event.kind === 'gap' || event.kind === 'dropped') this.gaps[this.sliceOf(atMicros)]!++;
    else if (event.kind === 'disconnected') this.disconnects[this.sliceOf(atMicros)]!++;
  }

  /** What happened in each slice. */
  slices(): readonly TimelineSlice[] {
    const trades = this.trades.whole();
    return this.messages.whole().map((messages, at) => ({
      messages,
      trades: trades[at]!,
      gaps: this.gaps[at]!,
      disconnects: this.disconnects[at]!,
    }));
  }

  private sliceOf(micros: number): number {
    return Math.min(this.count - 1, Math.max(0, Math.floor((micros - this.startMicros) / this.width)));
  }
}

/** Items spread evenly over ranges of slices, as the change of their density from slice to slice. */
class Spread {
  private readonly changes: Float64Array;

  constructor(slices: number) {
    this.changes = new Float64Array(slices + 1);
  }

  add(first: number, last: number, items: number): void {
    const density = items / (last - first + 1);
    this.changes[first]! += density;
    this.changes[last + 1]! -= density;
  }

  /** Whole numbers whose sum is that of the items. */
  whole(): readonly number[] {
    let density = 0;
    let sum = 0;
    let given = 0;
    return Array.from(this.changes.subarray(0, -1), (change) => {
      density += change;
      sum += density;
      const inSlice = Math.round(sum) - given;
      given += inSlice;
      return inSlice;
    });
  }
}
