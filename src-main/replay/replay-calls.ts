/**
 * What a replay asks of the thread that reads its session.
 *
 * Frames cross in batches, in their order, with the events between them; a group is at most a thousand items, so that main makes items of it
 * in less than a millisecond.
 */
import type { Transport } from '../../src-shared/domain/book-phase.ts';
import type { Link } from '../../src-shared/domain/link.ts';
import type { Listing, VenueId } from '../../src-shared/domain/listing.ts';
import type { TimelineSlice } from '../../src-shared/domain/session.ts';
import type { EventItem, KeyframeItem } from '../session/session-item.ts';

/** Where the frames of a batch come from: connection, venue, transport. */
export type FrameSource = readonly [connection: number, venue: VenueId, transport: Transport];

export type FrameSegment = {
  readonly kind: 'frames';
  readonly batch: Uint8Array<ArrayBuffer>;
  readonly sources: readonly FrameSource[];
};

export type ReplayGroup = readonly (FrameSegment | EventItem)[];

export type OpenedReplay = {
  /** What the user called the session, or ''. */
  readonly name: string;
  readonly startMicros: number;
  readonly endMicros: number;
  readonly messages: number;
  readonly listings: readonly Listing[];
  readonly links: readonly Link[];
};

type Call<Ask, Answer> = { readonly ask: Ask; readonly answer: Answer };
type Reading = { readonly reading: number };

export type ReplayCalls = {
  /** Comes first, and once. */
  readonly open: Call<{ readonly path: string }, OpenedReplay>;
  readonly firstKeyframe: Call<null, KeyframeItem | null>;
  readonly keyframeBefore: Call<{ readonly micros: number }, KeyframeItem | null>;
  /** The shortest events from which the connections are what all events before exactly `frame` frames make of them. */
  readonly eventsBefore: Call<{ readonly frame: number }, readonly EventItem[]>;
  readonly timeline: Call<{ readonly slices: number }, readonly TimelineSlice[]>;
  /** Begins to read behind exactly `frame` frames; a reading before it ends. */
  readonly begin: Call<Reading & { readonly frame: number }, null>;
  /** The reading's next group; null at its end. */
  readonly next: Call<Reading, ReplayGroup | null>;
};
