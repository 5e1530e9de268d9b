/** Puts the results in words: ratios and targets first, absolute figures second; or one flat JSON object. */
import type { Machine } from './machine.ts';
import { isRatio, type Judged, type Result, TARGETS } from './targets.ts';

export type Report = {
  readonly machine: Machine;
  readonly rounds: number;
  readonly quick: boolean;
  readonly results: ReadonlyMap<string, Result>;
  readonly judged: readonly Judged[];
  /** Sentences: what was not measured and why, what failed, what to mind. */
  readonly notes: readonly string[];
};

const SIGNIFICANT_DIGITS = 4;
const KEY_WIDTH = 44;
const VALUE_WIDTH = 12;

export function reportJson({ machine, rounds, quick, results, judged, notes }: Report): string {
  const figures: Record<string, number | null> = {};
  for (const { key } of TARGETS) figures[key] = null;
  const spread: Record<string, readonly [number, number]> = {};
  for (const [key, { median, least, most }] of results) {
    figures[key] = rounded(median);
    if (least !== most) spread[key] = [rounded(least), rounded(most)];
  }
  const missed = judged.filter(({ verdict }) => verdict === 'missed').map(({ target }) => target.key);
  return JSON.stringify({ ...figures, machine, rounds, quick, missed, spread, notes });
}

export function reportText({ machine, rounds, quick, results, judged, notes }: Report): string {
  const targetKeys = new Set(TARGETS.map(({ key }) => key));
  const ratios = [...results].filter(([key]) => isRatio(key) && !targetKeys.has(key));
  const absolute = [...results].filter(([key]) => !isRatio(key) && !targetKeys.has(key));
  return [
    `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGiB} GiB, ${machine.system}, Node ${machine.node}`,
    `medians of ${rounds} interleaved rounds of fresh processes${quick ? ' (quick)' : ''}; in brackets the least and the most`,
    '',
    'Targets, ratios first',
    ...[...judged].sort(byRatio).map((one) => judgedLine(one, results)),
    '',
    'Other ratios',
    ...ratios.map(([key, result]) => figureLine(key, result)),
    '',
    'Absolute figures (the unit ends the name)',
    ...absolute.map(([key, result]) => figureLine(key, result)),
    '',
    ...notes,
    '',
  ].join('\n');
}

function byRatio(a: Judged, b: Judged): number {
  return Number(isRatio(b.target.key)) - Number(isRatio(a.target.key));
}

function judgedLine({ target, value, verdict, missedBy }: Judged, results: ReadonlyMap<string, Result>): string {
  const limit = target.atMost === undefined ? `>= ${grouped(target.atLeast!)}` : `<= ${grouped(target.atMost)}`;
  const result = results.get(target.key);
  const words = verdict === 'missed' ? `missed ${missedWords(missedBy)}` : verdict;
  const shown = value === null ? '-' : grouped(rounded(value));
  const line = `  ${target.key.padEnd(KEY_WIDTH)}${shown.padStart(VALUE_WIDTH)}  ${limit.padEnd(VALUE_WIDTH)}${words}`;
  return result ? `${line}${spreadText(result)}` : line;
}

function missedWords(by: number): string {
  return by < 1 ? `by ${(by * 100).toFixed(0)} %` : `(${grouped(rounded(by + 1))} times as much)`;
}

function figureLine(key: string, result: Result): string {
  const shown = grouped(rounded(result.median)).padStart(VALUE_WIDTH);
  return `  ${key.padEnd(KEY_WIDTH)}${shown}${spreadText(result)}`;
}

function spreadText({ least, most }: Result): string {
  return least === most ? '' : `  [${grouped(rounded(least))} .. ${grouped(rounded(most))}]`;
}

function rounded(value: number): number {
  return Math.abs(value) >= 10 ** SIGNIFICANT_DIGITS
    ? Math.round(value)
    : Number(value.toPrecision(SIGNIFICANT_DIGITS));
}

function grouped(value: number): string {
  return value.toLocaleString('en-US', { maximumSignificantDigits: 9 });
}
