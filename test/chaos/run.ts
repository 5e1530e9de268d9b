/**
 * `npm run chaos`: runs the app against plans of faults and judges every book it calls synced.
 *
 *   --seeds N        seeds 1 to N (default 20)
 *   --from N         the first seed (default 1)
 *   --seed N         this seed alone, with its plan and the whole log
 *   --kinds A,B      only these kinds of faults
 *   --processes N    at a time (default 2)
 *   --without NAME   switches a protection off, as the environment variable CROSSBOOK_CHAOS_WITHOUT does
 *   --json           one JSON object on standard output, everything else on standard error
 *
 * The exit code is 0 only when nothing was found.
 */
import { parseArgs } from 'node:util';
import { FAULT_KINDS, type FaultKind } from '../../src-exchange/wire/fault-kinds.ts';
import { PROTECTIONS, type Protection, WITHOUT } from './protections.ts';
import { type ChaosReport, failureText, hasFailed, isClean, summarize } from './report.ts';
import { endChildren, runSeeds } from './seeds.ts';

const SEEDS_DEFAULT = 20;

const say = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  process.once(signal, () => {
    endChildren();
    process.exit(code);
  });
}

try {
  process.exitCode = await chaos(process.argv.slice(2));
} catch (error) {
  say(`chaos: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
}

async function chaos(args: readonly string[]): Promise<number> {
  const { seeds, processes, kinds, without, json, alone } = readOptions(args);
  const outcome = await runSeeds({
    seeds,
    processes,
    ...(kinds && { kinds }),
    ...(without && { without }),
    onResult: (result) => {
      const failed = hasFailed(result);
      if (failed) say(failureText(result));
      else if (alone) say(`${result.plan}\n${result.log.join('\n')}`);
      const found = failed ? 'FAILED' : 'ok';
      say(`seed ${result.seed}: ${found}, ${result.judged} books judged, healed in ${result.healedMs} ms`);
    },
  });
  const report = summarize(outcome.results, outcome.crashed);
  process.stdout.write(json ? `${JSON.stringify(report)}\n` : `${textOf(report)}\n`);
  return isClean(report) ? 0 : 1;
}

function textOf(report: ChaosReport): string {
  const { seeds, violations, unequalAfterHealing, framesLost, rejections, leaks, crashed, failedSeeds } = report;
  const faults = Object.entries(report.faults).map(([kind, count]) => `${kind} ${count}`);
  return [
    `${seeds} seeds: ${violations} violations, ${unequalAfterHealing} books unequal after healing, ${framesLost} frames lost,`,
    `${rejections} unhandled rejections, ${leaks} things left behind, ${crashed} seeds without an end;`,
    `${report.booksJudged} books judged equal in ${report.framesReceived} frames, healed in ${report.healedMsMax} ms at most.`,
    `faults: ${faults.join(', ')}`,
    ...(failedSeeds.length === 0 ? [] : [`failed seeds: ${failedSeeds.join(', ')}`]),
  ].join('\n');
}

function readOptions(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seeds: { type: 'string' },
      from: { type: 'string' },
      seed: { type: 'string' },
      kinds: { type: 'string' },
      processes: { type: 'string' },
      without: { type: 'string' },
      json: { type: 'boolean' },
    },
  });
  const without = values.without ?? process.env[WITHOUT] ?? '';
  const from = countOf('from', values.from ?? values.seed, 1);
  const count = values.seed === undefined ? countOf('seeds', values.seeds, SEEDS_DEFAULT) : 1;
  return {
    seeds: Array.from({ length: count }, (_, index) => from + index),
    processes: countOf('processes', values.processes, 2),
    kinds: values.kinds?.split(',').map((kind) => wordOf('kinds', kind, FAULT_KINDS) satisfies FaultKind),
    without: without === '' ? undefined : (wordOf('without', without, PROTECTIONS) satisfies Protection),
    json: values.json ?? false,
    alone: values.seed !== undefined,
  };
}

function countOf(name: string, text: string | undefined, usual: number): number {
  const count = text === undefined ? usual : Number(text);
  if (!Number.isInteger(count) || count < 1) throw new Error(`--${name} must be a whole number from 1, not ${text}`);
  return count;
}

function wordOf<Word extends string>(name: string, text: string, words: readonly Word[]): Word {
  const word = words.find((candidate) => candidate === text);
  if (word === undefined) throw new Error(`--${name} knows ${words.join(', ')}, not ${text}`);
  return word;
}
