/** What the seeds of a run came to together, and what is said of one that failed. */

import type { TrueBookRecord } from '../../src-exchange/control/handle.ts';
import { FAULT_KINDS, type FaultKind } from '../../src-exchange/wire/fault-kinds.ts';
import type { CrossbookApp } from '../../src-main/app/app.ts';
import type { BookDump } from '../../src-shared/contract/main-engine.ts';
import { type ListingId, listingId } from '../../src-shared/domain/listing.ts';
import type { SeedResult } from './run-seed.ts';

const VIOLATIONS_SAID_MAX = 6;
const LOG_LINES_SAID = 25;

export type ChaosReport = {
  readonly seeds: number;
  /** Seeds that came to no end. */
  readonly crashed: number;
  readonly violations: number;
  readonly unequalAfterHealing: number;
  readonly framesReceived: number;
  readonly framesLost: number;
  readonly bytesLost: number;
  readonly rejections: number;
  /** Things left open after a seed, and memory that was not given back. */
  readonly leaks: number;
  /** Books found equal while faults went on, and looks at books of which nobody could know. */
  readonly booksJudged: number;
  readonly booksBlind: number;
  /** Times that a book passed to another connection without a gap. */
  readonly booksPassed: number;
  readonly healedMsMax: number;
  readonly failedSeeds: readonly number[];
  readonly faults: Readonly<Record<FaultKind, number>>;
};

export function hasFailed(result: SeedResult): boolean {
  return (
    result.violations.length > 0 ||
    result.unhealed.length > 0 ||
    result.framesLost !== 0 ||
    result.bytesLost !== 0 ||
    result.rejections.length > 0 ||
    result.leaks.length > 0
  );
}

export function summarize(results: readonly SeedResult[], crashed: readonly number[]): ChaosReport {
  const sum = (of: (result: SeedResult) => number): number => results.reduce((total, result) => total + of(result), 0);
  const faults = Object.fromEntries(FAULT_KINDS.map((kind) => [kind, sum(({ fired }) => fired[kind] ?? 0)]));
  return {
    seeds: results.length + crashed.length,
    crashed: crashed.length,
    violations: sum(({ violations }) => violations.length),
    unequalAfterHealing: sum(({ unhealed }) => unhealed.length),
    framesReceived: sum(({ framesReceived }) => framesReceived),
    framesLost: sum(({ framesLost }) => Math.abs(framesLost)),
    bytesLost: sum(({ bytesLost }) => Math.abs(bytesLost)),
    rejections: sum(({ rejections }) => rejections.length),
    leaks: sum(({ leaks }) => leaks.length),
    booksJudged: sum(({ judged }) => judged),
    booksBlind: sum(({ blind }) => blind),
    booksPassed: sum(({ passed }) => passed),
    healedMsMax: results.reduce((most, { healedMs }) => Math.max(most, healedMs), 0),
    failedSeeds: [...results.filter(hasFailed).map(({ seed }) => seed), ...crashed].sort((a, b) => a - b),
    faults: faults as Record<FaultKind, number>,
  };
}

export function isClean(report: ChaosReport): boolean {
  return report.failedSeeds.length === 0;
}

/** The seed, its plan, what was wrong, and the end of the app's log. */
export function failureText(result: SeedResult): string {
  const { seed, plan, violations, unhealed, framesLost, bytesLost, rejections, leaks, log } = result;
  const accused = violations
    .slice(0, VIOLATIONS_SAID_MAX)
    .map(({ kind, listing, text }) => `  ${kind} ${listing}: ${text}`);
  return [
    `seed ${seed} failed; npm run chaos -- --seed ${seed} plays it again.`,
    plan,
    `${violations.length} violations`,
    ...accused,
    ...unhealed.slice(0, VIOLATIONS_SAID_MAX).map((text) => `  not healed: ${text}`),
    ...(framesLost === 0 && bytesLost === 0
      ? []
      : [`  ${framesLost} frames (${bytesLost} bytes) are not in the journal`]),
    ...rejections.map((text) => `  unhandled: ${text}`),
    ...leaks.map((text) => `  left behind: ${text}`),
    'the log:',
    ...log.slice(-LOG_LINES_SAID).map((line) => `  ${line}`),
  ].join('\n');
}

/** A sentence when a book is not what the exchange, standing still, has. */
export function differenceOf(expected: TrueBookRecord, books: ReadonlyMap<ListingId, BookDump>): readonly string[] {
  const id = listingId(expected.venue, expected.marketId);
  const book = books.get(id);
  if (!book) return [`${id} is not followed`];
  if (book.phase !== 'synced') return [`${id} is ${book.phase} (${book.reason})`];
  const isEqual = JSON.stringify([book.bids, book.asks]) === JSON.stringify([expected.bids, expected.asks]);
  return isEqual ? [] : [`${id} is not the exchange's`];
}

/** The app's log, a line an event, newest last. */
export function logLines(app: CrossbookApp): readonly string[] {
  return app.events().map(({ atMs, code, text }) => `${new Date(atMs).toISOString().slice(11, 23)} ${code} ${text}`);
}
