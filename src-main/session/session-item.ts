/**
 * What a session holds, in the order in which it happened: frames, events, and now and then all books as they were.
 */
import type { Channel } from '../../src-shared/contract/frame-batch.ts';
import type { BookDump } from '../../src-shared/contract/main-engine.ts';
import type { Transport } from '../../src-shared/domain/book-phase.ts';
import type { VenueId } from '../../src-shared/domain/listing.ts';
import type { SessionEvent } from '../../src-shared/domain/session.ts';

/** A raw frame, untouched. */
export type FrameItem = {
  readonly kind: 'frame';
  readonly venue: VenueId;
  readonly transport: Transport;
  readonly connection: number;
  readonly channel: Channel;
  readonly receivedMicros: number;
  readonly receivedNanos: number;
  readonly bytes: Uint8Array;
};

export type EventItem = {
  readonly kind: 'event';
  readonly atMicros: number;
  /** Of the recording machine's monotonic clock; 0: not known. */
  readonly atNanos: number;
  /** Frames that are missing here because the file is damaged. They count where frames are counted. */
  readonly missing?: number;
  readonly event: SessionEvent;
};

/** All books after exactly `frames` frames of the session: a place to start from. */
export type KeyframeItem = {
  readonly kind: 'keyframe';
  readonly atMicros: number;
  readonly atNanos: number;
  readonly frames: number;
  readonly books: readonly BookDump[];
};

export type SessionItem = FrameItem | EventItem | KeyframeItem;
