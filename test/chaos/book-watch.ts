/** What one book was told, as the engine was given it: the truth after its last frame, and after each of the latest. */
import type { LedgerRow } from '../../src-exchange/model/truth-ledger.ts';

/** Frames remembered for rows of quotes that are on their way. */
const HEARD_MAX = 4_000;

export type Heard = { readonly receivedMs: number; readonly row: LedgerRow | null; readonly isBlind: boolean };

export class BookWatch {
  /** The connection that owns its subscription. */
  owner: number | null = null;
  /** The connection that it is to pass to, or has passed from: its trades count too. */
  other: number | null = null;
  isTaken = false;
  /** The last frame that told of its levels since its owner has it, and when the engine was given it, ms of the monotonic clock. */
  last: LedgerRow | null = null;
  givenMs = 0;
  /** Place in the ledger of the last snapshot delivered, and of the last loss that left no trace. */
  snapshotAt = -1;
  harmedAt = -1;
  /** Every frame that concerned it, with what it last told of the levels. */
  readonly heard: Heard[] = [];

  /** No check of the venue's protocol can show that it is wrong, so it cannot be asked to know. */
  get isBlind(): boolean {
    return this.harmedAt > this.snapshotAt;
  }

  hear(row: LedgerRow, at: number, receivedMs: number, givenMs: number): void {
    if (row.what !== 'trade') {
      this.last = row;
      this.givenMs = givenMs;
      if (row.what === 'snapshot') this.snapshotAt = Math.max(this.snapshotAt, at);
    }
    this.heard.push({ receivedMs, row: this.last, isBlind: this.isBlind });
    if (this.heard.length > HEARD_MAX) this.heard.splice(0, HEARD_MAX / 2);
  }

  /** It is to pass to this connection with its first snapshot there. */
  expect(next: number): void {
    this.other = next;
    this.isTaken = false;
  }

  /** The other connection becomes its owner. */
  pass(): void {
    [this.owner, this.other] = [this.other, this.owner];
    this.isTaken = true;
    this.forget();
  }

  /** Another connection owns it, or the engine is new: earlier frames do not count. */
  forget(): void {
    this.last = null;
    this.snapshotAt = -1;
  }
}
