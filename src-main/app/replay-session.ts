/** A session as it is handed to the app that replays it. */
import type { Link } from '../../src-shared/domain/link.ts';
import type { Listing } from '../../src-shared/domain/listing.ts';
import type { TimelineSlice } from '../../src-shared/domain/session.ts';
import type { ReplaySource } from '../replay/replay-player.ts';

export type ReplaySession = {
  readonly id: string;
  readonly name: string;
  readonly listings: readonly Listing[];
  readonly links: readonly Link[];
  readonly source: ReplaySource;
  timeline(slices: number): Promise<readonly TimelineSlice[]>;
};
