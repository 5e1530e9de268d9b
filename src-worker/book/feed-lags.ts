/** The lag of every connection of a table's books; tells the books when their connection falls behind or catches up. */
import type { ConnectionLag, LagRule } from '../../src-shared/domain/health.ts';
import type { EventBuffer } from '../../src-shared/domain/wire/event-buffer.ts';
import type { BookEntry, BookTable } from './book-table.ts';
import { FeedLag } from './feed-lag.ts';

const NANOS_PER_MS = 1_000_000;

export class FeedLags {
  private readonly table: BookTable;
  private readonly lags = new Map<number, FeedLag>();

  constructor(table: BookTable) {
    this.table = table;
  }

  /** `rule` null: its messages bear no times. A connection that is known keeps what it knows, also when it opens again. */
  connect(connection: number, rule: LagRule | null): void {
    if (rule !== null && !this.lags.has(connection)) this.lags.set(connection, new FeedLag(rule));
  }

  forget(connection: number): void {
    this.lags.delete(connection);
  }

  /** Takes a frame's rows before they are applied; true when the connection fell behind or caught up with it. */
  observe(connection: number, events: EventBuffer, receivedNanos: number): boolean {
    const lag = this.lags.get(connection);
    if (!lag?.observe(events, receivedNanos / NANOS_PER_MS)) return false;
    this.tell(connection, lag.isBehind);
    return true;
  }

  /** The books are those of another time, when each connection may have been in time or behind. */
  forgetStates(): void {
    for (const lag of this.lags.values()) lag.isBehind = false;
  }

  /** What is known of the connection from elsewhere: another shard, or a recording's keyframe. */
  assume({ connection, isBehind, lagMs }: ConnectionLag): void {
    const lag = this.lags.get(connection);
    if (!lag) return;
    lag.assume(isBehind, lagMs);
    this.tell(connection, isBehind);
  }

  /** The book's connection is another one now. */
  settle({ owner, book }: BookEntry): void {
    book.setBehind(this.lags.get(owner)?.isBehind === true);
  }

  /** How late the connection's messages are, ms; 0 while it is not behind. */
  lateMs(connection: number): number {
    const lag = this.lags.get(connection);
    return lag?.isBehind === true ? lag.lagMs : 0;
  }

  /** The lag of this connection, where a message told it. */
  of(connection: number): ConnectionLag | null {
    const lag = this.lags.get(connection);
    return lag ? { connection, lagMs: lag.lagMs, isBehind: lag.isBehind, toldMs: lag.toldMs } : null;
  }

  /** Every connection that told its lag. */
  list(): readonly ConnectionLag[] {
    return [...this.lags].flatMap(([connection, { lagMs, isBehind, toldMs }]) =>
      toldMs > 0 ? [{ connection, lagMs, isBehind, toldMs }] : [],
    );
  }

  private tell(connection: number, isBehind: boolean): void {
    this.table.forEach((entry) => {
      if (entry.owner === connection) entry.book.setBehind(isBehind);
    });
  }
}
