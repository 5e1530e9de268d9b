/** The judge is judged: each protection that is gone must be missed, and gone it can only be in this folder. */
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FaultKind } from '../../src-exchange/wire/fault-kinds.ts';
import { readWings, root } from '../architecture/source-tree.ts';
import { PROTECTIONS, type Protection, WITHOUT } from './protections.ts';
import { failureText, hasFailed } from './report.ts';
import { runSeeds } from './seeds.ts';
import type { ViolationKind } from './truth-judge.ts';

/** Faults that the protection is there for, a seed whose plan has them, and what its absence leads to. */
const TRIALS: Readonly<Record<Protection, { kinds: FaultKind[]; seed: number; found: ViolationKind }>> = {
  'gap-check': { kinds: ['drop'], seed: 2, found: 'unequal' },
  resync: { kinds: ['close', 'reset'], seed: 2, found: 'unconnected' },
  // Without names no replacement of the silent connections opens.
  stale: { kinds: ['half-open', 'no-names'], seed: 2, found: 'silent' },
  acknowledgement: { kinds: ['window-stalled'], seed: 2, found: 'unacknowledged' },
  'tick-epoch': { kinds: ['grid-change'], seed: 2, found: 'unequal' },
  'phase-news': { kinds: ['half-open', 'no-names'], seed: 2, found: 'untold' },
};
const MINUTE_MS = 60_000;
const processes = Math.min(2, availableParallelism());

describe('the judge', () => {
  it.each(PROTECTIONS)(
    'misses the protection %s, and finds nothing while it is there',
    async (without) => {
      const { kinds, seed, found } = TRIALS[without];
      const trial = { seeds: [seed], processes: 1, kinds };
      const [broken, whole] =
        processes > 1
          ? await Promise.all([runSeeds({ ...trial, without }), runSeeds(trial)])
          : [await runSeeds({ ...trial, without }), await runSeeds(trial)];
      expect(whole.results.filter(hasFailed).map(failureText)).toEqual([]);
      expect(whole.results).toHaveLength(1);
      expect(broken.results.flatMap(({ violations }) => violations.map(({ kind }) => kind))).toContain(found);
    },
    3 * MINUTE_MS,
  );
});

describe('the switches', () => {
  it('are known to no source of the product, and no test is packed', () => {
    const sources = readWings();
    expect(sources.length).toBeGreaterThan(100);
    expect(
      sources.filter(({ text }) => text.includes(WITHOUT) || /test\/chaos/.test(text)).map(({ path }) => path),
    ).toEqual([]);
    const packed = /^files:\n((?: {2}- .*\n)+)/m.exec(readFileSync(join(root, 'electron-builder.yml'), 'utf8'))?.[1];
    expect(packed).toBeDefined();
    expect(packed).not.toMatch(/test|\*\*\/\*\s*$/m);
  });
});
