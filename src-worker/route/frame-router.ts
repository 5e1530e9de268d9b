/**
 * Hands each frame of main's batches to the shard that keeps its book, after judging its sequence number.
 *
 * A frame that concerns no shard in particular goes to all shards, and the first one answers for it. A list of many books is split, so
 * that each element goes to its own shard.
 */
import { CHANNEL, FrameBatchReader } from '../../src-shared/contract/frame-batch.ts';
import type { VenueId } from '../../src-shared/domain/listing.ts';
import type { Venue } from '../../src-shared/venues/venue.ts';
import { FrameOrder } from '../decode/frame-order.ts';
import { FrameWindow } from '../decode/frame-window.ts';
import type { ShardLink } from '../shard/shard-link.ts';
import { ListSplitter } from './list-splitter.ts';
import { EVERY_SHARD, type SymbolRouter } from './symbol-router.ts';

/** Called when messages of a connection's books are missing before message `sequence` of the stream. */
export type OnGap = (connection: number, stream: number, sequence: number) => void;

export class FrameRouter {
  /** Frames received since the start. */
  frames = 0;
  /**
   * Frames that are done without a shard's answer, since the engine last took the number: main counts every frame of its sockets
   * once. Below zero when the elements of a list, which is one frame to main, are still to be answered by shards.
   */
  done = 0;
  private readonly shards: readonly ShardLink[];
  private readonly symbols: SymbolRouter;
  private readonly onGap: OnGap;
  private readonly venues = new Map<number, Venue>();
  private readonly order = new FrameOrder();
  private readonly splitter = new ListSplitter();
  private readonly reader = new FrameBatchReader();
  private readonly frame = new FrameWindow();

  constructor(shards: readonly ShardLink[], symbols: SymbolRouter, onGap: OnGap) {
    this.shards = shards;
    this.symbols = symbols;
    this.onGap = onGap;
  }

  /** Frames of the connection are frames of this venue. */
  connect(connection: number, venue: Venue): void {
    this.venues.set(connection, venue);
  }

  forget(connection: number): void {
    this.venues.delete(connection);
    this.order.restart(connection);
  }

  /** The connection opened or closed: its sequence numbers start over. */
  restart(connection: number): void {
    this.order.restart(connection);
  }

  /** All sequence numbers start over: a replay moved to another time. */
  restartAll(): void {
    this.order.restartAll();
  }

  take(batch: Uint8Array): void {
    const { reader, frame, shards } = this;
    reader.open(batch);
    frame.open(batch);
    if (shards.length > 1) this.symbols.open(batch);
    while (reader.next()) {
      this.frames++;
      frame.move(reader.start, reader.end);
      const venue = this.venues.get(reader.connection);
      if (venue && this.isAdmitted(venue)) this.route(venue.id, frame);
      else this.done++;
    }
    for (const shard of shards) shard.flush();
  }

  private isAdmitted(venue: Venue): boolean {
    const { order, reader } = this;
    const isAdmitted = order.admits(reader.connection, venue, this.frame);
    if (order.isGap) this.onGap(reader.connection, order.mark.stream, order.mark.sequence);
    return isAdmitted;
  }

  private route(venue: VenueId, frame: FrameWindow): void {
    const only = this.shards[0];
    if (this.shards.length === 1) {
      only?.frame(this.reader, frame, false);
      return;
    }
    const isStream = this.reader.channel === CHANNEL.text;
    if (!isStream || !this.splitter.split(frame)) {
      this.send(isStream ? this.symbols.shardOf(venue, frame) : EVERY_SHARD, frame);
      return;
    }
    const { count, starts, ends } = this.splitter;
    for (let i = 0; i < count; i++) {
      frame.move(starts[i]!, ends[i]!);
      this.send(this.symbols.shardOf(venue, frame), frame);
      if (i > 0) this.done--;
    }
  }

  private send(shard: number, frame: FrameWindow): void {
    if (shard !== EVERY_SHARD) {
      this.shards[shard]?.frame(this.reader, frame, false);
      return;
    }
    this.shards.forEach((link, number) => {
      link.frame(this.reader, frame, number > 0);
    });
  }
}
