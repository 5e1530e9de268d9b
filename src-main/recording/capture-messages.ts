/** The messages between main and the journal's thread. Batches of frames and everything between them travel in one order. */
import type { Transport } from '../../src-shared/domain/book-phase.ts';
import type { Link } from '../../src-shared/domain/link.ts';
import type { Listing, VenueId } from '../../src-shared/domain/listing.ts';
import type { SessionEvent } from '../../src-shared/domain/session.ts';
import type { DiskLimits } from '../base/disk-space.ts';
import type { Moment } from '../session/session-writer.ts';
import type { Tally } from '../session/trade-tally.ts';

/** What the thread is started with. */
export type JournalOrder = {
  readonly folder: string;
  readonly id: string;
  readonly app: string;
  readonly startMicros: number;
  readonly partBytesMax: number;
  readonly partMs: number;
  readonly messageIndex: boolean;
  readonly disk: DiskLimits;
};

export type ToJournal =
  /** A frame batch, as the engine gets them. */
  | { readonly kind: 'frames'; readonly batch: Uint8Array<ArrayBuffer> }
  | {
      readonly kind: 'connection';
      readonly connection: number;
      readonly venue: VenueId;
      readonly transport: Transport;
    }
  | { readonly kind: 'event'; readonly at: Moment; readonly event: SessionEvent }
  /** Some of a keyframe's books: the JSON of a list of them without its brackets. One message a slice, for main must not be held up. */
  | { readonly kind: 'keyframe-slice'; readonly keyframe: number; readonly text: string }
  /** A keyframe is complete, of exactly so many frames; `frames` null: it never will be. */
  | { readonly kind: 'keyframe'; readonly keyframe: number; readonly at: Moment; readonly frames: number | null }
  | { readonly kind: 'tally'; readonly at: Moment; readonly tally: Tally }
  | {
      readonly kind: 'catalog';
      readonly at: Moment;
      readonly listings: readonly Listing[];
      readonly links: readonly Link[];
    }
  | { readonly kind: 'stop' };

/** How far the thread has come; once a second and at the end. */
export type JournalProgress = {
  /** Frames that are on the disk. */
  readonly frames: number;
  readonly bytes: number;
  readonly parts: number;
  readonly diskUsed: number | null;
};

export type FromJournal =
  /** Frames and bytes of a batch written into the present chunk: they are in flight no more. Its buffer comes back. */
  | { readonly kind: 'taken'; readonly frames: number; readonly buffer: ArrayBuffer }
  | { readonly kind: 'progress'; readonly progress: JournalProgress }
  /** The last message. `why` other than `asked`: it had to stop, and `text` is the reason, a sentence. */
  | {
      readonly kind: 'ended';
      readonly why: 'asked' | 'disk-full' | 'write-error';
      readonly text: string;
      /** False: the last part has no summary yet and is repaired at the next start. */
      readonly isWhole: boolean;
      readonly progress: JournalProgress;
    };
