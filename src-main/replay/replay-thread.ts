/** Entry of the thread that reads a session for its replay: decompressing and parsing must not keep main from its sockets. */
import { SubscriptionTable } from '../../src-shared/domain/subscription-table.ts';
import { serveCalls } from '../base/thread-calls.ts';
import type { KeyframeItem } from '../session/session-item.ts';
import { openSession, type SessionReader } from '../session/session-reader.ts';
import { sessionDescription } from '../session/sessions-store.ts';
import type { ReplayCalls, ReplayGroup } from './replay-calls.ts';
import { eventsOf, takeEvent } from './replay-connections.ts';
import { buffersOf, packGroups } from './replay-groups.ts';

/** The first keyframe is requested when recording starts, and takes as long as the engine's answer. */
const FIRST_KEYFRAME_WITHIN_MICROS = 10_000_000;

let opened: SessionReader | null = null;
let reading: { readonly number: number; readonly groups: AsyncGenerator<ReplayGroup>; readonly stop: AbortController };

function session(): SessionReader {
  if (!opened) throw new Error('No session is open');
  return opened;
}

serveCalls<ReplayCalls>(
  {
    async open({ path }) {
      opened = await openSession(path);
      const { startMicros, endMicros, messages } = opened.summary;
      const { name } = await sessionDescription(path);
      return { name, startMicros, endMicros, messages, ...(await opened.catalog()) };
    },
    firstKeyframe: () => firstKeyframe(session()),
    keyframeBefore: ({ micros }) => session().keyframeBefore(micros),
    async eventsBefore({ frame }) {
      const events = await session().eventsBefore(frame);
      const table = new SubscriptionTable();
      for (const { event } of events) takeEvent(table, event);
      const { atMicros, atNanos } = events.at(-1) ?? { atMicros: 0, atNanos: 0 };
      return eventsOf(table).map((event) => ({ kind: 'event', atMicros, atNanos, event }));
    },
    timeline: ({ slices }) => session().timeline(slices),
    async begin({ reading: number, frame }) {
      reading?.stop.abort();
      // One that is left half-way keeps its file open until it is ended.
      void reading?.groups.return(undefined);
      const stop = new AbortController();
      reading = { number, stop, groups: packGroups(session().items({ fromFrame: frame, signal: stop.signal })) };
      return null;
    },
    async next({ reading: number }) {
      if (reading.number !== number) return null;
      const { done, value } = await reading.groups.next();
      return done ? null : value;
    },
  },
  (answer) => (Array.isArray(answer) ? buffersOf(answer as ReplayGroup) : []),
);

/** It stands near the start; a recording that has none there was not begun by Crossbook. */
async function firstKeyframe(reader: SessionReader): Promise<KeyframeItem | null> {
  const latestMicros = reader.summary.startMicros + FIRST_KEYFRAME_WITHIN_MICROS;
  for await (const items of reader.items()) {
    for (const item of items) {
      if (item.kind === 'keyframe') return item;
      if (item.kind === 'event' && item.atMicros > latestMicros) return null;
      if (item.kind === 'frame' && item.receivedMicros > latestMicros) return null;
    }
  }
  return null;
}
