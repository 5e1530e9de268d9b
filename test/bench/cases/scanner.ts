/**
 * Scanner: 5,000 links, 20,000 changes of their touches a second, in one shard on one thread, watched by one window.
 *
 * Frames are due at even times, made before they are needed, and given to the shard when they are due or as soon as it can: a frame that waits
 * because the one before took long counts as late. `lagMs` is from when a frame was due until the spreads it concerns are worked
 * out; `windowLagMs` until the link's row has left for the window, which paces it (two frame intervals) and is written as JSON here,
 * as the Node host does; `openLagMs` from when a link began or ceased to earn until
 * the window is told. The figures count only when every book is synced and every spread is what a new board makes of the books.
 */
import { CHANNEL } from '../../../src-shared/contract/frame-batch.ts';
import type { EngineToWindow } from '../../../src-shared/contract/window-engine.ts';
import { FRAME_INTERVAL_DEFAULT_MS, FRAME_INTERVAL_MIN_MS } from '../../../src-shared/domain/limits.ts';
import { VENUES } from '../../../src-shared/venues/index.ts';
import { FrameWindow } from '../../../src-worker/decode/frame-window.ts';
import { SpreadBoard } from '../../../src-worker/derive/spread-board.ts';
import { Shard } from '../../../src-worker/shard/shard.ts';
import { LinkedPair, PAIR_VENUES } from '../frames/linked-pair.ts';
import { seededRandom } from '../frames/random.ts';
import { answer, caseArguments, mustEqual, sink } from '../suite/measure.ts';

const SEED = 20_261_121;
const LINKS = 5_000;
const RATE = 20_000;
const CHUNK = 1_000;
const WARM_SECONDS = 3;

const { quick, variant } = caseArguments();
/** `own-time` lives by this thread's processor time: what others do on the machine makes nothing late. */
const baseMs = variant === 'own-time' ? cpuMs : (): number => performance.now();
const name = variant === 'own-time' ? 'scanner.ownTime' : 'scanner';
const seconds = quick ? 5 : 30;
const random = seededRandom(SEED);
const encoder = new TextEncoder();
const frame = new FrameWindow();
const pairs = Array.from({ length: LINKS }, (_, number) => new LinkedPair(number, random));
const placeOf = new Map(pairs.map(({ link }, place) => [link.id, place]));
const shard = new Shard(VENUES, 0, {
  control: () => complain('control'),
  lifecycle: () => complain('lifecycle'),
  resync: (_connection, listing, reason) => complain(`resync of ${listing} (${reason})`),
  lost: (_connection, reason) => complain(`lost (${reason})`),
  lag: () => complain('lag'),
  takenOver: (connection) => complain(`a handover to ${connection}`),
  alert: () => complain('alert'),
  replace: (_connection, reason) => complain(`replace (${reason})`),
  log: (_level, code, _book, text) => complain(`${code} ${text}`),
});
open();

/** Time that was spent on making frames: the clock of everything below stands still meanwhile. */
let pausedMs = 0;
const clockMs = (): number => baseMs() - pausedMs;
function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}
/** When the first change of a link that its window has not heard of was due; 0: none. */
const unsentMs = new Float64Array(LINKS);
/** Whether the window knows the link as earning, and since when it is wrong about that; 0: it is not. */
const knownOpen = new Uint8Array(LINKS);
const wrongMs = new Float64Array(LINKS);
const lags: number[] = [];
const windowLags: number[] = [];
const openLags: number[] = [];
const acknowledged: (() => void)[] = [];
watch();

run(WARM_SECONDS);

lags.length = 0;
windowLags.length = 0;
openLags.length = 0;
const busyMs = run(seconds);
verify();
const opportunities = [...shard.spreads.all()].filter(({ best }) => best !== null && best.spread.sizeMicros > 0).length;
if (opportunities < LINKS / 50) throw new Error(`only ${opportunities} links earn: the walk was not measured`);
answer({
  [`${name}.lagMsP50`]: percentile(lags, 0.5),
  [`${name}.lagMsP99`]: percentile(lags, 0.99),
  [`${name}.lagMsMax`]: percentile(lags, 1),
  [`${name}.windowLagMsP99`]: percentile(windowLags, 0.99),
  [`${name}.openLagMsP99`]: percentile(openLags, 0.99),
  [`${name}.busyShare`]: busyMs / (seconds * 1_000),
  [`${name}.cpuMicrosPerChange`]: (busyMs * 1_000) / (seconds * RATE),
});

function open(): void {
  const nowMs = Date.now();
  PAIR_VENUES.forEach((venue, of) => {
    const instruments = pairs.map((pair) => pair.instruments[of]!);
    shard.setInstruments(instruments, []);
    shard.setConnection(of, venue, 'opened', 'none', nowMs);
    const ids = instruments.map(({ id }) => id);
    shard.subscribe(of, { transport: 'stream', isOpen: true, reason: 'none' }, ids, nowMs);
    for (const pair of pairs) give(of, encoder.encode(pair.snapshot(of as 0 | 1, nowMs)));
  });
  shard.changeLinks({ removed: [], changed: pairs.map(({ link }) => link) });
}

function watch(): void {
  const post = (message: EngineToWindow | Uint8Array) => {
    if (message instanceof Uint8Array || message.kind !== 'spreads') return complain('a message nobody asked for');
    sink.value += JSON.stringify(message).length;
    const nowMs = clockMs();
    for (const { link, openSinceMs } of message.rows) {
      const place = placeOf.get(link)!;
      if (unsentMs[place]! > 0) windowLags.push(nowMs - unsentMs[place]!);
      unsentMs[place] = 0;
      if (wrongMs[place]! > 0) openLags.push(nowMs - wrongMs[place]!);
      wrongMs[place] = 0;
      knownOpen[place] = openSinceMs > 0 ? 1 : 0;
    }
    acknowledged.push(() =>
      shard.windows.take(1, { kind: 'ack', watch: message.watch, frame: message.frame, delayMicros: 1 }),
    );
  };
  shard.windows.open(1, post);
  shard.windows.take(1, { kind: 'watch', watch: 1, of: { what: 'spreads', link: null } });
}

/** Gives so many seconds of frames; returns the processor time that the shard and the window's rows took. */
function run(forSeconds: number): number {
  const total = forSeconds * RATE;
  let busy = 0;
  const startMs = clockMs();
  let publishedMs = 0;
  for (let at = 0; at < total; at += CHUNK) {
    const made = makeChunk();
    for (let i = 0; i < CHUNK; i++) {
      const dueMs = startMs + ((at + i) * 1_000) / RATE;
      while (clockMs() < dueMs) sink.value++;
      const fromMs = cpuMs();
      give(made.of[i]!, made.bytes[i]!);
      const doneMs = clockMs();
      lags.push(doneMs - dueMs);
      const place = made.place[i]!;
      if (unsentMs[place] === 0) unsentMs[place] = dueMs;
      if (isOpen(place) === knownOpen[place]) wrongMs[place] = 0;
      else if (wrongMs[place] === 0) wrongMs[place] = dueMs;
      if (doneMs - publishedMs >= FRAME_INTERVAL_MIN_MS) {
        publishedMs = doneMs;
        shard.publish(doneMs, FRAME_INTERVAL_DEFAULT_MS, Date.now() * 1_000);
        for (const acknowledge of acknowledged.splice(0)) acknowledge();
      }
      busy += cpuMs() - fromMs;
    }
  }
  return busy;
}

/** 1: the link earns. */
function isOpen(place: number): number {
  return (shard.spreads.get(pairs[place]!.link.id)?.best?.openSinceMs ?? 0) > 0 ? 1 : 0;
}

function makeChunk(): { readonly of: number[]; readonly place: number[]; readonly bytes: Uint8Array[] } {
  const fromMs = baseMs();
  const chunk = { of: [] as number[], place: [] as number[], bytes: [] as Uint8Array[] };
  const nowMs = Date.now();
  for (let i = 0; i < CHUNK; i++) {
    const place = Math.floor(random() * LINKS);
    const of = random() < 0.5 ? 0 : 1;
    chunk.of.push(of);
    chunk.place.push(place);
    chunk.bytes.push(encoder.encode(pairs[place]!.next(of, nowMs)));
  }
  pausedMs += baseMs() - fromMs;
  return chunk;
}

function give(connection: number, bytes: Uint8Array): void {
  const nowMicros = Date.now() * 1_000;
  shard.onFrame(connection, CHANNEL.text, false, nowMicros, performance.now() * 1e6, frame.hold(bytes));
}

function verify(): void {
  const { health, decodeErrors } = shard.report(Date.now());
  mustEqual(decodeErrors, 0, 'decode errors');
  mustEqual(health.synced, 2 * LINKS, 'synced books');
  const all = new Map(pairs.flatMap(({ instruments }) => instruments.map((one) => [one.id, one] as const)));
  const fresh = new SpreadBoard((listing) => {
    const instrument = all.get(listing);
    const entry = shard.books.entry(listing);
    return entry && instrument ? { entry, instrument } : undefined;
  });
  fresh.setLinks(pairs.map(({ link }) => link));
  fresh.settle(0);
  for (const { link, ways } of fresh.all()) {
    const kept = shard.spreads.get(link.id)!.ways;
    const text = (list: typeof ways): string => JSON.stringify(list.map(({ spread }) => spread));
    mustEqual(text(kept), text(ways), `the spreads of ${link.id}`);
  }
}

function percentile(values: readonly number[], part: number): number {
  const ascending = Float64Array.from(values).sort();
  return ascending[Math.min(ascending.length - 1, Math.floor(ascending.length * part))] ?? Number.NaN;
}

function complain(what: string): never {
  throw new Error(`the shard asks for something: ${what}`);
}
