/**
 * Entry of a shard's thread: batches of frames and messages come from the engine, in order; everything the shard says goes back.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { CHANNEL_ECHO, FrameBatchReader } from '../src-shared/contract/frame-batch.ts';
import { ENGINE_HEARTBEAT_MS, FRAME_INTERVAL_MIN_MS } from '../src-shared/domain/limits.ts';
import { FrameWindow } from './decode/frame-window.ts';
import { VENUES } from './registry.ts';
import type { FromShard, ToShard } from './shard/shard-message.ts';
import { ShardRunner } from './shard/shard-runner.ts';
import { keepTime } from './shard/shard-time.ts';
import type { ShardThreadData } from './shard/thread-shard.ts';

const port = parentPort;
if (!port) throw new Error('a shard runs in a thread of the engine');

const say = (message: FromShard): void => {
  const frame = message.kind === 'to-window' && message.data instanceof Uint8Array ? message.data : null;
  port.postMessage(message, frame ? [frame.buffer] : []);
};
const runner = new ShardRunner(VENUES, (workerData as ShardThreadData).shard, say);
const reader = new FrameBatchReader();
const frame = new FrameWindow();

function takeBatch(batch: Uint8Array): void {
  reader.open(batch);
  frame.open(batch);
  let taken = 0;
  while (reader.next()) {
    frame.move(reader.start, reader.end);
    if ((reader.channel & CHANNEL_ECHO) === 0) taken++;
    runner.frame(reader, frame);
  }
  if (taken > 0) say({ kind: 'taken', frames: taken });
}

port.on('message', (message: ToShard | Uint8Array) => {
  if (message instanceof Uint8Array) takeBatch(message);
  else runner.take(message);
});
keepTime(runner, FRAME_INTERVAL_MIN_MS, ENGINE_HEARTBEAT_MS);
