/**
 * The lives of the shards' threads: their state, how often each was started again and why, and the deadline after which one that says
 * nothing is ended. Looks are counted instead of comparing clocks: a laptop that slept must not end its shards at waking.
 */
import type { ShardHealth } from '../../src-shared/domain/health.ts';
import { ENGINE_HEARTBEAT_MS, ENGINE_SILENT_MS } from '../../src-shared/domain/limits.ts';

/** A shard reports once a heartbeat, and so often it may fail to. */
const SILENT_LOOKS = ENGINE_SILENT_MS / ENGINE_HEARTBEAT_MS;

type Life = Pick<ShardHealth, 'state' | 'sinceMs' | 'restarts' | 'lastError' | 'lastErrorMs'>;
type Kept = { -readonly [Name in keyof Life]: Life[Name] } & { looks: number };

export class ShardLives {
  private readonly lives = new Map<number, Kept>();

  /** The shard gave a sign of life. */
  reported(shard: number, nowMs: number): void {
    const life = this.of(shard, nowMs);
    life.looks = 0;
    if (life.state === 'running') return;
    life.state = 'running';
    life.sinceMs = nowMs;
  }

  died(shard: number, reason: string, nowMs: number): void {
    const life = this.of(shard, nowMs);
    Object.assign(life, {
      state: 'dead',
      sinceMs: nowMs,
      restarts: life.restarts + 1,
      lastError: `The shard stopped (${reason}).`,
      lastErrorMs: nowMs,
      looks: 0,
    });
  }

  /** Once a heartbeat: true when the shard was silent for too long. */
  isSilent(shard: number, nowMs: number): boolean {
    return ++this.of(shard, nowMs).looks > SILENT_LOOKS;
  }

  life(shard: number, nowMs: number): Life {
    const { state, sinceMs, restarts, lastError, lastErrorMs } = this.of(shard, nowMs);
    return { state, sinceMs, restarts, lastError, lastErrorMs };
  }

  private of(shard: number, nowMs: number): Kept {
    const known = this.lives.get(shard);
    if (known) return known;
    const life: Kept = { state: 'starting', sinceMs: nowMs, restarts: 0, lastError: '', lastErrorMs: null, looks: 0 };
    this.lives.set(shard, life);
    return life;
  }
}
