/** A session as a replay reads it: its thread reads ahead, main takes groups of items in their order. */
import type { Link } from '../../src-shared/domain/link.ts';
import type { Listing } from '../../src-shared/domain/listing.ts';
import type { TimelineSlice } from '../../src-shared/domain/session.ts';
import { CallThread } from '../base/thread-calls.ts';
import type { SessionItem } from '../session/session-item.ts';
import type { ReplayCalls, ReplayGroup } from './replay-calls.ts';
import { unpackGroup } from './replay-groups.ts';
import type { ReplaySource } from './replay-player.ts';

/** Groups requested and not yet taken: enough that the player seldom waits, some MiB at most. */
const GROUPS_AHEAD = 4;

export type ReplaySession = {
  readonly id: string;
  readonly name: string;
  readonly listings: readonly Listing[];
  readonly links: readonly Link[];
  readonly source: ReplaySource;
  timeline(slices: number): Promise<readonly TimelineSlice[]>;
  /** It is not replayed any longer. */
  close(): Promise<void>;
};

/** Opens the session at a path. Rejects with a sentence. `entry`: the thread's file, where a bundler moved it. */
export async function openReplaySession(
  path: string,
  entry = new URL('./replay-thread.ts', import.meta.url),
): Promise<Omit<ReplaySession, 'id'>> {
  const thread = new CallThread<ReplayCalls>({ entry, name: 'replay', what: 'The thread that reads the session' });
  try {
    const { name, listings, links, startMicros, endMicros, messages } = await thread.call('open', { path });
    return {
      name,
      listings,
      links,
      source: {
        startMicros,
        endMicros,
        messages,
        items: (frame, signal) => items(thread, frame, signal),
        firstKeyframe: () => thread.call('firstKeyframe', null),
        keyframeBefore: (micros) => thread.call('keyframeBefore', { micros }),
        eventsBefore: (frame) => thread.call('eventsBefore', { frame }),
      },
      timeline: (slices) => thread.call('timeline', { slices }),
      close: () => thread.stop(),
    };
  } catch (error) {
    await thread.stop();
    throw error;
  }
}

let lastReading = 0;

async function* items(
  thread: CallThread<ReplayCalls>,
  frame: number,
  signal: AbortSignal,
): AsyncGenerator<readonly SessionItem[]> {
  const reading = ++lastReading;
  await thread.call('begin', { reading, frame });
  const ahead: Promise<ReplayGroup | null>[] = [];
  for (;;) {
    while (ahead.length < GROUPS_AHEAD) {
      const next = thread.call('next', { reading });
      // What is read ahead may never be taken.
      next.catch(() => {});
      ahead.push(next);
    }
    const group = await ahead.shift();
    if (!group || signal.aborted) return;
    yield unpackGroup(group);
  }
}
