/** Alerts in words: what a rule waits for, and what was seen. Pure text; the caller knows the markets' titles. */
import type { AlertCondition, AlertSighting } from './alert.ts';
import { BOOK_REASON_TEXT } from './book-phase.ts';
import type { Resolution } from './listing.ts';
import { formatMicros, ONE_MICROS } from './micros.ts';

const MS_PER_SECOND = 1_000;

/** A price in cents, with as many decimals as it needs: "45¢", "45.5¢". */
function cents(micros: number): string {
  return `${formatMicros(micros * 100)}¢`;
}

function contracts(micros: number): string {
  return grouped(formatMicros(micros));
}

/** What is told is read at a glance: a hundredth of a cent, a hundredth of a contract. */
const EDGE_STEP_MICROS = 100;
const SIZE_STEP_MICROS = 10_000;

/** To whole steps, downwards, so that nothing is told for more than it is; less than a step stays as it is. */
function roundDown(micros: number, step: number): number {
  const whole = Math.floor(micros / step) * step;
  return whole === 0 ? micros : whole;
}

/** Dollars, whole where they are large enough that cents say nothing. */
export function dollars(micros: number): string {
  if (micros < 100 * ONE_MICROS) return `$${formatMicros(micros, 2)}`;
  return `$${grouped(String(Math.round(micros / ONE_MICROS)))}`;
}

function grouped(digits: string): string {
  const [whole = '', fraction] = digits.split('.');
  const text = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? text : `${text}.${fraction}`;
}

const PRICE_WORDS = { bid: 'Best bid', ask: 'Best ask', mid: 'Mid', trade: 'Last trade' } as const;
const SIDE_WORDS = { bid: 'Bid', ask: 'Ask', either: 'Bid or ask', none: '' } as const;

/** What a rule waits for: "Best ask at or below 45¢". */
export function conditionText(when: AlertCondition): string {
  switch (when.kind) {
    case 'price':
      return `${PRICE_WORDS[when.price]} at or ${when.crosses} ${cents(when.priceMicros)}`;
    case 'spread':
      return `Spread at or ${when.crosses} ${cents(when.widthMicros)}`;
    case 'edge':
      return `Edge after fees at or above ${cents(when.edgeMicros)}`;
    case 'wall':
      return `${SIDE_WORDS[when.side]} wall of ${contracts(when.sizeMicros)} within ${cents(when.withinMicros)} of the best`;
    case 'trade':
      return `Trade of ${dollars(when.notionalMicros)} or more`;
    case 'feed':
      return `Stale, behind or recovering for ${formatSeconds(when.forMs)}`;
    case 'resolution':
      return 'Resolved';
  }
}

function formatSeconds(ms: number): string {
  const seconds = Math.round(ms / MS_PER_SECOND);
  return `${seconds} s`;
}

/** What was seen: "Best ask at 44.5¢ (alert at or below 45¢)." `notionalMicros`: of a trade. */
export function sightingText(
  when: AlertCondition,
  seen: AlertSighting,
  notionalMicros: number,
  resolution: Resolution | null,
): string {
  const { priceMicros, sizeMicros, side, books, reason } = seen;
  switch (when.kind) {
    case 'price':
      return `${PRICE_WORDS[when.price]} at ${cents(priceMicros)} (alert at or ${when.crosses} ${cents(when.priceMicros)}).`;
    case 'spread':
      return `Spread at ${cents(priceMicros)} (alert at or ${when.crosses} ${cents(when.widthMicros)}).`;
    case 'edge':
      return `Edge of ${cents(roundDown(priceMicros, EDGE_STEP_MICROS))} after fees for ${contracts(roundDown(sizeMicros, SIZE_STEP_MICROS))} contracts (alert at ${cents(when.edgeMicros)}).`;
    case 'wall':
      return `${SIDE_WORDS[side]} wall: ${contracts(roundDown(sizeMicros, SIZE_STEP_MICROS))} at ${cents(priceMicros)}.`;
    case 'trade': {
      const taker = side === 'bid' ? 'bought' : 'sold';
      return `${dollars(notionalMicros)} ${taker}: ${contracts(roundDown(sizeMicros, SIZE_STEP_MICROS))} at ${cents(priceMicros)}.`;
    }
    case 'feed':
      return `${books === 1 ? 'Not live' : `${books} books are not live`}: ${BOOK_REASON_TEXT[reason]}`;
    case 'resolution':
      return resolution === null ? 'Resolved.' : `Resolved: ${resolution.toUpperCase()}.`;
  }
}
