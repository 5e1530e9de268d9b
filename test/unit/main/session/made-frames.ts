/** Frames made from a seed: the same number gives the same frame, so a reader can tell which are missing. */

import type { SessionWriter } from '../../../../src-main/session/session-writer.ts';
import type { Channel } from '../../../../src-shared/contract/frame-batch.ts';

const START_MICROS = 1_763_674_764_000_000;

export type MadeFrame = {
  readonly connection: number;
  readonly channel: Channel;
  readonly micros: number;
  readonly nanos: number;
  readonly bytes: Uint8Array;
};

/** The n-th frame: text, every tenth binary. */
export function madeFrame(n: number): MadeFrame {
  const isBinary = n % 10 === 9;
  const text = `{"n":${n},"price":"0.${(n * 7919) % 1000}","pad":"${'x'.repeat((n * 31) % 400)}"}`;
  return {
    connection: 1 + (n % 3),
    channel: isBinary ? 1 : 0,
    micros: START_MICROS + n * 200 + 0.25,
    nanos: 5_000_000_000 + n * 200_123,
    bytes: isBinary ? Uint8Array.from({ length: 64 }, (_, i) => (n + i) & 0xff) : new TextEncoder().encode(text),
  };
}

/** Names the connections that made frames come from. */
export function nameConnections(writer: Pick<SessionWriter, 'connection'>): void {
  writer.connection(1, 'one', 'stream');
  writer.connection(2, 'two', 'stream');
  writer.connection(3, 'two', 'poll');
}

export function giveFrames(writer: SessionWriter, from: number, to: number): void {
  for (let n = from; n < to; n++) {
    const { connection, channel, micros, nanos, bytes } = madeFrame(n);
    writer.frame(connection, channel, micros, nanos, bytes);
  }
}
