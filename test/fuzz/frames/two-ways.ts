/**
 * Reads frames by a decoder as it is, and by the same decoder with its bytes out of sight, so that only JSON.parse is left. Both
 * must write the same rows and notices, frame after frame into one buffer, whatever lies around the frames.
 */
import { EventBuffer } from '../../../src-shared/domain/wire/event-buffer.ts';
import { SLACK_BYTES } from '../../../src-shared/domain/wire/json-bytes.ts';
import type { Decoder, FrameView } from '../../../src-shared/venues/venue.ts';
import { FrameWindow } from '../../../src-worker/decode/frame-window.ts';
import type { MadeFrame } from './frame-plan.ts';

/** The frame's text with bytes that no scanner takes for a frame. */
class TextOnly implements FrameView {
  readonly view = new DataView(new ArrayBuffer(SLACK_BYTES * 2));
  readonly start = 0;
  readonly end = 1;
  private readonly whole: FrameView;
  asked = 0;

  constructor(whole: FrameView) {
    this.whole = whole;
  }

  text(): string {
    this.asked++;
    return this.whole.text();
  }
}

/** A frame that counts how often its text was needed: never, when its bytes were enough. */
class CountedFrame extends FrameWindow {
  texts = 0;

  override text(): string {
    this.texts++;
    return super.text();
  }
}

/** What a pair of decoders has read so far. */
export type Counts = { frames: number; hot: number; rows: number; notices: number };

export class TwoWays {
  readonly counts: Counts = { frames: 0, hot: 0, rows: 0, notices: 0 };
  private readonly makeDecoder: () => Decoder;
  private readonly frame = new CountedFrame();
  private readonly textOnly = new TextOnly(this.frame);
  private readonly byBytes = new EventBuffer();
  private readonly byText = new EventBuffer();

  constructor(makeDecoder: () => Decoder) {
    this.makeDecoder = makeDecoder;
  }

  /** Reads a run of frames with new decoders; a sentence about the first difference, or null. */
  differ(frames: readonly MadeFrame[]): string | null {
    const { byBytes, byText, frame, textOnly, counts } = this;
    const fast = this.makeDecoder();
    const slow = this.makeDecoder();
    byBytes.clear();
    byText.clear();
    frame.open(batchOf(frames));
    let at = PREFIX_BYTES;
    for (const [number, { bytes, behind }] of frames.entries()) {
      const firstRow = byText.length;
      const firstNotice = byText.notices.length;
      frame.move(at, at + bytes.length);
      at += bytes.length + behind.length;
      frame.texts = 0;
      fast.decode(frame, byBytes);
      const isHot = frame.texts === 0;
      textOnly.asked = 0;
      slow.decode(textOnly, byText);
      if (textOnly.asked === 0) throw new Error('the slow way did not ask for the text: it is no reference any more');
      counts.frames++;
      if (isHot) counts.hot++;
      counts.rows += byText.length - firstRow;
      counts.notices += byText.notices.length - firstNotice;
      const difference = differenceOf(byBytes, byText, firstRow, firstNotice);
      if (difference !== null) return `${difference}, in the last of ${framesText(frames.slice(0, number + 1))}`;
    }
    return null;
  }
}

/** Bytes before the first frame: frames do not begin where their buffer does. */
const PREFIX_BYTES = 3;

function batchOf(frames: readonly MadeFrame[]): Uint8Array {
  const length = frames.reduce((sum, { bytes, behind }) => sum + bytes.length + behind.length, PREFIX_BYTES);
  const batch = new Uint8Array(length + SLACK_BYTES);
  let at = PREFIX_BYTES;
  for (const { bytes, behind } of frames) {
    batch.set(bytes, at);
    batch.set(behind, at + bytes.length);
    at += bytes.length + behind.length;
  }
  return batch;
}

function differenceOf(byBytes: EventBuffer, byText: EventBuffer, firstRow: number, firstNotice: number): string | null {
  if (byBytes.length !== byText.length)
    return `${byBytes.length - firstRow} rows by bytes, ${byText.length - firstRow} by JSON.parse`;
  for (let row = firstRow; row < byText.length; row++) {
    for (const column of ['kind', 'side', 'slot', 'price', 'size', 'timeMs'] as const) {
      const [own, other] = [byBytes[column][row], byText[column][row]];
      if (!Object.is(own, other)) return `row ${row - firstRow}, ${column}: ${own} by bytes, ${other} by JSON.parse`;
    }
    if (byBytes.tradeIds.get(row) !== byText.tradeIds.get(row)) return `row ${row - firstRow}: another trade id`;
    if (byBytes.checksums.get(row)?.text !== byText.checksums.get(row)?.text)
      return `row ${row - firstRow}: another checksum`;
  }
  if (byBytes.tradeIds.size !== byText.tradeIds.size) return 'trade ids without a row';
  if (byBytes.checksums.size !== byText.checksums.size) return 'checksums without a row';
  const [own, other] = [byBytes, byText].map(({ notices }) => JSON.stringify(notices.slice(firstNotice)));
  return own === other ? null : `notices ${own} by bytes, ${other} by JSON.parse`;
}

/** The frames' bytes as one can paste them, with what lies behind each. */
function framesText(frames: readonly MadeFrame[]): string {
  const text = (bytes: Uint8Array): string => JSON.stringify(Buffer.from(bytes).toString('latin1'));
  return frames.map(({ bytes, behind }) => `${text(bytes)} (behind it ${text(behind)})`).join(', ');
}
