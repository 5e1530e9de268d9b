/**
 * The lives of the shards' threads: their state, how often each was started again and why, when the next one may start, and the deadline
 * after which one that says nothing is ended. Looks are counted instead of comparing clocks: a laptop that slept must not end its shards at waking.
 */
import type { ShardHealth } from '../../src-shared/domain/health.ts';
import { ENGINE_HEARTBEAT_MS, ENGINE_SILENT_MS } from '../../src-shared/domain/limits.ts';
import { ENGINE_RESTARTS, RestartRule } from '../../src-shared/domain/restart-rule.ts';

/** A shard reports once a heartbeat, and so often it may fail to. */
const SILENT_LOOKS = ENGINE_SILENT_MS / ENGINE_HEARTBEAT_MS;

type Life = Pick<ShardHealth, 'state' | 'sinceMs' | 'restarts' | 'lastError' | 'lastErrorMs'>;
type Kept = { -readonly [Name in keyof Life]: Life[Name] } & {
  looks: number;
  asked: boolean;
  readonly rule: RestartRule;
};

export class ShardLives {
  private readonly lives = new Map<number, Kept>();

  /** The shard gave a sign of life. */
  reported(shard: number, nowMs: number): void {
    const life = this.of(shard, nowMs);
    life.looks = 0;
    life.rule.works();
    if (life.state === 'running') return;
    life.state = 'running';
    life.sinceMs = nowMs;
  }

  /** A person wants a new start: what was, is forgotten, and the end that follows, if it lives, is no error. */
  ask(shard: number, nowMs: number): void {
    const life = this.of(shard, nowMs);
    life.asked = life.state !== 'dead';
    life.rule.forgive();
  }

  /** It died: whether a person asked for it, and the pause before its next start, ms; null: it died too often. */
  died(shard: number, reason: string, nowMs: number): { readonly asked: boolean; readonly pauseMs: number | null } {
    const life = this.of(shard, nowMs);
    const { asked } = life;
    Object.assign(life, { state: 'dead', sinceMs: nowMs, restarts: life.restarts + 1, looks: 0, asked: false });
    if (!asked) Object.assign(life, { lastError: `The shard stopped (${reason}).`, lastErrorMs: nowMs });
    return { asked, pauseMs: life.rule.died(nowMs) };
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
    const life: Kept = {
      state: 'starting',
      sinceMs: nowMs,
      restarts: 0,
      lastError: '',
      lastErrorMs: null,
      looks: 0,
      asked: false,
      rule: new RestartRule(ENGINE_RESTARTS),
    };
    this.lives.set(shard, life);
    return life;
  }
}
