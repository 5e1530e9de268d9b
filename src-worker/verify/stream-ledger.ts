/**
 * The numbers of one numbered stream of one file: what is missing, repeated, or started over.
 *
 * A recording may hold one market of a subscription that is numbered over many, so a missing number need not be a lost one.
 */
import type { VerifiedStream } from '../../src-shared/contract/verify.ts';

/** A stream with more holes than this share of its messages is one that the recording holds only a part of. */
const HOLES_OF_A_WHOLE_STREAM_MAX = 0.1;
const NONE = -1;

export class StreamLedger {
  readonly sid: number;
  last = NONE;
  /** Books that it carries. */
  markets = 0;
  holes = 0;
  /** Times that its numbers started over: the connection was opened again. */
  reconnects = 0;
  /** Changes of a book that came on a new connection before a snapshot did. */
  breaks = 0;
  private messages = 0;
  private first = NONE;
  private missing = 0;
  private repeats = 0;

  constructor(sid: number) {
    this.sid = sid;
  }

  /** Takes the next message's number; false: it is the number before it, which must not be applied again. */
  take(sequence: number): boolean {
    const { last } = this;
    this.messages++;
    if (sequence === last) {
      this.repeats++;
      return false;
    }
    if (last === NONE) this.first = sequence;
    else if (sequence < last) this.reconnects++;
    else if (sequence > last + 1) {
      this.holes++;
      this.missing += sequence - last - 1;
    }
    this.last = sequence;
    return true;
  }

  /** Whether the recording seems to hold all of the stream, so that what is missing was lost. */
  get isWhole(): boolean {
    return this.markets > 1 && this.holes <= this.messages * HOLES_OF_A_WHOLE_STREAM_MAX;
  }

  report(connection: number, file: string): VerifiedStream {
    const { sid, messages, first, last, markets, holes, missing, repeats, reconnects, breaks } = this;
    const gaps = breaks + (this.isWhole ? holes : 0);
    return {
      connection,
      file,
      sid,
      messages,
      first,
      last,
      markets,
      seqHoles: holes,
      seqMissing: missing,
      repeats,
      reconnects,
      gaps,
    };
  }
}
