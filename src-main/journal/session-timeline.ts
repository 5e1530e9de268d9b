/**
 * A session's time in equal slices, from indexes and events alone: nothing is parsed.
 *
 * A chunk's messages are spread evenly over its time, which is a second at most; so are the trades of a tally's step, which were
 * counted when they were recorded.
 */
import type { TimelineSlice } from '../../src-shared/domain/session.ts';
import type { EventItem } from './session-item.ts';
import type { Tally } from './trade-tally.ts';

type Times = { readonly startMicros: number; readonly endMicros: number };

/** Counts what happened in each slice. */
export function timelineOf(
  { startMicros, endMicros }: Times,
  chunks: readonly (Times & { readonly frames: number })[],
  events: readonly EventItem[],
  tallies: readonly Tally[],
  slices: number,
): readonly TimelineSlice[] {
  const count = Math.max(1, Math.floor(slices));
  const width = Math.max(1, endMicros - startMicros) / count;
  const sliceOf = (micros: number): number =>
    Math.min(count - 1, Math.max(0, Math.floor((micros - startMicros) / width)));
  const messages = new Array<number>(count).fill(0);
  const gaps = new Array<number>(count).fill(0);
  const disconnects = new Array<number>(count).fill(0);
  const trades = new Array<number>(count).fill(0);
  const spread = (over: number[], fromMicros: number, toMicros: number, items: number): void => {
    const first = sliceOf(fromMicros);
    const slicesOver = sliceOf(toMicros) - first + 1;
    let told = 0;
    for (let at = 1; at <= slicesOver; at++) {
      const until = Math.round((items * at) / slicesOver);
      over[first + at - 1]! += until - told;
      told = until;
    }
  };
  for (const chunk of chunks) spread(messages, chunk.startMicros, chunk.endMicros, chunk.frames);
  for (const { fromMicros, stepMicros, trades: counts } of tallies) {
    counts.forEach((trade, step) => {
      const from = fromMicros + step * stepMicros;
      if (trade > 0) spread(trades, from, from + stepMicros - 1, trade);
    });
  }
  for (const { atMicros, event } of events) {
    if (event.kind === 'gap' || event.kind === 'dropped') gaps[sliceOf(atMicros)]!++;
    else if (event.kind === 'disconnected') disconnects[sliceOf(atMicros)]!++;
  }
  return messages.map((inSlice, at) => ({
    messages: inSlice,
    trades: trades[at]!,
    gaps: gaps[at]!,
    disconnects: disconnects[at]!,
  }));
}
