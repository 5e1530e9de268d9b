/**
 * `npm run bench`: measures Crossbook, each figure in fresh processes, in interleaved rounds, and says which targets are met.
 *
 *   --rounds N     rounds (default 5, with --quick 2); long cases run once
 *   --only A,B     only these cases
 *   --links        only the suggested links
 *   --quick        less of everything
 *   --peers        installs ccxt and tardis-dev into test/bench/peers and compares with them
 *   --json         one JSON object on standard output, everything else on standard error
 *   --strict       exit code 1 when a target is missed
 *
 * A missed target is a figure like any other: the exit code is 0. It is 1 when a case failed, for a figure whose books are not
 * the reference's is no figure.
 */
import { parseArgs } from 'node:util';
import { CASES } from './suite/cases.ts';
import { endChildren, runVariant } from './suite/child.ts';
import { describeMachine } from './suite/machine.ts';
import type { Values } from './suite/measure.ts';
import { installPeers } from './suite/peers.ts';
import { reportJson, reportText } from './suite/report.ts';
import { judge, summarize, TARGETS, withRatios } from './suite/targets.ts';

const ROUNDS = { full: 5, quick: 2 } as const;
const ROUNDS_MAX = 100;
/** Above this the machine is not at rest. */
const LOAD_QUIET = 0.5;

const say = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

process.once('SIGINT', () => {
  endChildren();
  process.exit(130);
});
process.once('SIGTERM', () => {
  endChildren();
  process.exit(143);
});

try {
  process.exitCode = await bench(process.argv.slice(2));
} catch (error) {
  say(`bench: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
}

async function bench(args: readonly string[]): Promise<number> {
  const { quick, rounds, only, peers, json, strict } = readOptions(args);
  const machine = describeMachine();
  const notes: string[] = [];
  if (machine.loadBefore > LOAD_QUIET) {
    notes.push(
      `The machine was not at rest before the run (load ${machine.loadBefore}): read the ratios, not the figures.`,
    );
  }
  const missing = peers ? installPeers(say) : null;
  if (missing !== null) notes.push(missing);
  const withPeers = peers && missing === null;
  const cases = CASES.filter(({ name, isExercise }) => (only ? only.includes(name) : !isExercise));
  const failed = new Set<string>();
  const unable = new Set<string>();
  const measured: Values[] = [];
  for (let round = 1; round <= rounds; round++) {
    const values: Values = {};
    for (const one of cases) {
      if (round > (one.roundsMax ?? rounds)) continue;
      for (const { name, isPeer } of one.variants) {
        const what = `${one.name} ${name}`;
        if ((isPeer && !withPeers) || failed.has(what) || unable.has(what)) continue;
        say(`bench: round ${round} of ${rounds}: ${what}`);
        const answer = await runVariant(one, name, quick);
        if (answer.ok) {
          Object.assign(values, answer.values);
          continue;
        }
        (answer.isUnable ? unable : failed).add(what);
        notes.push(`${what} ${answer.isUnable ? 'cannot be measured here' : 'failed'}: ${answer.text}`);
        say(`bench: ${notes.at(-1)}`);
      }
    }
    measured.push(withRatios(values));
  }
  const results = summarize(measured);
  const judged = judge(results);
  notes.push(...absences(new Set(results.keys()), only, withPeers, quick));
  const report = { machine, rounds, quick, results, judged, notes };
  process.stdout.write(json ? `${reportJson(report)}\n` : reportText(report));
  const isMissed = judged.some(({ verdict }) => verdict === 'missed');
  return failed.size > 0 || missing !== null || (strict && isMissed) ? 1 : 0;
}

/** A sentence for what was left out by choice. */
function absences(
  present: ReadonlySet<string>,
  only: readonly string[] | null,
  withPeers: boolean,
  quick: boolean,
): readonly string[] {
  const notes: string[] = [];
  const absent = TARGETS.filter((target) => !present.has(target.key) && (!only || only.includes(target.case)));
  const needPeers = absent.filter((target) => target.needsPeers);
  if (needPeers.length > 0 && !withPeers) {
    notes.push(`${needPeers.map(({ key }) => key).join(', ')}: not measured; they need --peers.`);
  }
  const needTime = absent.filter((target) => target.needsTime);
  if (needTime.length > 0 && quick) {
    notes.push(`${needTime.map(({ key }) => key).join(', ')}: not measured with --quick.`);
  }
  if (!only) {
    const exercises = CASES.filter(({ isExercise }) => isExercise).map(({ name }) => name);
    notes.push(`Not part of a run unless --only names it: ${exercises.join(', ')}.`);
  }
  return notes;
}

function readOptions(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rounds: { type: 'string' },
      only: { type: 'string' },
      quick: { type: 'boolean', default: false },
      links: { type: 'boolean', default: false },
      peers: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      strict: { type: 'boolean', default: false },
    },
  });
  const { quick, peers, json, strict, links } = values;
  const rounds = values.rounds === undefined ? ROUNDS[quick ? 'quick' : 'full'] : Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1 || rounds > ROUNDS_MAX) {
    throw new Error(`--rounds is a whole number from 1 to ${ROUNDS_MAX}, not '${values.rounds}'`);
  }
  const only = (links ? 'links' : values.only)?.split(',').filter((name) => name !== '') ?? null;
  const unknown = only?.find((name) => !CASES.some((one) => one.name === name));
  if (unknown !== undefined) {
    throw new Error(`there is no case '${unknown}'; there are ${CASES.map(({ name }) => name).join(', ')}`);
  }
  return { quick, peers, json, strict, rounds, only };
}
