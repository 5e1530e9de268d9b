/**
 * `crossbook links compare` on real files. The shared cases lie outside the repository; where they are absent their test is skipped.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { comparePairs } from '../../../../src-main/cli/links-compare.ts';
import type { FieldEvidence, LinkEvidence } from '../../../../src-shared/domain/link-evidence.ts';
import { VENUES } from '../../../../src-shared/venues/index.ts';
import { inSeries, paged } from '../../../venues/roles.ts';

const CASES = fileURLToPath(new URL('../../../../../shared/cases/links.jsonl', import.meta.url));
const absent = !existsSync(CASES);
const why = absent ? ' (skipped: the cases are not at ../shared/cases)' : '';

type Pair = LinkEvidence & { readonly case: string; readonly verdict: string };
const pairsOf = async (path: string): Promise<readonly Pair[]> =>
  ((await comparePairs(path)).json as { readonly pairs: readonly Pair[] }).pairs;
const fieldOf = ({ fields }: LinkEvidence, name: string): FieldEvidence | undefined =>
  fields.find(({ field }) => field === name);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crossbook-compare-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function written(...lines: readonly string[]): Promise<string> {
  const path = join(folder, 'pairs.jsonl');
  await writeFile(path, lines.join('\n'));
  return path;
}

/** What is right of each shared case. */
const WANTED: Readonly<Record<string, (pair: Pair) => boolean>> = {
  'clock-24h': (pair) => fieldOf(pair, 'date')?.verdict === 'contradicts',
  'zone-pst': (pair) => fieldOf(pair, 'date')?.verdict === 'contradicts',
  'clocks-go-back-same-instant': (pair) => fieldOf(pair, 'date')?.verdict === 'agrees',
  'clocks-go-back-an-hour-apart': (pair) => fieldOf(pair, 'date')?.verdict === 'contradicts',
  'slug-day-american': (pair) => pair.verdict !== 'veto' && pair.score <= pair.cap && pair.cap < 100,
  'lose-against-win': (pair) => fieldOf(pair, 'polarity')?.verdict === 'contradicts',
  'fahrenheit-against-celsius': (pair) => fieldOf(pair, 'threshold')?.verdict === 'contradicts',
  'unfilled-template': (pair) => fieldOf(pair, 'texts')?.second.includes('{candidate}') === true && pair.cap < 100,
};

test.skipIf(absent)(`every shared case gets the verdict it wants${why}`, async () => {
  const pairs = await pairsOf(CASES);
  expect(pairs.filter((pair) => !WANTED[pair.case]?.(pair)).map((pair) => [pair.case, pair.fields])).toEqual([]);
  expect(pairs.length).toBeGreaterThanOrEqual(Object.keys(WANTED).length);
});

test('a part of each record is enough, and what else the line says is handed on', async () => {
  const line = {
    case: 'bridge',
    [paged.id]: { question: 'Will the bridge open by May 4, 2027?', description: 'If the bridge opens.' },
    [inSeries.id]: { title: 'Will the bridge open by May 4, 2027?', rules_primary: 'If the bridge opens.' },
    category: 'World',
  };
  const [pair] = await pairsOf(await written(JSON.stringify(line), ''));
  expect(pair).toMatchObject({ case: 'bridge', verdict: 'agrees', orientation: 'same', score: 100, cap: 100 });
});

test.each([
  ['{', /Line 1 of .* is no pair of markets/],
  ['[]', /it is no object/],
  ['{}', new RegExp(`it needs the records of two of ${VENUES.map(({ id }) => id).join(', ')}`)],
  [JSON.stringify({ [paged.id]: 7, [inSeries.id]: {} }), /is no market/],
  ['', /holds no pair of markets/],
])('%s is refused in a sentence', async (line, said) => {
  await expect(comparePairs(await written(line))).rejects.toThrow(said);
});

test('a file that is not there is named', async () => {
  await expect(comparePairs(join(folder, 'none.jsonl'))).rejects.toThrow(/none\.jsonl cannot be read/);
});
