/** A reusable view of one frame inside a batch: bytes without a copy, text only when a decoder asks for it. */
import type { FrameView } from '../../src-shared/venues/venue.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

export class FrameWindow implements FrameView {
  bytes: Uint8Array = new Uint8Array(0);

  /** Throws TypeError on bytes that are not UTF-8. */
  text(): string {
    return utf8.decode(this.bytes);
  }
}
