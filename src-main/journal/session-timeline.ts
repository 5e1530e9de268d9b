/**
 * A session's time in equal slices, from indexes and events alone: nothing is parsed.
 *
 * A chunk's messages are spread evenly over its time, which is a second at most. Trades are always 0 here: to tell them from other
 * messages their content must be read, which is the engine's work.
 */
import type { TimelineSlice } from '../../src-shared/domain/session.ts';
import type { EventItem } from './session-item.ts';

type Times = { readonly startMicros: number; readonly endMicros: number };

/** Counts what happened in each slice. */
export function timelineOf(
  { startMicros, endMicros }: Times,
  chunks: readonly (Times & { readonly frames: number })[],
  events: readonly EventItem[],
  slices: number,
): readonly TimelineSlice[] {
  const count = Math.max(1, Math.floor(slices));
  const width = Math.max(1, endMicros - startMicros) / count;
  const sliceOf = (micros: number): number =>
    Math.min(count - 1, Math.max(0, Math.floor((micros - startMicros) / width)));
  const messages = new Array<number>(count).fill(0);
  const gaps = new Array<number>(count).fill(0);
  const disconnects = new Array<number>(count).fill(0);
  for (const chunk of chunks) {
    const first = sliceOf(chunk.startMicros);
    const over = sliceOf(chunk.endMicros) - first + 1;
    const share = Math.floor(chunk.frames / over);
    for (let at = 0; at < over; at++) messages[first + at]! += share;
    messages[first]! += chunk.frames - share * over;
  }
  for (const { atMicros, event } of events) {
    if (event.kind === 'gap' || event.kind === 'dropped') gaps[sliceOf(atMicros)]!++;
    else if (event.kind === 'disconnected') disconnects[sliceOf(atMicros)]!++;
  }
  return messages.map((inSlice, at) => ({
    messages: inSlice,
    trades: 0,
    gaps: gaps[at]!,
    disconnects: disconnects[at]!,
  }));
}
