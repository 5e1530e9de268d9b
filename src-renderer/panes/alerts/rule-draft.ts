/**
 * A rule while it is edited: texts in cents, contracts, dollars and seconds. Reading it gives the rule, or what is wrong in which
 * field.
 */
import {
  ALERT_KINDS_OF_ANY,
  type AlertCondition,
  type AlertKind,
  type AlertPrice,
  type AlertRule,
  type AlertSide,
  ANY_MARKET,
  type Crossing,
  FEED_FOR_DEFAULT_MS,
  HYSTERESIS_DEFAULT_MICROS,
  RULE_DEFAULTS,
  WALL_SIZE_DEFAULT_MICROS,
  WALL_WITHIN_DEFAULT_MICROS,
  WHALE_STEPS_MICROS,
} from '../../../src-shared/domain/alert.ts';
import { ALERT_QUIET_MIN_MS } from '../../../src-shared/domain/limits.ts';
import { formatMicros, ONE_MICROS, parseMicros } from '../../../src-shared/domain/micros.ts';

const CENTS_A_DOLLAR = 100;
const MS_PER_SECOND = 1_000;
const DAY_MS = 86_400_000;

export type RuleDraft = {
  /** The rule that is being changed; null: a new one. */
  readonly id: string | null;
  readonly target: string;
  readonly kind: AlertKind;
  readonly price: AlertPrice;
  readonly crosses: Crossing;
  readonly side: AlertSide;
  readonly cents: string;
  readonly hysteresisCents: string;
  readonly contracts: string;
  readonly withinCents: string;
  readonly dollars: string;
  readonly forSeconds: string;
  readonly quietSeconds: string;
  readonly enabled: boolean;
  readonly sound: boolean;
  readonly notify: boolean;
};

export type DraftField =
  | 'target'
  | 'cents'
  | 'hysteresisCents'
  | 'contracts'
  | 'withinCents'
  | 'dollars'
  | 'forSeconds'
  | 'quietSeconds';

export type DraftRead =
  | { readonly ok: true; readonly rule: Omit<AlertRule, 'id'> }
  | { readonly ok: false; readonly field: DraftField; readonly text: string };

const cents = (micros: number): string => formatMicros(micros * CENTS_A_DOLLAR);
const seconds = (ms: number): string => String(ms / MS_PER_SECOND);

/** A new rule about a market. */
export function emptyDraft(target: string): RuleDraft {
  return {
    id: null,
    target,
    kind: 'price',
    price: 'ask',
    crosses: 'below',
    side: 'either',
    cents: '',
    hysteresisCents: cents(HYSTERESIS_DEFAULT_MICROS),
    contracts: formatMicros(WALL_SIZE_DEFAULT_MICROS),
    withinCents: cents(WALL_WITHIN_DEFAULT_MICROS),
    dollars: formatMicros(WHALE_STEPS_MICROS[0]),
    forSeconds: seconds(FEED_FOR_DEFAULT_MS),
    quietSeconds: seconds(RULE_DEFAULTS.quietMs),
    enabled: RULE_DEFAULTS.enabled,
    sound: RULE_DEFAULTS.sound,
    notify: RULE_DEFAULTS.notify,
  };
}

/** A rule that is there, to be changed. */
export function draftOf({ id, target, when, enabled, quietMs, sound, notify }: AlertRule): RuleDraft {
  const draft = { ...emptyDraft(target), id, kind: when.kind, enabled, sound, notify, quietSeconds: seconds(quietMs) };
  switch (when.kind) {
    case 'price':
      return {
        ...draft,
        price: when.price,
        crosses: when.crosses,
        cents: cents(when.priceMicros),
        hysteresisCents: cents(when.hysteresisMicros),
      };
    case 'spread':
      return {
        ...draft,
        crosses: when.crosses,
        cents: cents(when.widthMicros),
        hysteresisCents: cents(when.hysteresisMicros),
      };
    case 'edge':
      return { ...draft, cents: cents(when.edgeMicros), hysteresisCents: cents(when.hysteresisMicros) };
    case 'wall':
      return {
        ...draft,
        side: when.side,
        contracts: formatMicros(when.sizeMicros),
        withinCents: cents(when.withinMicros),
      };
    case 'trade':
      return { ...draft, dollars: formatMicros(when.notionalMicros) };
    case 'feed':
      return { ...draft, forSeconds: seconds(when.forMs) };
    case 'resolution':
      return draft;
  }
}

class Wrong extends Error {
  readonly field: DraftField;

  constructor(field: DraftField, text: string) {
    super(text);
    this.field = field;
  }
}

/** Reads the form. */
export function readDraft(draft: RuleDraft): DraftRead {
  try {
    if (draft.target === ANY_MARKET && !ALERT_KINDS_OF_ANY.includes(draft.kind)) {
      throw new Wrong('target', 'Choose a market for this kind of alert.');
    }
    const { target, enabled, sound, notify } = draft;
    const when = conditionOf(draft);
    return {
      ok: true,
      rule: { target, when, enabled, quietMs: msOf(draft, 'quietSeconds', ALERT_QUIET_MIN_MS), sound, notify },
    };
  } catch (error) {
    if (error instanceof Wrong) return { ok: false, field: error.field, text: error.message };
    throw error;
  }
}

function conditionOf(draft: RuleDraft): AlertCondition {
  const { kind, price, crosses, side } = draft;
  switch (kind) {
    case 'price': {
      const priceMicros = centsOf(draft, 'cents', 0);
      return { kind, price, crosses, priceMicros, hysteresisMicros: centsOf(draft, 'hysteresisCents', 1) };
    }
    case 'spread': {
      const widthMicros = centsOf(draft, 'cents', -ONE_MICROS);
      return { kind, crosses, widthMicros, hysteresisMicros: centsOf(draft, 'hysteresisCents', 1) };
    }
    case 'edge': {
      const edgeMicros = centsOf(draft, 'cents', -ONE_MICROS);
      return { kind, edgeMicros, hysteresisMicros: centsOf(draft, 'hysteresisCents', 1) };
    }
    case 'wall':
      return { kind, side, sizeMicros: amountOf(draft, 'contracts'), withinMicros: centsOf(draft, 'withinCents', 0) };
    case 'trade':
      return { kind, notionalMicros: amountOf(draft, 'dollars') };
    case 'feed':
      return { kind, forMs: msOf(draft, 'forSeconds', 0) };
    case 'resolution':
      return { kind };
  }
}

const clean = (text: string): string => text.trim().replaceAll(',', '');

function centsOf(draft: RuleDraft, field: 'cents' | 'hysteresisCents' | 'withinCents', leastMicros: number): number {
  const micros = parseMicros(clean(draft[field])) / CENTS_A_DOLLAR;
  if (Number.isInteger(micros) && micros >= leastMicros && micros <= ONE_MICROS) return micros === 0 ? 0 : micros;
  throw new Wrong(field, `Enter cents from ${cents(leastMicros)} to 100, with at most four decimals.`);
}

function amountOf(draft: RuleDraft, field: 'contracts' | 'dollars'): number {
  const micros = parseMicros(clean(draft[field]));
  if (micros > 0) return micros;
  throw new Wrong(field, `Enter ${field} as a number above 0.`);
}

function msOf(draft: RuleDraft, field: 'forSeconds' | 'quietSeconds', leastMs: number): number {
  // Millionths of a second are thousandths of a millisecond.
  const ms = Math.round(parseMicros(clean(draft[field])) / MS_PER_SECOND);
  if (ms >= leastMs && ms <= DAY_MS) return ms;
  throw new Wrong(field, `Enter seconds from ${leastMs / MS_PER_SECOND} to ${DAY_MS / MS_PER_SECOND}.`);
}
