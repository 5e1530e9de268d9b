/** What an export reads: a recording as the session reader gives it, or anything that looks like one. */
import type { Link } from '../../src-shared/domain/link.ts';
import type { Listing } from '../../src-shared/domain/listing.ts';
import type { SessionItem } from '../session/session-item.ts';
import type { Tally } from '../session/trade-tally.ts';

export type ExportSource = {
  readonly id: string;
  /** µs since the epoch; progress is measured by them. */
  readonly startMicros: number;
  readonly endMicros: number;
  /** Every listing of the recording, as last known, and every link. */
  readonly listings: readonly Listing[];
  readonly links: readonly Link[];
  /** Trades by second, as they were counted while recording. */
  readonly tallies: readonly Tally[];
  /** What happened, in order, in groups; `fromMicros`: from a keyframe at or before this time, with what was open and subscribed there. */
  items(fromMicros: number | null): AsyncIterable<readonly SessionItem[]>;
};

/** Its message is shown to the user: one sentence. */
export class ExportError extends Error {
  override readonly name = 'ExportError';
}
