/** Which cases there are, and how each is run. Adding one is adding a file below cases/ and an entry here. */

export type BenchCase = {
  readonly name: string;
  /** Below cases/. */
  readonly file: string;
  /** Each runs in a fresh process. Those that need a peer run only with --peers. */
  readonly variants: readonly { readonly name: string; readonly isPeer?: boolean }[];
  /** Long runs, and figures that hardly vary, are not repeated as often as the others. */
  readonly roundsMax?: number;
  readonly nodeFlags?: readonly string[];
  /** Runs only when --only names it. */
  readonly isExercise?: boolean;
  readonly timeoutSeconds: number;
};

const own = (...names: readonly string[]): BenchCase['variants'] => names.map((name) => ({ name }));
const peers = (...names: readonly string[]): BenchCase['variants'] => names.map((name) => ({ name, isPeer: true }));

export const CASES: readonly BenchCase[] = [
  {
    name: 'decode-apply',
    file: 'decode-apply.ts',
    variants: own('ours', 'json-parse', 'shard'),
    timeoutSeconds: 60,
  },
  {
    name: 'update',
    file: 'update.ts',
    variants: [
      ...own('dense', 'compact', 'sorted-btree'),
      ...peers('ccxt', 'tardis'),
      ...own('dense-levels', 'tree', 'book'),
    ],
    timeoutSeconds: 60,
  },
  { name: 'snapshot-load', file: 'snapshot-load.ts', variants: own('ours', 'json-parse'), timeoutSeconds: 60 },
  { name: 'ingest', file: 'ingest.ts', variants: own('ours', 'bare'), timeoutSeconds: 90 },
  {
    name: 'memory-shard',
    file: 'memory-shard.ts',
    variants: own('books'),
    roundsMax: 1,
    nodeFlags: ['--expose-gc'],
    timeoutSeconds: 180,
  },
  { name: 'memory-engine', file: 'memory-engine.ts', variants: own('books'), roundsMax: 1, timeoutSeconds: 180 },
  { name: 'scanner', file: 'scanner.ts', variants: own('links', 'own-time'), roundsMax: 1, timeoutSeconds: 240 },
  { name: 'steady', file: 'steady.ts', variants: own('app'), roundsMax: 1, timeoutSeconds: 180 },
  { name: 'catalog', file: 'catalog.ts', variants: own('app'), roundsMax: 1, timeoutSeconds: 600 },
  { name: 'main-turns', file: 'main-turns.ts', variants: own('app'), roundsMax: 1, timeoutSeconds: 1_200 },
  { name: 'walk', file: 'walk.ts', variants: own('app'), roundsMax: 1, timeoutSeconds: 360 },
  { name: 'window', file: 'window.ts', variants: own('ladders'), roundsMax: 1, timeoutSeconds: 240 },
  { name: 'capture', file: 'capture.ts', variants: own('write', 'app'), timeoutSeconds: 180 },
  { name: 'replay', file: 'replay.ts', variants: own('session', 'memory'), timeoutSeconds: 120 },
  { name: 'seek', file: 'seek.ts', variants: own('hour'), roundsMax: 2, timeoutSeconds: 180 },
  { name: 'export', file: 'export.ts', variants: own('parquet'), timeoutSeconds: 120 },
  { name: 'open', file: 'open.ts', variants: own('gibibyte'), roundsMax: 1, timeoutSeconds: 300 },
  { name: 'links', file: 'links.ts', variants: own('pairs', 'crowd'), roundsMax: 1, timeoutSeconds: 1_800 },
  {
    name: 'killed',
    file: 'killed.ts',
    variants: own('recorder'),
    roundsMax: 1,
    isExercise: true,
    timeoutSeconds: 300,
  },
  {
    name: 'million',
    file: 'memory-engine.ts',
    variants: own('instruments'),
    roundsMax: 1,
    isExercise: true,
    timeoutSeconds: 600,
  },
];
