/** What a merge reports of each recording: what it alone had, what it lacked, how much of it others had as well. */
import type { SessionReader } from '../session/session-reader.ts';

/** Counters of one recording. */
export class SourceTally {
  readonly reader: SessionReader;
  /** Messages of the result that it had. */
  messages = 0;
  alone = 0;
  snapshots = 0;
  snapshotsLeft = 0;
  breaks = 0;
  resends = 0;
  repeats = 0;
  polls = 0;
  own = 0;
  unread = 0;

  constructor(reader: SessionReader) {
    this.reader = reader;
  }

  /** It had a message of the result. */
  had(kind: string, alone: boolean): void {
    if (kind === 'snapshot') {
      this.snapshots++;
      return;
    }
    this.messages++;
    if (alone) this.alone++;
  }
}

export type SourceReport = {
  readonly session: string;
  readonly path: string;
  readonly frames: number;
  /** Messages that everybody is sent and it had. */
  readonly messages: number;
  /** ... and nobody else had. */
  readonly alone: number;
  /** Messages of the result that it did not have. */
  readonly lacked: number;
  /** Share of its messages that others had as well; with three recorders of the same markets near 1 is as it should be. */
  readonly duplicateShare: number;
  /** Its snapshots in the result, and those that were not needed. */
  readonly snapshots: number;
  readonly snapshotsLeft: number;
  readonly breaks: number;
  /** Resends of the venue that were left out. */
  readonly resends: number;
  /** Frames of its own conversation, and frames that could not be read; neither is in the result. */
  readonly own: number;
  readonly unreadable: number;
  readonly polls: number;
  readonly corruptChunks: number;
  /** How far its clock is ahead of the source whose clock is least far ahead, in ms; null where it is not known. */
  readonly clockMs: number | null;
};

export type MergeReport = {
  readonly ok: boolean;
  readonly path: string;
  /** Messages of the result that everybody is sent, each once. */
  readonly messages: number;
  readonly frames: number;
  /** Whole books of one recorder each: those in the result, and those that were not needed. */
  readonly snapshots: number;
  readonly snapshotsLeft: number;
  /** Holes of a market that no recording filled. */
  readonly holes: number;
  /** Share of all sources' messages that were duplicates of another's. */
  readonly duplicateShare: number;
  readonly sources: readonly SourceReport[];
  readonly seconds: number;
};

type Totals = {
  readonly path: string;
  readonly messages: number;
  readonly polls: number;
  readonly holes: number;
  readonly seconds: number;
  readonly tallies: readonly SourceTally[];
  readonly clockMicros: readonly (number | null)[];
};

export function mergeReport({ path, messages, polls, holes, seconds, tallies, clockMicros }: Totals): MergeReport {
  const snapshots = tallies.reduce((sum, tally) => sum + tally.snapshots, 0);
  const shared = messages - snapshots;
  const all = tallies.reduce((sum, tally) => sum + tally.messages, 0);
  const clocks = clockMicros.filter((clock) => clock !== null);
  const base = clocks.length > 0 ? Math.min(...clocks) : 0;
  const sources = tallies.map((tally, at): SourceReport => {
    const clock = clockMicros[at] ?? null;
    const { summary, damage } = tally.reader;
    return {
      session: summary.id,
      path: summary.path,
      frames: summary.messages,
      messages: tally.messages,
      alone: tally.alone,
      lacked: shared - tally.messages,
      duplicateShare: tally.messages > 0 ? (tally.messages - tally.alone) / tally.messages : 0,
      snapshots: tally.snapshots,
      snapshotsLeft: tally.snapshotsLeft,
      breaks: tally.breaks,
      resends: tally.resends + tally.repeats,
      own: tally.own,
      unreadable: tally.unread,
      polls: tally.polls,
      corruptChunks: damage.length,
      clockMs: clock === null ? null : (clock - base) / 1_000,
    };
  });
  return {
    ok: true,
    path,
    messages: shared,
    frames: messages + polls,
    snapshots,
    snapshotsLeft: tallies.reduce((sum, tally) => sum + tally.snapshotsLeft, 0),
    holes,
    duplicateShare: all > 0 ? 1 - shared / all : 0,
    sources,
    seconds,
  };
}
