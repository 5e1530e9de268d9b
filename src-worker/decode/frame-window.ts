/** A reusable view of one frame inside a batch: bytes without a copy, text only when a decoder asks for it. */
import { SLACK_BYTES } from '../../src-shared/domain/wire/json-bytes.ts';
import type { FrameView } from '../../src-shared/venues/venue.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

export class FrameWindow implements FrameView {
  view: DataView = new DataView(new ArrayBuffer(SLACK_BYTES));
  start = 0;
  end = 0;
  private batch: Uint8Array = new Uint8Array(0);

  /** Looks at a batch, which has SLACK_BYTES behind its last frame; `move` chooses the frame. */
  open(batch: Uint8Array): void {
    this.view = new DataView(batch.buffer, batch.byteOffset, batch.byteLength);
    this.batch = batch;
  }

  move(start: number, end: number): void {
    this.start = start;
    this.end = end;
  }

  /** Looks at a single frame, in a copy with the room that decoders need behind it. */
  hold(frame: Uint8Array): this {
    const bytes = new Uint8Array(frame.length + SLACK_BYTES);
    bytes.set(frame);
    this.open(bytes);
    this.move(0, frame.length);
    return this;
  }

  /** The frame's bytes, not copied. */
  bytes(): Uint8Array {
    return this.batch.subarray(this.start, this.end);
  }

  /** Throws TypeError on bytes that are not UTF-8. */
  text(): string {
    return utf8.decode(this.bytes());
  }
}
