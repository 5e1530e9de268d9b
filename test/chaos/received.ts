/**
 * Counts what the socket library hands to the app while it records: the journal is judged by this, not by the app's own counters.
 * A frame of a socket that the app is closing is nobody's any more.
 */
import WebSocket from 'ws';
import { openSession } from '../../src-main/session/session-reader.ts';
import { CHANNEL } from '../../src-shared/contract/frame-batch.ts';

export type FrameCount = { frames: number; bytes: number };

type Emit = (this: WebSocket, type: string | symbol, ...args: unknown[]) => boolean;

/** Counts while `isCounting` says so, until the returned function is called. */
export function countReceived(isCounting: () => boolean): { readonly count: FrameCount; readonly end: () => void } {
  const count: FrameCount = { frames: 0, bytes: 0 };
  const prototype = WebSocket.prototype as unknown as { emit: Emit };
  const { emit } = prototype;
  prototype.emit = function (type, ...args) {
    if (type === 'message' && this.readyState === WebSocket.OPEN && isCounting()) {
      count.frames++;
      count.bytes += (args[0] as Uint8Array).length;
    }
    return emit.call(this, type, ...args);
  };
  return {
    count,
    end: () => {
      prototype.emit = emit;
    },
  };
}

/** The frames of a session that came over sockets, read back from its files. */
export async function countRecorded(path: string): Promise<FrameCount> {
  const count: FrameCount = { frames: 0, bytes: 0 };
  const session = await openSession(path);
  for await (const items of session.items()) {
    for (const item of items) {
      if (item.kind !== 'frame' || item.channel === CHANNEL.poll) continue;
      count.frames++;
      count.bytes += item.bytes.length;
    }
  }
  return count;
}
