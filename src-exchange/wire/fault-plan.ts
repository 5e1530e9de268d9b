/**
 * Decides what a plan of faults is: data, made from a seed, printable, and the same again from the same seed.
 *
 * Its clock is the exchange's own: a fault begins at an event counted from the plan's start and lasts so many events, so a plan
 * meets the same messages in every run. Connections and markets are named by their place among those open when it strikes.
 */
import type { VenueName } from '../model/listing.ts';
import { Random } from '../model/random.ts';

/** Faults of sockets. */
const SOCKET_KINDS = ['close', 'reset', 'half-open', 'never-answers', 'slow-reader', 'slow-writer'] as const;
/** Faults of the frames that carry market data. */
const FRAME_KINDS = [
  'drop',
  'duplicate',
  'reorder',
  'malformed',
  'cut-utf8',
  'binary',
  'huge',
  'unknown-kind',
  'unknown-field',
  'wrong-type',
  'empty-array',
  'no-snapshot',
  'snapshot-twice',
  'late-snapshot',
  'silent-market',
  'silent-venue',
  'delay',
  'jitter',
] as const;
/** Faults of Kalshi's conversation. */
const TALK_KINDS = ['lost-seq', 'seq-restart', 'error-code', 'subscription-refused', 'key-revoked'] as const;
/** Things that happen to markets and clocks. */
const WORLD_KINDS = [
  'burst',
  'crossed-burst',
  'grid-change',
  'resolved',
  'empty-end',
  'clock-step',
  'clock-skew',
] as const;
const REST_KINDS = [
  'rest-401',
  'rest-403',
  'rest-404',
  'rest-422',
  'rest-429',
  'rest-5xx',
  'rest-timeout',
  'rest-slow-body',
  'rest-wrong-type',
  'rest-large',
  'rest-endless-pages',
  'rest-stale-book',
] as const;
/** Faults of the program and its surroundings: whoever runs the program brings them about when the exchange says so. */
const PROCESS_KINDS = [
  'engine-killed',
  'shard-killed',
  'window-stalled',
  'window-reloaded',
  'no-names',
  'network-away',
  'time-jump',
  'memory-pressure',
] as const;

export const FAULT_KINDS = [
  ...SOCKET_KINDS,
  ...FRAME_KINDS,
  ...TALK_KINDS,
  ...WORLD_KINDS,
  ...REST_KINDS,
  ...PROCESS_KINDS,
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];
export type RestFaultKind = (typeof REST_KINDS)[number];

export interface Fault {
  readonly kind: FaultKind;
  readonly venue: VenueName;
  /** The first event, counted from the plan's start, and how many it lasts. */
  readonly at: number;
  readonly events: number;
  /** Place among the venue's open connections; null: all. */
  readonly connection: number | null;
  /** Place among the venue's open markets; null: any. */
  readonly market: number | null;
  /** Frames struck, a close or error code, milliseconds, a status: what the kind counts in. */
  readonly amount: number;
}

export interface FaultPlan {
  readonly seed: number;
  /** Events after which nothing of the plan is left. */
  readonly events: number;
  /** True: the plan begins before the program starts. */
  readonly early: boolean;
  readonly faults: readonly Fault[];
}

const VENUES: readonly VenueName[] = ['polymarket', 'kalshi'];
/** Every code a server may close with; 1006 stands for a socket that ends without a word. */
export const CLOSE_CODES = [
  1000, 1001, 1002, 1003, 1006, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 4000,
] as const;
const ERROR_CODE_MAX = 28;
const FAULTS_MIN = 3;
const FAULTS_SPAN = 6;
/** The share of a plan's events in which faults begin; the rest lets them end. */
const BEGIN_SHARE = 0.6;
const EARLY_SHARE = 0.25;
const FRAMES_STRUCK_MAX = 12;
const REST_SERVER_ERRORS = [500, 502, 503, 504, 520];

const KALSHI_ONLY: readonly FaultKind[] = [...TALK_KINDS, 'rest-stale-book'];
/** They concern snapshots or subscriptions, so there must be one: their connection is closed as they begin. */
const AT_SUBSCRIBING: readonly FaultKind[] = [
  'no-snapshot',
  'snapshot-twice',
  'late-snapshot',
  'empty-array',
  'subscription-refused',
  'never-answers',
];
/** Polled books are the only answers it concerns: the stream's key goes first. */
const WHILE_POLLED: readonly FaultKind[] = ['rest-stale-book'];

/** The plan of a seed. The seeds take turns at the kinds, so that as many seeds as kinds leave none out. */
export function makeFaultPlan(seed: number, events: number, kinds: readonly FaultKind[] = FAULT_KINDS): FaultPlan {
  const random = new Random(seed ^ 0x5eed);
  const count = FAULTS_MIN + random.below(FAULTS_SPAN);
  const faults: Fault[] = [];
  for (let i = 0; i < count; i += 1) {
    const kind = i === 0 ? kinds[seed % kinds.length]! : random.pick(kinds);
    faults.push(...makeFault(kind, events, random));
  }
  faults.sort((a, b) => a.at - b.at);
  return { seed, events, early: random.chance(EARLY_SHARE), faults };
}

function makeFault(kind: FaultKind, events: number, random: Random): Fault[] {
  const venue = KALSHI_ONLY.includes(kind) ? 'kalshi' : random.pick(VENUES);
  const at = random.below(Math.floor(events * BEGIN_SHARE));
  const fault: Fault = {
    kind,
    venue,
    at,
    events: Math.max(1, random.below(Math.floor(events * (1 - BEGIN_SHARE)))),
    connection: random.chance(0.5) ? null : random.below(4),
    market: kind === 'silent-market' || random.chance(0.5) ? random.below(64) : null,
    amount: amountOf(kind, random),
  };
  const close: Fault = { ...fault, kind: 'close', events: 1, connection: null, amount: 1012 };
  if (AT_SUBSCRIBING.includes(kind)) return [{ ...fault, connection: null, market: null }, close];
  if (WHILE_POLLED.includes(kind)) return [{ ...close, kind: 'key-revoked', events: fault.events, amount: 0 }, fault];
  return [fault];
}

function amountOf(kind: FaultKind, random: Random): number {
  switch (kind) {
    case 'close':
      return random.pick(CLOSE_CODES);
    case 'error-code':
      return 1 + random.below(ERROR_CODE_MAX);
    case 'subscription-refused':
      return random.pick([1, 8, 11, 16, 18, 26, 27]);
    case 'rest-5xx':
      return random.pick(REST_SERVER_ERRORS);
    case 'delay':
    case 'jitter':
      return 20 + random.below(400);
    case 'slow-writer':
      return 64 + random.below(4_000);
    case 'clock-step':
    case 'clock-skew':
      return random.pick([-15_000, -3_000, -50, 50, 3_000, 15_000]);
    case 'time-jump':
      return random.pick([-3_600_000, 600_000, 8 * 3_600_000]);
    case 'huge':
      return 1;
    default:
      return 1 + random.below(FRAMES_STRUCK_MAX);
  }
}

/** One line a fault. */
export function planText(plan: FaultPlan): string {
  const lines = plan.faults.map(({ kind, venue, at, events, connection, market, amount }) => {
    const where = [connection === null ? '' : ` connection ${connection}`, market === null ? '' : ` market ${market}`];
    return `  at ${at} for ${events}: ${kind} ${venue}${where.join('')} (${amount})`;
  });
  return [`plan ${plan.seed}: ${plan.events} events${plan.early ? ', from before the start' : ''}`, ...lines].join(
    '\n',
  );
}

export function isRestKind(kind: FaultKind): kind is RestFaultKind {
  return kind.startsWith('rest-');
}

export function isProcessKind(kind: FaultKind): boolean {
  return (PROCESS_KINDS as readonly FaultKind[]).includes(kind);
}
