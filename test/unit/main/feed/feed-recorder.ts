/** A feed's output that notes everything in order. */

import type { ConnectionChange, FeedOutput } from '../../../../src-main/feed/feed-output.ts';
import type { Channel } from '../../../../src-shared/contract/frame-batch.ts';
import type { BookReason, Transport } from '../../../../src-shared/domain/book-phase.ts';
import type { LogEvent } from '../../../../src-shared/domain/health.ts';
import type { ListingId, VenueId } from '../../../../src-shared/domain/listing.ts';
import { Noted } from '../../noted.ts';

export type HeardFrame = {
  readonly kind: 'frame';
  readonly connection: number;
  readonly channel: Channel;
  readonly receivedMicros: number;
  readonly receivedNanos: number;
  readonly text: string;
};

export type Heard =
  | HeardFrame
  | {
      readonly kind: 'connection';
      readonly connection: number;
      readonly venue: VenueId;
      readonly transport: Transport;
      readonly change: ConnectionChange;
      readonly reason: BookReason;
    }
  | {
      readonly kind: 'cover';
      readonly connection: number;
      readonly add: readonly ListingId[];
      readonly remove: readonly ListingId[];
    }
  | { readonly kind: 'handover'; readonly connection: number; readonly listings: readonly ListingId[] }
  | ({ readonly kind: 'log' } & Omit<LogEvent, 'atMs'>);

export class FeedRecorder extends Noted<Heard> implements FeedOutput {
  /** Connections of which nothing will be heard any more. */
  readonly ended: number[] = [];
  private connections = 0;

  frame(connection: number, channel: Channel, receivedMicros: number, receivedNanos: number, bytes: Uint8Array): void {
    const text = Buffer.from(bytes).toString('utf8');
    this.add({ kind: 'frame', connection, channel, receivedMicros, receivedNanos, text });
  }

  connection(
    connection: number,
    venue: VenueId,
    transport: Transport,
    change: ConnectionChange,
    reason: BookReason,
  ): void {
    this.add({ kind: 'connection', connection, venue, transport, change, reason });
  }

  cover(connection: number, add: readonly ListingId[], remove: readonly ListingId[]): void {
    this.add({ kind: 'cover', connection, add, remove });
  }

  handOver(connection: number, listings: readonly ListingId[]): void {
    this.add({ kind: 'handover', connection, listings });
  }

  gone(connection: number): void {
    this.ended.push(connection);
  }

  log(event: Omit<LogEvent, 'atMs'>): void {
    this.add({ kind: 'log', ...event });
  }

  nextConnection(): number {
    return ++this.connections;
  }

  /** The changes of connections so far, as words. */
  get changes(): readonly string[] {
    return this.items.flatMap((item) =>
      item.kind === 'connection' ? [`${item.connection} ${item.change} ${item.reason}`] : [],
    );
  }

  get frames(): readonly HeardFrame[] {
    return this.items.filter((item) => item.kind === 'frame');
  }

  get logs(): readonly string[] {
    return this.items.flatMap((item) => (item.kind === 'log' ? [`${item.level} ${item.code} ${item.text}`] : []));
  }

  /** Resolves when the change was told so many times. */
  changed(change: ConnectionChange, times = 1): Promise<true> {
    return this.until(
      (items) => items.filter((item) => item.kind === 'connection' && item.change === change).length >= times,
    );
  }

  logged(code: string): Promise<Extract<Heard, { kind: 'log' }>> {
    return this.until(
      (items) => items.find((item) => item.kind === 'log' && item.code === code) as Extract<Heard, { kind: 'log' }>,
    );
  }

  framed(times: number): Promise<true> {
    return this.until(() => this.frames.length >= times);
  }
}
