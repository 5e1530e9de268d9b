/** What a recorder is given, and how a recording came out. */
import type { BookDump } from '../../src-shared/contract/main-engine.ts';
import type { LogEvent } from '../../src-shared/domain/health.ts';
import type { Link } from '../../src-shared/domain/link.ts';
import type { Listing, ListingId } from '../../src-shared/domain/listing.ts';
import type { RecordingState } from '../../src-shared/domain/session.ts';
import type { SubscriptionTable } from '../../src-shared/domain/subscription-table.ts';
import type { DiskLimits } from '../base/disk-space.ts';

/** What a session holds besides what the feeds bring. */
export interface RecorderSource {
  /** The listings that are followed, and all links. */
  listings(): readonly Listing[];
  links(): readonly Link[];
  /** These books after exactly the frames so far. Rejects when there is no engine. */
  dumpBooks(listings: readonly ListingId[]): Promise<readonly BookDump[]>;
}

export type RecorderOptions = {
  /** The folder of all sessions; made when needed. */
  readonly folder: string;
  /** Name and version of the program. */
  readonly app: string;
  readonly partBytesMax: number;
  readonly partMs: number;
  readonly keyframeMs: number;
  /** Indexes every message, for other programs that need it. */
  readonly messageIndex?: boolean;
  readonly disk?: DiskLimits;
  /** The settings as text, without keys; written into the session. */
  readonly settingsText: string;
  /** The thread's entry, where a bundler moved it. */
  readonly threadUrl?: URL;
  /** After so long without a sign of life the thread is ended; tests lower it. */
  readonly silentMs?: number;
  readonly connections: SubscriptionTable;
  readonly source: RecorderSource;
  readonly log: (event: Omit<LogEvent, 'atMs'>) => void;
  /** Called when a recording starts, once a second while it runs, and with null when it is over. */
  readonly onState: (state: RecordingState | null) => void;
};

/** How a recording came out. */
export type RecordingEnd = {
  readonly session: string;
  readonly path: string;
  readonly why: 'asked' | 'disk-full' | 'write-error' | 'crashed';
  /** '' or why it had to stop. */
  readonly text: string;
  /** Frames in the session, and frames received that are not. */
  readonly messages: number;
  readonly lost: number;
  readonly bytes: number;
  readonly files: number;
};
