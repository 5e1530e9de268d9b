/** What one file held besides books: its messages' times, its numbered streams, and what could not be attributed to a book. */
import type { VerifiedFile } from '../../src-shared/contract/verify.ts';
import type { Venue } from '../../src-shared/venues/venue.ts';
import { StreamLedger } from './stream-ledger.ts';

export class FileLedger {
  readonly connection: number;
  readonly name: string;
  readonly streams = new Map<number, StreamLedger>();
  /** Null until it is recognised. */
  venue: Venue | null = null;
  /** Messages that nobody can tell the books of. */
  unattributed = 0;
  /** Breaks of books whose messages have no number. */
  breaks = 0;
  trouble = '';
  private messages = 0;
  private firstMs = 0;
  private lastMs = 0;
  private reversals = 0;

  constructor(connection: number, name: string) {
    this.connection = connection;
    this.name = name;
  }

  /** Counts a message; `receivedMs` is 0 where the recording has no times. */
  take(receivedMs: number): void {
    this.messages++;
    if (receivedMs <= 0) return;
    if (this.firstMs === 0) this.firstMs = receivedMs;
    if (receivedMs < this.lastMs) this.reversals++;
    this.lastMs = receivedMs;
  }

  /** Whether the file's lines say when their messages came. */
  get isTimed(): boolean {
    return this.firstMs > 0;
  }

  stream(sid: number): StreamLedger {
    let stream = this.streams.get(sid);
    if (!stream) {
      stream = new StreamLedger(sid);
      this.streams.set(sid, stream);
    }
    return stream;
  }

  report(): VerifiedFile {
    return {
      connection: this.connection,
      file: this.name,
      venue: this.venue?.id ?? null,
      messages: this.messages,
      firstReceivedMs: this.firstMs || null,
      lastReceivedMs: this.lastMs || null,
      receiveTimeReversals: this.reversals,
      trouble: this.trouble,
    };
  }
}
