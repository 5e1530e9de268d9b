/**
 * Decides what a plan of faults is: made from a seed, and the same again from the same seed and venues.
 */
import type { VenueId } from '../model/contract-plan.ts';
import { Random } from '../model/random.ts';
import type { FaultForms } from '../wire/fault-forms.ts';
import { FAULT_KINDS, type Fault, type FaultKind, type FaultPlan, isConversationKind } from '../wire/fault-kinds.ts';

/** What a plan knows of a venue. */
export interface FaultyVenue {
  readonly id: VenueId;
  readonly faults: FaultForms;
}

/** Every code a server may close with; 1006 stands for a socket that ends without a word. */
export const CLOSE_CODES = [
  1000, 1001, 1002, 1003, 1006, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 4000,
] as const;
const FAULTS_MIN = 3;
const FAULTS_SPAN = 6;
/** The share of a plan's events in which faults begin; the rest lets them end. */
const BEGIN_SHARE = 0.6;
const EARLY_SHARE = 0.25;
const FRAMES_STRUCK_MAX = 12;
const REST_SERVER_ERRORS = [500, 502, 503, 504, 520];

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
export function makeFaultPlan(
  seed: number,
  events: number,
  venues: readonly FaultyVenue[],
  kinds: readonly FaultKind[] = FAULT_KINDS,
): FaultPlan {
  const known = kinds.filter((kind) => playing(kind, venues).length > 0);
  const random = new Random(seed ^ 0x5eed);
  const count = FAULTS_MIN + random.below(FAULTS_SPAN);
  const faults: Fault[] = [];
  for (let i = 0; i < count; i += 1) {
    const kind = i === 0 ? known[seed % known.length]! : random.pick(known);
    faults.push(...makeFault(kind, random.pick(playing(kind, venues)), events, random));
  }
  faults.sort((a, b) => a.at - b.at);
  return { seed, events, early: random.chance(EARLY_SHARE), faults };
}

/** The venues that can have a fault of this kind. */
function playing(kind: FaultKind, venues: readonly FaultyVenue[]): readonly FaultyVenue[] {
  return isConversationKind(kind) ? venues.filter(({ faults }) => faults.kinds.includes(kind)) : venues;
}

function makeFault(kind: FaultKind, { id: venue, faults }: FaultyVenue, events: number, random: Random): Fault[] {
  const at = random.below(Math.floor(events * BEGIN_SHARE));
  const fault: Fault = {
    kind,
    venue,
    at,
    events: Math.max(1, random.below(Math.floor(events * (1 - BEGIN_SHARE)))),
    connection: random.chance(0.5) ? null : random.below(4),
    market: kind === 'silent-market' || random.chance(0.5) ? random.below(64) : null,
    amount: amountOf(kind, faults, random),
  };
  const close: Fault = { ...fault, kind: 'close', events: 1, connection: null, amount: 1012 };
  if (AT_SUBSCRIBING.includes(kind)) return [{ ...fault, connection: null, market: null }, close];
  if (WHILE_POLLED.includes(kind)) return [{ ...close, kind: 'key-revoked', events: fault.events, amount: 0 }, fault];
  return [fault];
}

function amountOf(kind: FaultKind, { errorCodes, refusalCodes }: FaultForms, random: Random): number {
  switch (kind) {
    case 'close':
      return random.pick(CLOSE_CODES);
    case 'error-code':
      return random.pick(errorCodes);
    case 'subscription-refused':
      return random.pick(refusalCodes);
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
