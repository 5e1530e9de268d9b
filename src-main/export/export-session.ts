/** A session file as an export reads it: from the start, or from the last keyframe before a moment. */

import { placeKeyframes } from '../session/place-keyframes.ts';
import type { SessionItem } from '../session/session-item.ts';
import { openSession, type SessionReader } from '../session/session-reader.ts';
import type { ExportSource } from './export-source.ts';

/** Rejects with a sentence when there is no session at the path. */
export async function openExportSource(path: string): Promise<ExportSource> {
  const reader = await openSession(path);
  const { listings, links } = await reader.catalog();
  const { id, startMicros, endMicros } = reader.summary;
  const tallies = await reader.tallies();
  return { id, startMicros, endMicros, listings, links, tallies, items: (fromMicros) => itemsOf(reader, fromMicros) };
}

async function* itemsOf(reader: SessionReader, fromMicros: number | null): AsyncGenerator<readonly SessionItem[]> {
  const keyframe = fromMicros === null ? null : await reader.keyframeBefore(fromMicros);
  if (!keyframe) {
    yield* placeKeyframes(reader.items(), 0);
    return;
  }
  // Who carried what is in the events before; they come first, with the books.
  yield [...(await reader.eventsBefore(keyframe.frames)), keyframe];
  const { frames } = keyframe;
  yield* placeKeyframes(without(reader.items({ fromFrame: frames }), frames), frames);
}

/** The keyframe stands in the file once more, behind the frames that came while it was made. */
async function* without(
  groups: AsyncIterable<readonly SessionItem[]>,
  frames: number,
): AsyncGenerator<readonly SessionItem[]> {
  const isIt = (item: SessionItem): boolean => item.kind === 'keyframe' && item.frames === frames;
  for await (const group of groups) yield group.some(isIt) ? group.filter((item) => !isIt(item)) : group;
}
