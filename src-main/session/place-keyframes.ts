/**
 * Puts every keyframe where it belongs: right behind the frames that its books are made of.
 *
 * In the file a keyframe stands later, because its books were asked for and waited for while frames went on arriving. Items are held
 * back for so many frames; a keyframe that comes later than that is left out, and costs nothing but its help.
 *
 * Where the file is damaged the frames that are missing count as if they were there: keyframes are numbered by what was recorded.
 */
import type { SessionItem } from './session-item.ts';

/** A second at 20,000 messages a second: the engine answers long before. */
const HELD_FRAMES_MAX = 20_000;

/** `framesBefore`: frames of the session before the first item. */
export async function* placeKeyframes(
  groups: AsyncIterable<readonly SessionItem[]>,
  framesBefore: number,
): AsyncGenerator<readonly SessionItem[]> {
  let held: SessionItem[] = [];
  let heldFrames = 0;
  let passed = framesBefore;
  for await (const group of groups) {
    for (const item of group) {
      if (item.kind === 'keyframe') {
        if (item.frames >= passed) held.splice(behindFrames(held, item.frames - passed), 0, item);
        continue;
      }
      held.push(item);
      heldFrames += weightOf(item);
    }
    if (heldFrames < HELD_FRAMES_MAX * 2) continue;
    const ready = held.slice(0, behindFrames(held, heldFrames - HELD_FRAMES_MAX));
    yield ready;
    held = held.slice(ready.length);
    const frames = ready.reduce((sum, item) => sum + weightOf(item), 0);
    passed += frames;
    heldFrames -= frames;
  }
  if (held.length > 0) yield held;
}

/** Index behind so many frames. Behind none: before the first, behind the events of the subscriptions. */
function behindFrames(items: readonly SessionItem[], frames: number): number {
  if (frames === 0) {
    const first = items.findIndex(({ kind }) => kind === 'frame');
    return first < 0 ? items.length : first;
  }
  let left = frames;
  for (let at = 0; at < items.length; at++) {
    const weight = weightOf(items[at]!);
    left -= weight;
    if (weight > 0 && left <= 0) return at + 1;
  }
  return items.length;
}

/** Frames that an item stands for. */
function weightOf(item: SessionItem): number {
  if (item.kind === 'frame') return 1;
  return item.kind === 'event' ? (item.missing ?? 0) : 0;
}
