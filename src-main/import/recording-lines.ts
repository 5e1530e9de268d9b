/** Cuts a recording's bytes into lines, numbered from 1. A line may span chunks; its bytes are only good during the call. */

import { FRAME_BYTES_MAX } from '../../src-shared/domain/limits.ts';
import { RecordingTrouble } from './recording-bytes.ts';

/** The longest frame a socket gives, and room for what a recorder writes around it. */
const LINE_BYTES_MAX = FRAME_BYTES_MAX + 1_024;
const NEWLINE = 0x0a;
const RETURN = 0x0d;
const SPACE = 0x20;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

const isVisible = (byte: number): boolean => byte > SPACE;

export type OnLine = (line: Uint8Array, number: number) => void;

export class RecordingLines {
  private readonly onLine: OnLine;
  private pieces: Uint8Array[] = [];
  private pieceBytes = 0;
  private number = 0;

  /** `onLine` is not called for lines without anything to see; they have a number. */
  constructor(onLine: OnLine) {
    this.onLine = onLine;
  }

  /** Throws {@link RecordingTrouble} at a line that is longer than any message. */
  push(chunk: Uint8Array): void {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      this.line(chunk.subarray(start, end));
      start = end + 1;
    }
    if (start < chunk.length) this.keep(chunk.subarray(start));
  }

  /** The last line need not end in a line break. */
  end(): void {
    if (this.pieceBytes > 0) this.line(new Uint8Array(0));
  }

  private keep(piece: Uint8Array): void {
    this.pieceBytes += piece.length;
    if (this.pieceBytes > LINE_BYTES_MAX) throw new RecordingTrouble(`its line ${this.number + 1} is too long`);
    // A copy: the reader may use its memory again.
    this.pieces.push(new Uint8Array(piece));
  }

  private line(last: Uint8Array): void {
    let line = last;
    if (this.pieceBytes > 0) {
      line = Buffer.concat([...this.pieces, last]);
      this.pieces = [];
      this.pieceBytes = 0;
    }
    this.number++;
    if (this.number === 1 && BYTE_ORDER_MARK.every((byte, at) => line[at] === byte)) line = line.subarray(3);
    if (line.at(-1) === RETURN) line = line.subarray(0, -1);
    if (line.some(isVisible)) this.onLine(line, this.number);
  }
}
