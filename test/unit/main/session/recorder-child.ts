/** A program that records made frames until it is killed, and says after each how many it has given. Run by recovery.test.ts. */

import { Recorder } from '../../../../src-main/recording/recorder.ts';
import { SubscriptionTable } from '../../../../src-shared/domain/subscription-table.ts';
import { madeFrame } from './made-frames.ts';

const connections = new SubscriptionTable();
connections.change(1, 'one', 'stream', 'opened', 'none');
connections.change(2, 'two', 'stream', 'opened', 'none');
connections.change(3, 'two', 'poll', 'opened', 'none');

const recorder = new Recorder({
  folder: process.argv[2]!,
  app: 'crossbook test',
  partBytesMax: 200_000,
  partMs: 3_600_000,
  keyframeMs: 1_000,
  settingsText: '{}',
  connections,
  source: { listings: () => [], links: () => [], dumpBooks: async () => [] },
  log: () => {},
  onState: (state) =>
    process.stdout.write(`${JSON.stringify({ given, atMs: Date.now(), written: state?.messages })}\n`),
});

let given = 0;
await recorder.start([]);
setInterval(() => {
  for (let i = 0; i < 50; i++) {
    const { connection, channel, micros, nanos, bytes } = madeFrame(given++);
    recorder.capture?.frame(connection, channel, micros, nanos, bytes);
  }
}, 10);
