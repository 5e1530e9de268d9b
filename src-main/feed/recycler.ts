/**
 * Replaces connections while they still work: another is opened, every book passes to it with its first snapshot there, and only
 * then the old one is closed.
 *
 * Reasons are age, silence, and markets that have ended. A replacement that brings nothing in time is given up, and
 * nothing has changed. One that brought some books is waited for and asked again; what it never brings, or what the old connection has
 * lost meanwhile, passes to it without a snapshot and recovers there, so that connections do not become more and more. Connections that
 * fail by themselves are not its business: those open themselves again.
 */
import type { LogEvent } from '../../src-shared/domain/health.ts';
import { EXPIRED_PERCENT_MAX, HANDOVER_WAITS_MAX } from '../../src-shared/domain/limits.ts';
import type { ListingId } from '../../src-shared/domain/listing.ts';
import type { Connection } from './connection.ts';
import type { ConnectionTiming } from './connection-options.ts';
import type { RecycleSlots } from './recycle-slots.ts';

/** What became of a wish to replace a connection. */
export type Replacing = 'begun' | 'busy' | 'closed';

/** The pool, as the recycler needs it. */
export type RecyclerPool = {
  connections(): Iterable<Connection>;
  /** A new connection that is to carry all that this one carries, already starting. */
  openHeir(old: Connection): Connection;
  close(connection: Connection): void;
  log(event: Pick<LogEvent, 'level' | 'code' | 'text'> & { readonly connection: number }): void;
};

type Recycle = { readonly old: Connection; readonly heir: Connection; timer: NodeJS.Timeout | null; waits: number };

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
    const heir = this.pool.openHeir(old);
    const recycle: Recycle = { old, heir, timer: null, waits: 0 };
    this.recycles.add(recycle);
    this.wait(recycle);
    old.isDraining = true;
    const books = `${old.carried.size} books pass`;
    this.log('info', old, `is replaced (${reason}): its ${books} to connection ${heir.id} one by one, without a gap.`);
    return 'begun';
  }

  /** Books passed to their heir. */
  took(connection: number, listings: readonly ListingId[]): void {
    for (const recycle of this.recycles) {
      if (recycle.heir.id !== connection) continue;
      recycle.heir.took(listings);
      recycle.old.letGo(listings);
      if (recycle.old.carried.size === 0) this.end(recycle);
    }
  }

  /** The other connection of a replacement under way, to which these markets are to pass. */
  heirOf(connection: number): Connection | undefined {
    return [...this.recycles].find(({ old }) => old.id === connection)?.heir;
  }

  isUnderWay({ id }: Pick<Connection, 'id'>): boolean {
    return [...this.recycles].some(({ old, heir }) => old.id === id || heir.id === id);
  }

  /** The venue refused a connection: if it was to replace another, that one stays. True when no book is without a connection by it. */
  refused(connection: number): boolean {
    const recycle = [...this.recycles].find(({ heir }) => heir.id === connection);
    if (!recycle) return false;
    const isHarmless = recycle.heir.covered.length === 0;
    this.end(recycle, 'the venue refused it');
    return isHarmless;
  }

  /** The pool has no use for the connection any more. */
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

  private reasonFor({ isSilent, openForMs, expired, carried }: Connection): string | null {
    const { ageMaxMs, recycleAgeMinMs } = this.timing;
    if (openForMs === null) return null;
    if (openForMs >= ageMaxMs) return 'it has been open for long enough';
    if (isSilent) return 'nothing is heard of it';
    const isPolluted = expired > 0 && expired * 100 >= (expired + carried.size) * EXPIRED_PERCENT_MAX;
    return isPolluted && openForMs >= recycleAgeMinMs ? 'most of what it carried has ended' : null;
  }

  private wait(recycle: Recycle): void {
    recycle.timer = setTimeout(() => this.overdue(recycle), this.timing.handoverMs);
  }

  /** A snapshot may be lost on the way: it is asked for again. */
  private overdue(recycle: Recycle): void {
    const { heir } = recycle;
    if (heir.covered.length === 0 || ++recycle.waits >= HANDOVER_WAITS_MAX) {
      this.end(recycle, 'it did not bring them in time');
      return;
    }
    heir.askAgain();
    this.wait(recycle);
  }

  /** `failure`: why not every book has passed, where some have not. */
  private end(recycle: Recycle, failure = ''): void {
    const { old, heir } = recycle;
    this.forget(recycle);
    const left = [...old.carried.keys()];
    if (left.length === 0) {
      this.log('info', old, `was replaced by connection ${heir.id}; no book was interrupted.`);
      this.pool.close(old);
    } else if (heir.covered.length > 0 && (!old.isOpen || recycle.waits >= HANDOVER_WAITS_MAX)) {
      heir.takeRest();
      this.log('warn', old, `was replaced by connection ${heir.id}; ${left.length} of its books recover there.`);
      this.pool.close(old);
    } else {
      heir.remove(left);
      // The engine may have passed some to the heir just now, and its word of it be on the way.
      old.recover();
      old.isDraining = false;
      this.restUntilMs.set(old.id, performance.now() + this.timing.recycleAgeMinMs);
      this.log(
        'warn',
        old,
        `keeps ${left.length} of its books, for connection ${heir.id} does not take them: ${failure}.`,
      );
    }
    if (heir.carried.size === 0) this.pool.close(heir);
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
