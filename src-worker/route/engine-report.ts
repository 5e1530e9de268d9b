/** Puts the shards' reports together into the engine's health; percentiles are over the samples of all shards. */
import type { ConnectionLag, EngineHealth, ProblemCount, ShardHealth } from '../../src-shared/domain/health.ts';
import type { SubscriptionTable } from '../../src-shared/domain/subscription-table.ts';
import { summarize } from '../derive/latency.ts';
import { Rate } from '../derive/rate.ts';
import { heapUsedBytes } from '../shard/heap-used.ts';
import type { ShardHops, ShardReport } from '../shard/shard-message.ts';
import type { ShardSupervision } from '../shard/shard-supervision.ts';
import type { Connections } from './connections.ts';
import { EngineCoverage } from './engine-coverage.ts';

const NO_SAMPLES = { count: 0, p50: null, p90: null, p99: null, max: null };

export class EngineReport {
  private readonly supervision: ShardSupervision;
  private readonly table: SubscriptionTable;
  private readonly connections: Connections;
  private readonly hops = new Map<number, ShardHops>();
  private readonly reports = new Map<number, ShardReport>();
  private readonly coverage = new EngineCoverage();
  private readonly frameRate = new Rate();

  constructor(supervision: ShardSupervision, table: SubscriptionTable, connections: Connections) {
    this.supervision = supervision;
    this.table = table;
    this.connections = connections;
  }

  setHops(shard: number, hops: ShardHops): void {
    this.hops.set(shard, hops);
  }

  setReport(shard: number, report: ShardReport): void {
    this.reports.set(shard, report);
  }

  /** The shard's thread ended; the next one counts from zero. */
  forget(shard: number): void {
    this.reports.delete(shard);
    this.hops.delete(shard);
  }

  /** `queued`: frames sent to each shard and not taken yet. */
  health(nowMs: number, frames: number, queued: readonly number[], resyncs: number): EngineHealth {
    this.frameRate.observe(frames, nowMs);
    const reports = [...this.reports.values()];
    const sum = (of: (report: ShardReport) => number): number =>
      reports.reduce((total, report) => total + of(report), 0);
    return {
      frames,
      framesPerSecond: this.frameRate.perSecond,
      books: sum(({ health }) => health.books),
      synced: sum(({ health }) => health.synced),
      closed: sum(({ health }) => health.closed),
      gaps: this.connections.gaps,
      resyncs,
      decodeErrors: sum(({ decodeErrors }) => decodeErrors),
      heapBytes: Math.max(
        heapUsedBytes(),
        sum(({ heapBytes }) => heapBytes),
      ),
      shards: queued.map((queuedFrames, shard) => this.shardHealth(shard, queuedFrames, nowMs)),
      latency: {
        venueToReceipt: this.hop('venueToReceipt'),
        receiptToBook: this.hop('receiptToBook'),
        bookToWindow: this.hop('bookToWindow'),
      },
      problems: mergeProblems(reports),
      coverage: this.coverage.of(
        reports.map(({ coverage }) => coverage),
        this.table,
      ),
      delivering: mergeCounts(reports.map(({ delivering }) => delivering)),
      gapsByConnection: this.connections.gapsByConnection(),
      lagByConnection: newestLags(reports.flatMap(({ lags }) => lags)),
      tradesByConnection: mergeCounts(reports.map(({ trades }) => trades)),
    };
  }

  private hop(name: keyof ShardHops): EngineHealth['latency'][keyof ShardHops] {
    return summarize([...this.hops.values()].flatMap((hops) => hops[name]));
  }

  private shardHealth(shard: number, queuedFrames: number, nowMs: number): ShardHealth {
    const record = this.supervision.record(shard, nowMs);
    const report = this.reports.get(shard);
    if (report) return { ...report.health, ...record, queuedFrames };
    const nothing = { books: 0, synced: 0, closed: 0, frames: 0, framesPerSecond: 0, events: 0 };
    return { shard, ...record, queuedFrames, ...nothing, decodeMicros: NO_SAMPLES, applyMicros: NO_SAMPLES };
  }
}

function mergeProblems(reports: readonly ShardReport[]): readonly ProblemCount[] {
  const merged = new Map<string, ProblemCount>();
  for (const problem of reports.flatMap(({ problems }) => problems)) {
    const key = `${problem.venue}\n${problem.code}\n${problem.text}`;
    const known = merged.get(key);
    merged.set(key, known ? { ...known, count: known.count + problem.count } : problem);
  }
  return [...merged.values()];
}

/** Of each connection what its newest message told, whichever shard it came to. */
function newestLags(lags: readonly ConnectionLag[]): readonly ConnectionLag[] {
  const newest = new Map<number, ConnectionLag>();
  for (const lag of lags)
    if (!(lag.toldMs < (newest.get(lag.connection)?.toldMs ?? 0))) newest.set(lag.connection, lag);
  return [...newest.values()];
}

function mergeCounts(
  lists: readonly (readonly (readonly [number, number])[])[],
): readonly (readonly [number, number])[] {
  const merged = new Map<number, number>();
  for (const [connection, count] of lists.flat()) merged.set(connection, (merged.get(connection) ?? 0) + count);
  return [...merged];
}
