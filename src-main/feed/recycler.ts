/**
 * Replaces connections while they still work: opens another, hands every book over with its first snapshot there, and only then closes
 * the old one.
 *
 * Reasons are age, silence, and markets that have ended. A replacement that takes nothing over in time is given up, and nothing has
 * changed. One that took some books over is waited for, and its snapshots are requested again; what it never takes over, or what the
 * old connection lost meanwhile, goes to it without a snapshot and recovers there, so that connections do not pile up. Connections that
 * fail reopen themselves.
 */
import type { LogEvent } from '../../src-shared/domain/health.ts';
import { EXPIRED_PERCENT_MAX, HANDOVER_WAITS_MAX } from '../../src-shared/domain/limits.ts';
import type { ListingId } from '../../src-shared/domain/listing.ts';
import type { Connection } from './connection.ts';
import type { ConnectionTiming } from './connection-options.ts';
import type { RecycleSlots } from './recycle-slots.ts';

/** The answer to a request to replace a connection. */
export type Replacing = 'begun' | 'busy' | 'closed';

/** The pool, as the recycler needs it. */
export type RecyclerPool = {
  connections(): Iterable<Connection>;
  /** A new connection that will take over all that this one owns, already starting. */
  openReplacement(old: Connection): Connection;
  close(connection: Connection): void;
  log(event: Pick<LogEvent, 'level' | 'code' | 'text'> & { readonly connection: number }): void;
};

type Recycle = {
  readonly old: Connection;
  readonly replacement: Connection;
  timer: NodeJS.Timeout | null;
  waits: number;
};

export class Recycler {
  private readonly pool: RecyclerPool;
  private readonly slots: RecycleSlots;
  private readonly timing: ConnectionTiming;
  private readonly venueName: string;
  private readonly timer: NodeJS.Timeout;
  private readonly recycles = new Set<Recycle>();
  /** When connections whose replacement failed may be tried again, by their numbers; monotonic ms. */
  private readonly restUntilMs = new Map<number, number>();

  constructor(pool: RecyclerPool, slots: RecycleSlots, timing: ConnectionTiming, venueName: string) {
    this.pool = pool;
    this.slots = slots;
    this.timing = timing;
    this.venueName = venueName;
    this.timer = setInterval(() => this.check(), timing.recycleCheckMs);
    this.timer.unref();
  }

  /** Begins to replace the connection. `closed`: it is not open, there is nothing to keep. */
  replace(old: Connection, reason: string): Replacing {
    if (!old.isOpen) return 'closed';
    if (this.isUnderWay(old) || !this.slots.take()) return 'busy';
    const replacement = this.pool.openReplacement(old);
    const recycle: Recycle = { old, replacement, timer: null, waits: 0 };
    this.recycles.add(recycle);
    this.wait(recycle);
    const books = `${old.subscribed.size} books`;
    const how = `its ${books} are handed over to connection ${replacement.id} one by one, without a gap.`;
    this.log('info', old, `is being replaced (${reason}): ${how}`);
    return 'begun';
  }

  /** The connection has taken these books over. */
  took(connection: number, listings: readonly ListingId[]): void {
    for (const recycle of this.recycles) {
      if (recycle.replacement.id !== connection) continue;
      recycle.replacement.tookOver(listings);
      recycle.old.handedOver(listings);
      if (recycle.old.subscribed.size === 0) this.end(recycle);
    }
  }

  /** The connection that replaces this one, where one does. */
  replacementOf(connection: number): Connection | undefined {
    return [...this.recycles].find(({ old }) => old.id === connection)?.replacement;
  }

  /** Whether the connection's books are being handed over. */
  isReplaced(connection: Connection): boolean {
    return this.replacementOf(connection.id) !== undefined;
  }

  isUnderWay({ id }: Pick<Connection, 'id'>): boolean {
    return [...this.recycles].some(({ old, replacement }) => old.id === id || replacement.id === id);
  }

  /** The venue refused a connection. One that it was to replace stays; true when no book lost its connection by it. */
  refused(connection: number): boolean {
    const recycle = [...this.recycles].find(({ replacement }) => replacement.id === connection);
    if (!recycle) return false;
    const isHarmless = recycle.replacement.owned.length === 0;
    this.end(recycle, 'the venue refused it');
    return isHarmless;
  }

  /** The connection has no subscription left. */
  onUseless(connection: Connection): void {
    for (const recycle of this.recycles) if (recycle.old === connection) this.end(recycle);
  }

  stop(): void {
    clearInterval(this.timer);
    for (const recycle of this.recycles) this.forget(recycle);
  }

  /** Looks for connections that should be replaced. */
  check(): void {
    const nowMs = performance.now();
    for (const [id, untilMs] of this.restUntilMs) if (untilMs <= nowMs) this.restUntilMs.delete(id);
    for (const connection of [...this.pool.connections()]) {
      if (this.isUnderWay(connection) || this.restUntilMs.has(connection.id)) continue;
      const reason = this.reasonFor(connection);
      if (reason !== null && this.replace(connection, reason) === 'busy') return;
    }
  }

  private reasonFor({ isSilent, openForMs, expired, subscribed }: Connection): string | null {
    const { ageMaxMs, recycleAgeMinMs } = this.timing;
    if (openForMs === null) return null;
    if (openForMs >= ageMaxMs) return 'it has been open for long enough';
    if (isSilent) return 'nothing is received from it';
    const isPolluted = expired > 0 && expired * 100 >= (expired + subscribed.size) * EXPIRED_PERCENT_MAX;
    return isPolluted && openForMs >= recycleAgeMinMs ? 'most of its markets have ended' : null;
  }

  private wait(recycle: Recycle): void {
    recycle.timer = setTimeout(() => this.overdue(recycle), this.timing.handoverMs);
  }

  /** A snapshot may be lost on the way: it is requested again. */
  private overdue(recycle: Recycle): void {
    const { replacement } = recycle;
    if (replacement.owned.length === 0 || ++recycle.waits >= HANDOVER_WAITS_MAX) {
      this.end(recycle, 'its snapshots did not come in time');
      return;
    }
    replacement.resyncAwaited();
    this.wait(recycle);
  }

  /** `failure`: why not every book was handed over, where some were not. */
  private end(recycle: Recycle, failure = ''): void {
    const { old, replacement } = recycle;
    this.forget(recycle);
    const left = [...old.subscribed.keys()];
    if (left.length === 0) {
      this.log('info', old, `was replaced by connection ${replacement.id}; no book was interrupted.`);
      this.pool.close(old);
    } else if (replacement.owned.length > 0 && (!old.isOpen || recycle.waits >= HANDOVER_WAITS_MAX)) {
      replacement.takeOverRest();
      this.log('warn', old, `was replaced by connection ${replacement.id}; ${left.length} of its books recover there.`);
      this.pool.close(old);
    } else {
      replacement.remove(left);
      // The engine may have handed some over just now, with its message on the way.
      old.recover();
      this.restUntilMs.set(old.id, performance.now() + this.timing.recycleAgeMinMs);
      this.log(
        'warn',
        old,
        `keeps ${left.length} of its books, which connection ${replacement.id} did not take over: ${failure}.`,
      );
    }
    if (replacement.subscribed.size === 0) this.pool.close(replacement);
  }

  private forget(recycle: Recycle): void {
    if (recycle.timer) clearTimeout(recycle.timer);
    this.recycles.delete(recycle);
    this.slots.give();
  }

  private log(level: 'info' | 'warn', { id }: Connection, text: string): void {
    this.pool.log({ level, code: 'FEED_RECYCLE', connection: id, text: `${this.venueName} connection ${id} ${text}` });
  }
}
