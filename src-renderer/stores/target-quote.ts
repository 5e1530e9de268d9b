/**
 * Computes the top of book of a target: of a listing its own, of a link the best of its live members.
 *
 * A member that is not synced never sets the price while another one is. When none is, the last known prices are returned as not
 * live, to be drawn greyed with their state.
 */
import type { QuoteRow } from '../../src-shared/contract/window-engine.ts';
import type { Orientation } from '../../src-shared/domain/link.ts';
import { ONE_MICROS } from '../../src-shared/domain/micros.ts';

export type TargetQuote = {
  /** -1: none. */
  readonly bidMicros: number;
  readonly askMicros: number;
  readonly isLive: boolean;
  /** When a member that counts last sent a message, ms since the epoch; 0: never. */
  readonly lastReceivedMs: number;
};

const NO_QUOTE: TargetQuote = { bidMicros: -1, askMicros: -1, isLive: false, lastReceivedMs: 0 };

/** The member's touch in the target's terms: an inverted bid at p is an ask at 1 - p. */
export function turnQuote(row: QuoteRow, orientation: Orientation): { bidMicros: number; askMicros: number } {
  if (orientation === 'same') return { bidMicros: row.bidMicros, askMicros: row.askMicros };
  return {
    bidMicros: row.askMicros < 0 ? -1 : ONE_MICROS - row.askMicros,
    askMicros: row.bidMicros < 0 ? -1 : ONE_MICROS - row.bidMicros,
  };
}

/** Merges the members' rows; `rows` and `orientations` are in the members' order. */
export function targetQuote(rows: readonly (QuoteRow | null)[], orientations: readonly Orientation[]): TargetQuote {
  const isLive = rows.some((row) => row?.phase === 'synced');
  let { bidMicros, askMicros, lastReceivedMs } = NO_QUOTE;
  rows.forEach((row, at) => {
    if (row === null || (isLive && row.phase !== 'synced')) return;
    const turned = turnQuote(row, orientations[at] ?? 'same');
    if (turned.bidMicros > bidMicros) bidMicros = turned.bidMicros;
    if (turned.askMicros >= 0 && (askMicros < 0 || turned.askMicros < askMicros)) askMicros = turned.askMicros;
    lastReceivedMs = Math.max(lastReceivedMs, row.lastReceivedMs);
  });
  return { bidMicros, askMicros, isLive, lastReceivedMs };
}

/** A member's mids in the target's terms. */
export function turnMids(mids: readonly number[], orientation: Orientation): readonly number[] {
  return orientation === 'same' ? mids : mids.map((mid) => ONE_MICROS - mid);
}
