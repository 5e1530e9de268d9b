/**
 * `npm run fuzz`: decoders against JSON.parse, every form of a book side against a Map, and whatever comes from outside (REST bodies,
 * folders of sessions, settings, windows' messages) against what must hold, for as many events as one likes.
 *
 *   --events N     events of each subject (default 1,000,000), spread over the seeds
 *   --seeds N      so many seeds, counted up from the first (default 10)
 *   --seed N       the first seed (default: another one each day); with --seeds 1 it repeats a run
 *   --only A,B     only subjects whose name holds one of these
 *   --json         one JSON object on standard output, everything else on standard error
 *
 * An event is a frame read both ways, a change applied and compared, or an input taken; of costly ones there are fewer. Exit code 0: no difference; 1: there is one, and its
 * example is printed; 2: the command line was not understood.
 */
import { parseArgs } from 'node:util';
import type { Finding } from './subject.ts';
import { SUBJECTS } from './subjects.ts';

const EVENTS = 1_000_000;
const SEEDS = 10;
const MS_PER_DAY = 86_400_000;

const say = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

try {
  process.exitCode = await fuzz(process.argv.slice(2));
} catch (error) {
  say(`fuzz: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
}

async function fuzz(args: readonly string[]): Promise<number> {
  const { events, seeds, only, json } = readOptions(args);
  const subjects = SUBJECTS.filter(({ name }) => !only || only.some((word) => name.includes(word)));
  if (subjects.length === 0)
    throw new Error(`no subject is called so; there are ${SUBJECTS.map(({ name }) => name).join(', ')}`);
  const findings: Finding[] = [];
  const totals = subjects.map(({ name }) => ({ name, events: 0, counts: {} as Record<string, number> }));
  for (const [turn, seed] of seeds.entries()) {
    for (const [at, subject] of subjects.entries()) {
      const outcome = await subject.run(seed, Math.ceil(events / seeds.length / (subject.weight ?? 1)));
      const total = totals[at]!;
      total.events += outcome.events;
      for (const [what, count] of Object.entries(outcome.counts))
        total.counts[what] = (total.counts[what] ?? 0) + count;
      if (outcome.finding) {
        findings.push(outcome.finding);
        say(`fuzz: seed ${seed}, ${subject.name}: ${outcome.finding.text}`);
      }
    }
    const all = totals.reduce((sum, total) => sum + total.events, 0);
    say(`fuzz: seed ${seed} (${turn + 1} of ${seeds.length}): ${all} events, ${findings.length} differences`);
  }
  const report = {
    seeds,
    events: totals.reduce((sum, total) => sum + total.events, 0),
    differences: findings.length,
    subjects: totals,
    findings,
  };
  process.stdout.write(json ? `${JSON.stringify(report)}\n` : textOf(report));
  return findings.length > 0 ? 1 : 0;
}

function textOf({
  seeds,
  events,
  differences,
  subjects,
}: {
  seeds: readonly number[];
  events: number;
  differences: number;
  subjects: readonly { name: string; events: number; counts: Readonly<Record<string, number>> }[];
}): string {
  const lines = subjects.map(({ name, events: own, counts }) => {
    const parts = Object.entries(counts).map(([what, count]) => `${what} ${count}`);
    return `  ${name.padEnd(18)} ${String(own).padStart(9)}  ${parts.join(', ')}`;
  });
  return `${lines.join('\n')}\n${events} events, ${differences} differences, seeds ${seeds[0]} to ${seeds.at(-1)}\n`;
}

function readOptions(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      events: { type: 'string', default: String(EVENTS) },
      seeds: { type: 'string', default: String(SEEDS) },
      seed: { type: 'string', default: String(Math.floor(Date.now() / MS_PER_DAY)) },
      only: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const first = wholeNumber('--seed', values.seed, 0);
  const seeds = Array.from({ length: wholeNumber('--seeds', values.seeds, 1) }, (_, i) => first + i);
  const only = values.only?.split(',').filter((word) => word !== '') ?? null;
  return { events: wholeNumber('--events', values.events, 1), seeds, only, json: values.json };
}

function wholeNumber(name: string, text: string, min: number): number {
  const value = Number(text);
  if (text === '' || !Number.isSafeInteger(value) || value < min)
    throw new Error(`${name} is a whole number from ${min}, not '${text}'`);
  return value;
}
