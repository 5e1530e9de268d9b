/**
 * What the benchmark promises to tell: ratios made of two figures of the same round, and the targets.
 *
 * A ratio is taken within a round, between neighbours in time, so that a machine that slows down for a while does not bend it.
 */
import { MADE_VENUES, WORDY_VENUE } from '../frames/made-venues.ts';
import { median, type Values } from './measure.ts';

/** `over / under`, of the figures that the cases report. */
type Ratios = Readonly<Record<string, readonly [over: string, under: string]>>;
const RATIOS: Ratios = {
  ...ratiosOf((venue) => ({
    [`decodeApply.${venue}.vsJsonParse`]: [`decodeApply.${venue}.ns`, `jsonParse.${venue}.ns`],
    [`decodeApply.${venue}.vsJsonParseOfBytes`]: [`decodeApply.${venue}.ns`, `jsonParse.${venue}.fromBytesNs`],
    [`shard.${venue}.vsJsonParse`]: [`shard.${venue}.ns`, `jsonParse.${venue}.ns`],
    [`snapshot.load.${venue}.vsJsonParse`]: [`snapshot.load.${venue}.ns`, `snapshot.load.${venue}.jsonParseNs`],
  })),
  'update.dense.vsCcxt': ['update.ccxt.ns', 'update.dense.ns'],
  'update.dense.vsTardis': ['update.tardis.ns', 'update.dense.ns'],
  'update.dense.vsSortedBtree': ['update.sorted-btree.ns', 'update.dense.ns'],
  'update.compact.vsCcxt': ['update.ccxt.ns', 'update.compact.ns'],
  'update.denseLevels.vsCcxt': ['update.ccxt.ns', 'update.dense-levels.ns'],
  'update.denseLevels.vsTardis': ['update.tardis.ns', 'update.dense-levels.ns'],
  'update.denseLevels.vsSortedBtree': ['update.sorted-btree.ns', 'update.dense-levels.ns'],
  'ingest.loopback.vsBareWs': ['ingest.loopback.framesPerSecond', 'ingest.bareWs.framesPerSecond'],
  'snapshot.load.vsJsonParse': [`snapshot.load.${WORDY_VENUE.id}.ns`, `snapshot.load.${WORDY_VENUE.id}.jsonParseNs`],
  'replay.vsMemory': ['replay.messagesPerSecond', 'replay.memory.messagesPerSecond'],
  'snapshot.load.first.vsJsonParse': ['snapshot.load.first.ns', 'snapshot.load.first.jsonParseNs'],
};

export type Target = {
  readonly key: string;
  readonly atMost?: number;
  readonly atLeast?: number;
  /** The case whose run brings it. */
  readonly case: string;
  readonly needsPeers?: boolean;
  /** Not measured with --quick. */
  readonly needsTime?: boolean;
};

export const TARGETS: readonly Target[] = [
  ...MADE_VENUES.map(({ id, vsJsonParseMax }) => ({
    key: `decodeApply.${id}.vsJsonParse`,
    atMost: vsJsonParseMax,
    case: 'decode-apply',
  })),
  { key: 'update.dense.vsCcxt', atLeast: 12, case: 'update', needsPeers: true },
  { key: 'update.dense.vsTardis', atLeast: 15, case: 'update', needsPeers: true },
  { key: 'update.dense.vsSortedBtree', atLeast: 7, case: 'update' },
  { key: 'update.compact.vsCcxt', atLeast: 2.5, case: 'update', needsPeers: true },
  { key: 'ingest.loopback.framesPerSecond', atLeast: 400_000, case: 'ingest' },
  { key: 'ingest.loopback.vsBareWs', atLeast: 0.3, case: 'ingest' },
  { key: 'latency.receiveToBookMs.p99', atMost: 1, case: 'steady' },
  { key: 'snapshot.load.vsJsonParse', atMost: 0.7, case: 'snapshot-load' },
  { key: 'memory.bytesPerQuietBook', atMost: 2_048, case: 'memory-shard' },
  { key: 'memory.books200kMiB', atMost: 900, case: 'memory-engine', needsTime: true },
  { key: 'gc.pauseMsMax', atMost: 10, case: 'steady' },
  { key: 'capture.nsPerMessage', atMost: 2_500, case: 'capture' },
  { key: 'capture.cpuShare', atMost: 0.1, case: 'capture' },
  { key: 'capture.bytesVsZstd3', atMost: 1.3, case: 'capture' },
  { key: 'replay.messagesPerSecond', atLeast: 300_000, case: 'replay' },
  { key: 'replay.vsMemory', atLeast: 0.5, case: 'replay' },
  { key: 'seek.msP95', atMost: 1_000, case: 'seek' },
  { key: 'export.parquetRowsPerSecond', atLeast: 400_000, case: 'export' },
  { key: 'session.openMs', atMost: 500, case: 'open', needsTime: true },
  { key: 'scanner.lagMsP99', atMost: 100, case: 'scanner' },
  { key: 'links.decoysWithoutVeto', atMost: 0, case: 'links' },
  { key: 'links.decoysUncapped', atMost: 0, case: 'links' },
  { key: 'links.truePairsMissed', atMost: 0, case: 'links' },
  { key: 'search.msP95', atMost: 50, case: 'catalog', needsTime: true },
  { key: 'catalog.restartMs', atMost: 1_000, case: 'catalog', needsTime: true },
  { key: 'mainTurns.list200.msMax', atMost: 5, case: 'main-turns' },
  { key: 'mainTurns.verify.msMax', atMost: 5, case: 'main-turns' },
  { key: 'mainTurns.export.msMax', atMost: 5, case: 'main-turns' },
  { key: 'mainTurns.recover.msMax', atMost: 5, case: 'main-turns' },
  { key: 'mainTurns.confirmLink.msMax', atMost: 5, case: 'main-turns' },
  { key: 'mainTurns.search.msMax', atMost: 5, case: 'main-turns' },
  { key: 'walk.vsLimits', atMost: 1.1, case: 'walk', needsTime: true },
  { key: 'window.medianFps', atLeast: 55, case: 'window' },
];

export type Verdict = 'met' | 'missed' | 'not measured';

export type Judged = {
  readonly target: Target;
  readonly value: number | null;
  readonly verdict: Verdict;
  /** By what part of the target it was missed; 0 when it was met. */
  readonly missedBy: number;
};

export type Result = { readonly median: number; readonly least: number; readonly most: number };

function ratiosOf(of: (venue: string) => Ratios): Ratios {
  return Object.assign({}, ...MADE_VENUES.map(({ id }) => of(id)));
}

/** Adds the ratios of one round to its figures. */
export function withRatios(round: Values): Values {
  const ratios: Values = {};
  for (const [key, [over, under]] of Object.entries(RATIOS)) {
    const [a, b] = [round[over], round[under]];
    if (a !== undefined && b !== undefined) ratios[key] = a / b;
  }
  return { ...ratios, ...round };
}

/** Medians over the rounds, with the least and the most of each. */
export function summarize(rounds: readonly Values[]): ReadonlyMap<string, Result> {
  const samples = new Map<string, number[]>();
  for (const round of rounds) {
    for (const [key, value] of Object.entries(round)) samples.set(key, [...(samples.get(key) ?? []), value]);
  }
  return new Map(
    [...samples].map(([key, values]) => [
      key,
      { median: median(values), least: Math.min(...values), most: Math.max(...values) },
    ]),
  );
}

export function judge(results: ReadonlyMap<string, Result>): readonly Judged[] {
  return TARGETS.map((target) => {
    const value = results.get(target.key)?.median;
    if (value === undefined) return { target, value: null, verdict: 'not measured', missedBy: 0 };
    const { atMost, atLeast } = target;
    // What must not happen at all is missed by as much as it happened.
    const over = atMost === undefined ? 0 : Math.max(0, atMost === 0 ? value : value / atMost - 1);
    const under = atLeast === undefined ? 0 : Math.max(0, 1 - value / atLeast);
    const missedBy = Math.max(over, under);
    return { target, value, verdict: missedBy > 0 ? 'missed' : 'met', missedBy };
  });
}

/** Figures that compare two things; all others are absolute. */
export function isRatio(key: string): boolean {
  return key in RATIOS;
}
