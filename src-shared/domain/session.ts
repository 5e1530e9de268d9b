/**
 * A session: what Crossbook recorded, in one or more MCAP files, described in words for people and programs.
 *
 * Times are the recording machine's wall clock in µs since the epoch. Counters are exact for a whole session; for one that is still
 * recording they are what was written so far.
 */
import type { VenueId } from './listing.ts';

/** `recording`: being written now. `whole`: closed properly. `recovered`: cut by a crash, and repaired. `damaged`: has unreadable parts. */
export type SessionState = 'recording' | 'whole' | 'recovered' | 'damaged';

export type SessionCard = {
  /** Unique in the sessions folder; the folder or file name without its ending. */
  readonly id: string;
  readonly name: string;
  readonly note: string;
  readonly state: SessionState;
  readonly path: string;
  readonly bytes: number;
  readonly files: number;
  readonly startMicros: number;
  readonly endMicros: number;
  readonly venues: readonly VenueId[];
  readonly markets: number;
  readonly messages: number;
  readonly gaps: number;
  /** What the user should know about it, a sentence, or ''. */
  readonly text: string;
};

/** What a session is about: what an export can choose from. */
export type SessionContents = {
  readonly startMicros: number;
  readonly endMicros: number;
  readonly markets: readonly { readonly listing: string; readonly title: string }[];
};

/** What is being recorded now. */
export type RecordingState = {
  readonly session: string;
  readonly path: string;
  readonly sinceMicros: number;
  readonly messages: number;
  readonly bytes: number;
  readonly bytesPerSecond: number;
  /** Frames that could not be queued for writing: counted, and an event in the session. */
  readonly dropped: number;
  /** Share of the disk used, 0..1; null where it cannot be told. */
  readonly diskUsed: number | null;
  /** Set when it had to stop or is about to: disk nearly full, a write error. */
  readonly warning: string;
};

/** A line of the session's own log: what happened on the way, recorded where it happened. */
export type SessionEvent = {
  readonly kind:
    | 'connected'
    | 'disconnected'
    | 'silent'
    | 'heard'
    | 'subscribed'
    /** The connection is to carry these listings, each from its first snapshot there. */
    | 'handover'
    | 'unsubscribed'
    | 'gap'
    | 'resync'
    | 'dropped'
    | 'clock-step'
    | 'settings'
    | 'note';
  readonly venue: VenueId | '';
  readonly connection: number | null;
  readonly listings: readonly string[];
  readonly text: string;
};

/** How far a replay has come. */
export type ReplayState = {
  readonly session: string;
  readonly name: string;
  readonly playing: boolean;
  /** 0: as fast as possible. */
  readonly speed: number;
  readonly startMicros: number;
  readonly endMicros: number;
  readonly atMicros: number;
  /** Messages played so far, and all there are. */
  readonly message: number;
  readonly messages: number;
  readonly atEnd: boolean;
};

/** One column of a session's timeline: equal slices of its time. */
export type TimelineSlice = {
  readonly messages: number;
  readonly trades: number;
  readonly gaps: number;
  readonly disconnects: number;
};

/** `raw` and its packings are not tables but the messages themselves, as they came. */
export const EXPORT_FORMATS = [
  'parquet',
  'csv',
  'csv.gz',
  'ndjson',
  'npz',
  'tardis-csv',
  'raw',
  'raw.gz',
  'raw.zst',
] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export const EXPORT_TABLES = [
  'trades',
  'book_deltas',
  'book_snapshots',
  'quotes',
  'spreads',
  'events',
  'markets',
] as const;
export type ExportTable = (typeof EXPORT_TABLES)[number];

export type ExportPlan = {
  readonly session: string;
  readonly format: ExportFormat;
  readonly tables: readonly ExportTable[];
  /** Empty: all. */
  readonly listings: readonly string[];
  /** Null: from the start, to the end. */
  readonly fromMicros: number | null;
  readonly toMicros: number | null;
  /** Levels a side and interval of `book_snapshots`. */
  readonly levels: number;
  readonly intervalMs: number;
  /** Keep the venue's own text of prices and sizes beside the numbers. */
  readonly originals: boolean;
  /** Folders by date (`date=2026-11-20/`). */
  readonly hive: boolean;
  /** Folder to write into; '' for the default exports folder. */
  readonly out: string;
};

/** Long work: shown with progress, can be cancelled. */
export type JobState = {
  readonly job: number;
  readonly kind: 'export' | 'verify' | 'import' | 'merge' | 'recover';
  readonly title: string;
  /** 0..1, or null when it cannot be told. */
  readonly progress: number | null;
  /** `queued`: it waits for jobs that were started before it. */
  readonly state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled';
  /** What the result is, why it failed, or what it waits for. */
  readonly text: string;
  /** A file or folder to reveal, or ''. */
  readonly path: string;
};
