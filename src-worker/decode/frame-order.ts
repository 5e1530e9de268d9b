/** Judges the number of each frame, for venues that number theirs, and says whether it may be applied. */
import type { SequenceMark, Venue } from '../../src-shared/venues/venue.ts';
import type { FrameWindow } from './frame-window.ts';
import { isBroken, isPassedOver, SequenceGuard, type SequenceVerdict } from './sequence-guard.ts';

export class FrameOrder {
  /** The verdict on the last frame; `next` where its venue gave no number. */
  verdict: SequenceVerdict = 'next';
  /** Whether messages of books are missing before the last frame. */
  isGap = false;
  /** The stream and number of the last frame that had one. */
  readonly mark: SequenceMark = { stream: 0, sequence: 0, books: false };
  private readonly guard = new SequenceGuard();

  /** Judges a frame of the connection; false when it must not be applied. */
  admits(connection: number, venue: Venue, frame: FrameWindow): boolean {
    const { guard, mark } = this;
    this.verdict = 'next';
    this.isGap = false;
    if (!venue.sequence?.(frame, mark)) return true;
    const { stream, sequence, books } = mark;
    this.verdict = guard.check(connection, stream, sequence, books, frame.end - frame.start);
    this.isGap = isBroken(this.verdict) && guard.carriesBooks(connection, stream);
    return !isPassedOver(this.verdict, books);
  }

  /** The connection opened or closed: its numbers start over. */
  restart(connection: number): void {
    this.guard.reset(connection);
  }

  /** The numbers of all connections start over: a replay moved to another time. */
  restartAll(): void {
    this.guard.clear();
  }
}
