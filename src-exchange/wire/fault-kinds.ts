/**
 * Decides which kinds of faults there are and what one fault is: data, printable.
 *
 * Its clock is the exchange's own: a fault begins at an event counted from the plan's start and lasts so many events, so a plan
 * meets the same messages in every run. Connections and markets are named by their place among those open when it strikes.
 */
import type { VenueId } from '../model/contract-plan.ts';

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
/** Faults of the conversation between venue and client. A venue declares which of them its protocol can have. */
const CONVERSATION_KINDS = ['lost-seq', 'seq-restart', 'error-code', 'subscription-refused', 'key-revoked'] as const;
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
  'rest-dripping-body',
  'rest-compressed',
  'rest-truncated',
  'rest-retry-after',
  'rest-wrong-type',
  'rest-large',
  'rest-endless-pages',
  'rest-stale-book',
] as const;
/** Faults of the program and its surroundings: the exchange announces them, and the test that runs the program acts. */
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
  ...CONVERSATION_KINDS,
  ...WORLD_KINDS,
  ...REST_KINDS,
  ...PROCESS_KINDS,
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];
export type RestFaultKind = (typeof REST_KINDS)[number];
/** `rest-stale-book` strikes books that are polled for want of a key. */
export type ConversationFaultKind = (typeof CONVERSATION_KINDS)[number] | 'rest-stale-book';

export interface Fault {
  readonly kind: FaultKind;
  readonly venue: VenueId;
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

export function isRestKind(kind: FaultKind): kind is RestFaultKind {
  return kind.startsWith('rest-');
}

export function isProcessKind(kind: FaultKind): boolean {
  return (PROCESS_KINDS as readonly FaultKind[]).includes(kind);
}

/** Whether only venues that name the kind can have it. */
export function isConversationKind(kind: FaultKind): kind is ConversationFaultKind {
  return kind === 'rest-stale-book' || (CONVERSATION_KINDS as readonly FaultKind[]).includes(kind);
}
