/** Main to the thread that identifies messages, and back: one answer a batch, one entry a frame, in order. */
import type { MessageIdentity } from '../venues/venue.ts';

export type MergeBatch = {
  /** A frame batch; its connections are observers: one connection of one recording each. */
  readonly batch: Uint8Array<ArrayBuffer>;
  /** Observers that were not named before. */
  readonly observers: readonly { readonly observer: number; readonly venue: string }[];
  /** Frames, by their place in the batch, before which their connection was opened again. */
  readonly restarts: readonly number[];
};

export type FrameIdentities = {
  /** By the venue's numbers: `gap` when something was missed before this frame or it came late, `repeat` when it came before. */
  readonly verdict: 'next' | 'repeat' | 'gap';
  /** Offsets are from the frame's start. Empty when the frame could not be read. */
  readonly messages: readonly MessageIdentity[];
};
