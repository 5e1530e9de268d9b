/**
 * Counts what could not be read, by venue, code and sentence, each with one sample, for the health pane.
 *
 * Bounded: beyond the limit of kinds everything new is counted under one name, so that a venue that sends nonsense cannot fill
 * the memory.
 */
import type { ProblemCount } from '../../src-shared/domain/health.ts';
import { SAMPLE_BYTES_MAX } from '../../src-shared/domain/limits.ts';
import type { VenueId } from '../../src-shared/domain/listing.ts';
import { ANY_BOOK, type Notice } from '../../src-shared/domain/notice.ts';

const KINDS_MAX = 100;
const OTHERS = 'other problems';

type Entry = { venue: VenueId; code: string; text: string; count: number; sample: string };

/** What a binary frame is, whatever it holds. */
export const BINARY_FRAME: Notice = {
  kind: 'problem',
  code: 'BINARY_FRAME',
  text: 'A binary frame, which this venue does not document.',
  slot: ANY_BOOK,
};

export class ProblemLog {
  total = 0;
  private readonly entries = new Map<string, Entry>();

  /** Counts one; returns true when it is the first of its kind. */
  add(venue: VenueId, code: string, text: string, frame: Uint8Array): boolean {
    this.total++;
    let key = `${venue}\n${code}\n${text}`;
    if (!this.entries.has(key) && this.entries.size >= KINDS_MAX) key = `${venue}\n${code}\n${OTHERS}`;
    const entry = this.entries.get(key);
    if (entry) {
      entry.count++;
      return false;
    }
    const named = key.endsWith(OTHERS) ? OTHERS : text;
    this.entries.set(key, { venue, code, text: named, count: 1, sample: sampleOf(frame) });
    return true;
  }

  counts(): readonly ProblemCount[] {
    return [...this.entries.values()].map((entry) => ({ ...entry }));
  }
}

/** The start of a frame as printable text. */
function sampleOf(frame: Uint8Array): string {
  const head = Buffer.from(frame.buffer, frame.byteOffset, Math.min(frame.byteLength, SAMPLE_BYTES_MAX));
  const text = head.toString('latin1').replace(/[^\x20-\x7e]/g, '.');
  return frame.byteLength > SAMPLE_BYTES_MAX ? `${text}...` : text;
}
