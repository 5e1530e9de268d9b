/**
 * Steady state: the app on the built-in exchange at 20,000 messages a second, after a warm-up, for a minute (`--quick`: 10 s).
 *
 * Two figures: the latency from a frame's receipt to its book (p99, by the product's own histograms, emptied when the warm-up
 * ends), and the longest pause of the garbage collector in main's or the engine's thread. The app is composed as
 * `crossbook demo --check` does it: exchange, main and engine in threads of one process, sockets between exchange and main. The
 * figures count only when the exchange made what was asked, nothing was dropped, no gap was seen, and at the end every open book
 * equals the exchange's truth.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BroadcastChannel } from 'node:worker_threads';
import { startExchange } from '../../../src-exchange/start.ts';
import { openDemoApp, verifyBooks } from '../suite/demo-app.ts';
import { answer, caseArguments, mustEqual, pause, until } from '../suite/measure.ts';
import { WATCH_CHANNEL, type WatchOrder, type WatchReport, watchThread } from '../suite/thread-watch.ts';

const ENGINE = new URL('../suite/watched-engine.ts', import.meta.url);
const SEED = 20_261_125;
const RATE = 20_000;
const SETTLE_MS = 20_000;
const REPORT_MS = 1_200;
/** Of what was asked for: the exchange itself may be short of a core. */
const MADE_SHARE_MIN = 0.95;

const { quick } = caseArguments();
const warmSeconds = quick ? 5 : 10;
const seconds = quick ? 10 : 60;

const folder = await mkdtemp(join(tmpdir(), 'crossbook-bench-'));
const exchange = await startExchange({ seed: SEED, ratePerSecond: RATE, startPaused: true });
const app = await openDemoApp({ exchange, folder, engine: ENGINE });
const watch = watchThread('main');
const reports: WatchReport[] = [];
const channel = new BroadcastChannel(WATCH_CHANNEL);
channel.onmessage = (event) => {
  const { data } = event as unknown as { readonly data: WatchReport };
  if (data.kind === 'watched') reports.push(data);
};

try {
  await exchange.resume();
  await pause(warmSeconds * 1_000);
  const before = await exchange.stats();
  tell({ kind: 'start' });
  await pause(seconds * 1_000);
  tell({ kind: 'read' });
  const after = await exchange.stats();
  await until(() => reports.length === 2, SETTLE_MS, 'the reports of main and the engine');
  // The engine's next health is the first that holds all of the time.
  await pause(REPORT_MS);
  const { engine, droppedFrames } = app.health();
  await exchange.pause();
  await verifyBooks(app, exchange, SETTLE_MS);
  mustEqual(droppedFrames, 0, 'dropped frames');
  mustEqual(engine?.gaps, 0, 'gaps');
  mustEqual(engine?.decodeErrors, 0, 'decode errors');
  const made = (after.messages - before.messages) / seconds;
  if (made < RATE * MADE_SHARE_MIN) throw new Error(`the exchange made only ${Math.round(made)} messages a second`);
  const { p50, p99, max } = engine!.latency.receiptToBook;
  const pauseOf = (thread: string): number => reports.find((report) => report.thread === thread)!.pauseMsMax;
  answer({
    'latency.receiveToBookMs.p50': p50!,
    'latency.receiveToBookMs.p99': p99!,
    'latency.receiveToBookMs.max': max!,
    'latency.messagesPerSecond': made,
    'gc.pauseMsMax': Math.max(...reports.map(({ pauseMsMax }) => pauseMsMax)),
    'gc.engine.pauseMsMax': pauseOf('engine'),
    'gc.main.pauseMsMax': pauseOf('main'),
    'gc.pausedShare': reports.reduce((sum, { pauseMsSum }) => sum + pauseMsSum, 0) / (seconds * 1_000),
  });
} finally {
  watch.stop();
  channel.close();
  await app.stop();
  await exchange.close();
  await rm(folder, { recursive: true, force: true });
}
process.exit(0);

function tell(order: WatchOrder): void {
  channel.postMessage(order);
}
