/**
 * The whole story of a recorder that is killed: an exchange, the app in a program of its own that records it, `kill -9`, the app started
 * again on the same profile, the session verified by the command, replayed to its end, and the books there compared with the truth that
 * the exchange had at the session's last message of each venue.
 */
import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startExchange } from '../../src-exchange/start.ts';
import type { WorldOptions } from '../../src-exchange/world/world.ts';
import type { CrossbookApp } from '../../src-main/app/app.ts';
import type { ReplayApp } from '../../src-main/app/replay-app.ts';
import { openSession, type SessionReader } from '../../src-main/session/session-reader.ts';
import type { VerifyReport } from '../../src-main/session/session-verify.ts';
import type { BookDump } from '../../src-shared/contract/main-engine.ts';
import { listingId } from '../../src-shared/domain/listing.ts';
import { openApp } from './exchange-app.ts';
import { placeOfLast, RecordedMessages } from './recorded-messages.ts';
import type { RecorderOrder, RecorderProgress } from './recorder-program.ts';
import { trueBooksAt, trueMessages } from './true-messages.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const PROGRAM = join(import.meta.dirname, 'recorder-program.ts');
const LOOK_EVERY_MS = 50;
const RECOVERED_WITHIN_MS = 60_000;
const MICROS_PER_MS = 1_000;

export type KilledRecording = {
  /** What the next start said of the session. */
  readonly said: string;
  readonly verify: VerifyReport;
  /** What the recorder last said before it was killed. */
  readonly last: RecorderProgress;
  /** From the last recorded frame's receipt to the kill. */
  readonly missingMs: number;
  /** Books of the replay that were compared with the truth, and those that differ, as sentences. */
  readonly compared: number;
  readonly differences: readonly string[];
};

export type KilledOptions = { readonly seed: number; readonly ratePerSecond: number; readonly seconds: number };

export async function killedRecording({ seed, ratePerSecond, seconds }: KilledOptions): Promise<KilledRecording> {
  const folder = await mkdtemp(join(tmpdir(), 'crossbook-killed-'));
  const world: WorldOptions = { seed, eventsPerSecond: ratePerSecond, lifeSeconds: 3_600, startMs: Date.now() };
  const { lifeSeconds, startMs } = world;
  const exchange = await startExchange({ seed, ratePerSecond, lifeSeconds, startMs, startPaused: true });
  try {
    const { addresses, keys, links } = exchange;
    const order: RecorderOrder = { exchange: { addresses, keys, links }, folder };
    const { last, killedMs } = await recordAndKill(order, () => exchange.resume(), seconds);
    await exchange.pause();
    const { events } = await exchange.stats();
    const again = await openApp(exchange, folder, 0);
    try {
      const said = await recovered(again);
      const { stdout } = await promisify(execFile)(process.execPath, [
        ...[join(ROOT, 'src-main', 'cli.ts'), 'sessions', 'verify', last.path, '--json'],
      ]);
      const session = await openSession(last.path);
      const ends = await endBooks(again, last.session);
      const { lastMicros, ...comparison } = await compare(session, ends, world, events);
      const missingMs = killedMs - lastMicros / MICROS_PER_MS;
      return { said, verify: JSON.parse(stdout) as VerifyReport, last, missingMs, ...comparison };
    } finally {
      await again.stop();
    }
  } finally {
    await exchange.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The exchange begins when the recorder has written its first word. */
async function recordAndKill(
  order: RecorderOrder,
  begin: () => Promise<void>,
  seconds: number,
): Promise<{ readonly last: RecorderProgress; readonly killedMs: number }> {
  const child = fork(PROGRAM, { serialization: 'advanced' });
  const died = once(child, 'exit');
  let last: RecorderProgress | null = null;
  const begun = new Promise<void>((resolve) => {
    child.on('message', (progress) => {
      last = progress as RecorderProgress;
      resolve();
    });
  });
  child.send(order);
  await Promise.race([begun, died.then(() => Promise.reject(new Error('the recorder did not start')))]);
  await begin();
  await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
  child.kill('SIGKILL');
  const killedMs = Date.now();
  await died;
  return { last: last!, killedMs };
}

/** What the app says of the session that it repairs when it starts. */
async function recovered(app: CrossbookApp): Promise<string> {
  const endMs = performance.now() + RECOVERED_WITHIN_MS;
  for (;;) {
    const said = app.events().find(({ code }) => code === 'RECORD_RECOVERED');
    if (said) return said.text;
    if (performance.now() > endMs) throw new Error('the app did not repair the session');
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

async function endBooks(app: CrossbookApp, session: string): Promise<readonly BookDump[]> {
  const replay = (await app.replay(session)) as ReplayApp;
  await replay.playback.step(() => false);
  return replay.dumpBooks();
}

async function compare(
  session: SessionReader,
  ends: readonly BookDump[],
  world: WorldOptions,
  events: number,
): Promise<Pick<KilledRecording, 'compared' | 'differences'> & { readonly lastMicros: number }> {
  const { listings } = await session.catalog();
  const recorded = new RecordedMessages(new Set(listings.map(({ symbols }) => symbols[0]!)));
  let lastMicros = 0;
  for await (const group of session.items()) {
    for (const item of group) {
      if (item.kind !== 'frame') continue;
      if (item.transport === 'stream') recorded.take(item.venue, item.bytes);
      lastMicros = Math.max(lastMicros, item.receivedMicros);
    }
  }
  const told = trueMessages(world, events);
  const books = new Map(ends.map((book) => [book.listing, book]));
  const differences: string[] = [];
  let compared = 0;
  for (const [venue, messages] of told) {
    const place = placeOfLast(recorded.messages.get(venue) ?? [], messages);
    for (const [market, { bids, asks }] of trueBooksAt(world, events, venue, place)) {
      compared++;
      const book = books.get(listingId(venue, market));
      if (book?.phase !== 'synced') differences.push(`${venue} ${market} is ${book?.phase ?? 'missing'}`);
      else if (JSON.stringify([book.bids, book.asks]) !== JSON.stringify([bids, asks])) {
        differences.push(`${venue} ${market} has other levels than the exchange had`);
      }
    }
  }
  return { compared, differences, lastMicros };
}
