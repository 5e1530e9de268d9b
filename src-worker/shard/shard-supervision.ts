/**
 * Keeps a record of each shard's thread: its state, how often it was started again and why, when the next thread may start, and when
 * a silent one must be ended.
 */
import type { ShardHealth } from '../../src-shared/domain/health.ts';
import { ENGINE_HEARTBEAT_MS, ENGINE_SILENT_MS } from '../../src-shared/domain/limits.ts';
import { ENGINE_RESTARTS, RestartRule } from '../../src-shared/domain/supervision/restart-rule.ts';
import { Silence } from '../../src-shared/domain/supervision/silence.ts';

/** Heartbeats that a shard may miss. */
const SILENT_LOOKS = ENGINE_SILENT_MS / ENGINE_HEARTBEAT_MS;

type ShardRecord = Pick<ShardHealth, 'state' | 'sinceMs' | 'restarts' | 'lastError' | 'lastErrorMs'>;
type Supervised = { -readonly [Name in keyof ShardRecord]: ShardRecord[Name] } & {
  isRestartRequested: boolean;
  readonly silence: Silence;
  readonly rule: RestartRule;
};

export class ShardSupervision {
  private readonly shards = new Map<number, Supervised>();

  /** The shard reported: it is alive. */
  reported(shard: number, nowMs: number): void {
    const known = this.of(shard, nowMs);
    known.silence.heard();
    known.rule.works();
    if (known.state === 'running') return;
    known.state = 'running';
    known.sinceMs = nowMs;
  }

  /** The user requested a restart: clears the crash history; if the thread is alive, its exit is not an error. */
  requestRestart(shard: number, nowMs: number): void {
    const known = this.of(shard, nowMs);
    known.isRestartRequested = known.state !== 'dead';
    known.rule.forgive();
  }

  /** The thread ended. `requested`: by the user. `pauseMs`: until the next start; null: it crashed too often. */
  died(shard: number, reason: string, nowMs: number): { readonly requested: boolean; readonly pauseMs: number | null } {
    const known = this.of(shard, nowMs);
    const requested = known.isRestartRequested;
    known.isRestartRequested = false;
    known.silence.heard();
    Object.assign(known, { state: 'dead', sinceMs: nowMs, restarts: known.restarts + 1 });
    if (!requested) Object.assign(known, { lastError: `The shard stopped (${reason}).`, lastErrorMs: nowMs });
    return { requested, pauseMs: known.rule.died(nowMs) };
  }

  /** Called once a heartbeat: true when the shard has been silent for too long. */
  isSilent(shard: number, nowMs: number): boolean {
    return this.of(shard, nowMs).silence.look();
  }

  record(shard: number, nowMs: number): ShardRecord {
    const { state, sinceMs, restarts, lastError, lastErrorMs } = this.of(shard, nowMs);
    return { state, sinceMs, restarts, lastError, lastErrorMs };
  }

  private of(shard: number, nowMs: number): Supervised {
    const known = this.shards.get(shard);
    if (known) return known;
    const fresh: Supervised = {
      state: 'starting',
      sinceMs: nowMs,
      restarts: 0,
      lastError: '',
      lastErrorMs: null,
      isRestartRequested: false,
      silence: new Silence(SILENT_LOOKS),
      rule: new RestartRule(ENGINE_RESTARTS),
    };
    this.shards.set(shard, fresh);
    return fresh;
  }
}
