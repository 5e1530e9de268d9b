/**
 * Finds the elements of a frame that is a list, so that a list of many books can go to many shards, each element as a frame of its
 * own. It only looks for brackets and texts; whether the elements can be read is the decoder's to say.
 */
import { JSON_BYTE, skipSpace } from '../../src-shared/domain/wire/json-bytes.ts';
import type { FrameWindow } from '../decode/frame-window.ts';

const BACKSLASH = 0x5c;
const { quote, comma, openList, closeList, openObject, closeObject } = JSON_BYTE;

export class ListSplitter {
  /** Elements found by the last split. */
  count = 0;
  /** Where each begins and ends. */
  readonly starts: number[] = [];
  readonly ends: number[] = [];

  /** True when the frame is a list of one or more elements that closes. */
  split(frame: FrameWindow): boolean {
    const { view, end } = frame;
    const first = skipSpace(view, frame.start, end);
    this.count = 0;
    if (first === end || view.getUint8(first) !== openList) return false;
    let depth = 0;
    let start = first + 1;
    for (let at = first; at < end; at++) {
      const byte = view.getUint8(at);
      if (byte === quote) {
        at = closingQuote(view, at, end);
      } else if (byte === openList || byte === openObject) {
        depth++;
      } else if (byte === closeList || byte === closeObject) {
        if (--depth > 0) continue;
        this.add(start, at);
        return byte === closeList && this.count > 0 && skipSpace(view, at + 1, end) === end;
      } else if (byte === comma && depth === 1) {
        this.add(start, at);
        start = at + 1;
      }
    }
    return false;
  }

  private add(start: number, end: number): void {
    if (end <= start) return;
    this.starts[this.count] = start;
    this.ends[this.count] = end;
    this.count++;
  }
}

/** The closing quote of the text that begins at `at`; the end of the frame when it does not close. */
function closingQuote(view: DataView, at: number, end: number): number {
  for (let index = at + 1; index < end; index++) {
    const byte = view.getUint8(index);
    if (byte === BACKSLASH) index++;
    else if (byte === quote) return index;
  }
  return end;
}
