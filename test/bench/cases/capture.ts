/**
 * Recording: what a message costs, what share of the engine's work that is, and how large the file becomes.
 *
 * `write`: ready-made frames go through the tap into the journal's thread as fast as it takes them; the whole process's CPU time a
 * message, both threads, disk and all. `app`: the app on the built-in exchange at 5,000 messages a second, recording for half a minute
 * (`--quick`: 10 s). The share is the journal's thread's CPU over the engine's; the size is the session against `zstd -3` of its frames
 * with their receive time, a line each (`<ns> <json>`), and against the frames alone. The longest turns of main's event loop are
 * told with and without recording. Figures count only when nothing was dropped or lost and the books are the exchange's.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { BroadcastChannel } from 'node:worker_threads';
import { constants, zstdCompressSync } from 'node:zlib';
import { startExchange } from '../../../src-exchange/start.ts';
import { Recorder } from '../../../src-main/recording/recorder.ts';
import { openSession } from '../../../src-main/session/session-reader.ts';
import { SubscriptionTable } from '../../../src-shared/domain/subscription-table.ts';
import { framesOf, MadeFrames } from '../frames/made-session.ts';
import { openDemoApp, verifyBooks } from '../suite/demo-app.ts';
import { answer, caseArguments, mustEqual, pause, until } from '../suite/measure.ts';
import { WATCH_CHANNEL, type WatchOrder, type WatchReport, watchThread } from '../suite/thread-watch.ts';

const ENGINE = new URL('../suite/watched-engine.ts', import.meta.url);
const JOURNAL = new URL('../suite/watched-journal.ts', import.meta.url);
const SEED = 20_261_126;
const RATE = 5_000;
const SETTLE_MS = 20_000;
/** Ready-made frames: more than a chunk holds, so that none is compressed against itself. */
const MADE_FRAMES = 60_000;
const WARM_FRAMES = 100_000;
/** Half of what may be on its way: nothing is dropped. */
const AHEAD_FRAMES_MAX = 20_000;
const TURN_FRAMES = 500;
const ZSTD_LEVEL = 3;
const MADE_SHARE_MIN = 0.95;
const NANOS_PER_MICRO = 1_000n;
const NANOS_PER_MS = 1e6;

const { variant, quick } = caseArguments();
const folder = await mkdtemp(join(tmpdir(), 'crossbook-bench-'));
try {
  if (variant === 'write') await measureWrite();
  else if (variant === 'app') await measureApp();
  else throw new Error(`unknown variant ${variant}`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
process.exit(0);

async function measureWrite(): Promise<void> {
  const made = new MadeFrames(SEED, RATE);
  const next = framesOf(made, MADE_FRAMES);
  const connections = new SubscriptionTable();
  connections.change(1, made.markets[0]!.instrument.venue, 'stream', 'opened', 'none');
  connections.change(2, made.markets[1]!.instrument.venue, 'stream', 'opened', 'none');
  const recorder = new Recorder({
    folder,
    app: 'crossbook bench',
    partBytesMax: 512 << 20,
    partMs: 3_600_000,
    keyframeMs: 3_600_000,
    settingsText: '{}',
    connections,
    source: { listings: () => [], links: () => [], dumpBooks: async () => [] },
    log: () => {},
    onState: () => {},
  });
  await recorder.start([]);
  const capture = recorder.capture!;
  let given = 0;
  const give = async (count: number): Promise<void> => {
    for (const end = given + count; given < end; ) {
      for (let i = 0; i < TURN_FRAMES; i++, given++) {
        const { connection, micros, nanos, bytes } = next();
        capture.frame(connection, 0, micros, nanos, bytes);
      }
      do await new Promise((resolve) => setImmediate(resolve));
      while (capture.inFlight > AHEAD_FRAMES_MAX);
    }
  };
  await give(WARM_FRAMES);
  const count = quick ? 300_000 : 1_000_000;
  const before = process.cpuUsage();
  await give(count);
  const tapped = process.threadCpuUsage();
  const ended = await recorder.stop()!;
  const { user, system } = process.cpuUsage(before);
  mustEqual(ended.why, 'asked', `the recording's end (${ended.text})`);
  mustEqual(ended.lost, 0, 'lost frames');
  mustEqual(ended.messages, WARM_FRAMES + count, 'recorded frames');
  answer({
    'capture.nsPerMessage': ((user + system) * 1_000) / count,
    'capture.write.bytesPerMessage': ended.bytes / ended.messages,
    'capture.write.mainCpuMs': (tapped.user + tapped.system) / 1_000,
  });
}

async function measureApp(): Promise<void> {
  const seconds = quick ? 10 : 30;
  const exchange = await startExchange({ seed: SEED, ratePerSecond: RATE, startPaused: true });
  const app = await openDemoApp({ exchange, folder, engine: ENGINE, journal: JOURNAL });
  const watch = watchThread('main');
  const channel = new BroadcastChannel(WATCH_CHANNEL);
  let reports: WatchReport[] = [];
  channel.onmessage = (event) => {
    const { data } = event as unknown as { readonly data: WatchReport };
    if (data.kind === 'watched') reports.push(data);
  };
  const tell = (order: WatchOrder): void => channel.postMessage(order);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const watched = async (threads: number): Promise<ReadonlyMap<string, number>> => {
    reports = [];
    delay.reset();
    tell({ kind: 'start' });
    await pause(seconds * 1_000);
    tell({ kind: 'read' });
    await until(() => reports.length === threads, SETTLE_MS, `the reports of ${threads} threads`);
    return new Map(reports.map(({ thread, cpuMs }) => [thread, cpuMs]));
  };
  try {
    await exchange.resume();
    await pause(5_000);
    delay.enable();
    const without = await watched(2);
    const delayWithout = [delay.percentile(99) / NANOS_PER_MS, delay.max / NANOS_PER_MS];
    const { ended } = await app.recording.start([]);
    await pause(2_000);
    const before = await exchange.stats();
    const recording = await watched(3);
    const delayWith = [delay.percentile(99) / NANOS_PER_MS, delay.max / NANOS_PER_MS];
    const after = await exchange.stats();
    void app.recording.stop();
    const end = await ended;
    await exchange.pause();
    await verifyBooks(app, exchange, SETTLE_MS);
    mustEqual(app.health().droppedFrames, 0, 'dropped frames');
    mustEqual(end.lost, 0, 'frames lost by the recording');
    const made = (after.messages - before.messages) / seconds;
    if (made < RATE * MADE_SHARE_MIN) throw new Error(`the exchange made only ${Math.round(made)} messages a second`);
    const cpu = (of: ReadonlyMap<string, number>, thread: string): number => of.get(thread)!;
    const messages = end.messages;
    answer({
      'capture.cpuShare': cpu(recording, 'journal') / cpu(recording, 'engine'),
      'capture.app.engineNs': (cpu(recording, 'engine') * NANOS_PER_MS) / (made * seconds),
      'capture.app.journalNs': (cpu(recording, 'journal') * NANOS_PER_MS) / (made * seconds),
      'capture.app.mainNs': (cpu(recording, 'main') * NANOS_PER_MS) / (made * seconds),
      'capture.app.mainNsWithout': (cpu(without, 'main') * NANOS_PER_MS) / (made * seconds),
      'capture.app.engineNsWithout': (cpu(without, 'engine') * NANOS_PER_MS) / (made * seconds),
      'capture.app.mainDelayMs.p99': delayWith[0]!,
      'capture.app.mainDelayMs.max': delayWith[1]!,
      'capture.app.mainDelayMs.p99Without': delayWithout[0]!,
      'capture.app.mainDelayMs.maxWithout': delayWithout[1]!,
      'capture.app.bytesPerMessage': end.bytes / messages,
      ...(await sizes(end.path, end.bytes)),
    });
  } finally {
    watch.stop();
    channel.close();
    await app.stop();
    await exchange.close();
  }
}

async function sizes(path: string, bytes: number): Promise<Record<string, number>> {
  const timed: Uint8Array[] = [];
  const bare: Uint8Array[] = [];
  const end = Buffer.from('\n');
  for await (const group of (await openSession(path)).items()) {
    for (const item of group) {
      if (item.kind !== 'frame') continue;
      const nanos = BigInt(Math.round(item.receivedMicros)) * NANOS_PER_MICRO;
      timed.push(Buffer.from(`${nanos} `), item.bytes, end);
      bare.push(item.bytes, end);
    }
  }
  const packed = (lines: readonly Uint8Array[]): number =>
    zstdCompressSync(Buffer.concat(lines), { params: { [constants.ZSTD_c_compressionLevel]: ZSTD_LEVEL } }).length;
  return {
    'capture.bytesVsZstd3': bytes / packed(timed),
    'capture.bytesVsZstd3OfFramesAlone': bytes / packed(bare),
  };
}
