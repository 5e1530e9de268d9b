/** What stands in a session for a chunk that cannot be read: how many frames of each connection are missing. */

import type { PlacedChunk } from './session-index.ts';
import type { SessionItem } from './session-item.ts';

export function holeOf({ part, counts, startMicros, framesBefore, frames }: PlacedChunk): readonly SessionItem[] {
  const items: SessionItem[] = [];
  for (const [id, missing] of counts) {
    const source = part.channels.get(id);
    if (source?.carries !== 'frames') continue;
    const { venue, connection } = source;
    const text = `${missing} ${missing === 1 ? 'frame is' : 'frames are'} missing here: the file is damaged.`;
    items.push({
      kind: 'event',
      atMicros: startMicros,
      atNanos: 0,
      missing,
      event: { kind: 'dropped', venue, connection, listings: [], text },
    });
  }
  if (items.length === 0 || frames === 0) {
    const text = `Part of the session cannot be read here, behind ${framesBefore} messages: the file is damaged.`;
    items.push({
      kind: 'event',
      atMicros: startMicros,
      atNanos: 0,
      event: { kind: 'note', venue: '', connection: null, listings: [], text },
    });
  }
  return items;
}
