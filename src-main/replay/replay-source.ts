/** A session as a player reads it. */

import type { KeyframeItem } from '../session/session-item.ts';
import type { SessionReader } from '../session/session-reader.ts';
import type { ReplaySource } from './replay-player.ts';

/** The first keyframe is asked for when recording starts, and takes as long as the engine's answer. */
const FIRST_KEYFRAME_WITHIN_MICROS = 10_000_000;

export function replaySource(reader: SessionReader): ReplaySource {
  const { startMicros, endMicros, messages } = reader.summary;
  return {
    startMicros,
    endMicros,
    messages,
    items: (fromFrame, signal) => reader.items({ fromFrame, signal }),
    firstKeyframe: () => firstKeyframe(reader),
    keyframeBefore: (micros) => reader.keyframeBefore(micros),
    eventsBefore: (frame) => reader.eventsBefore(frame),
  };
}

/** It stands near the start; a recording that has none there was not begun by Crossbook. */
async function firstKeyframe(reader: SessionReader): Promise<KeyframeItem | null> {
  const latestMicros = reader.summary.startMicros + FIRST_KEYFRAME_WITHIN_MICROS;
  for await (const items of reader.items()) {
    for (const item of items) {
      if (item.kind === 'keyframe') return item;
      if (item.kind === 'event' && item.atMicros > latestMicros) return null;
      if (item.kind === 'frame' && item.receivedMicros > latestMicros) return null;
    }
  }
  return null;
}
