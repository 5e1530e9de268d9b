/**
 * Runs the shards: one inline, or each in a thread of its own, which is restarted when it dies.
 *
 * A thread that dies is replaced by a stand-in at once, so that windows never show its books as live; the next thread follows after a
 * pause that grows with every death. A shard that dies too often is given up, and with it the engine.
 */
import { SHARDS_MAX } from '../../src-shared/domain/limits.ts';
import type { Venue } from '../../src-shared/venues/venue.ts';
import { wallMs } from './clock.ts';
import { InlineShard } from './inline-shard.ts';
import type { ShardEvents, ShardLink } from './shard-link.ts';
import type { FromShard } from './shard-message.ts';
import { ShardSupervision } from './shard-supervision.ts';
import { StandInShard } from './stand-in-shard.ts';
import { ThreadShard } from './thread-shard.ts';

/** The end of a shard's thread. `requested`: by the user. `pauseMs`: until the next thread; null: it is given up. */
export type ShardDeath = {
  readonly reason: string;
  readonly requested: boolean;
  readonly framesLost: number;
  readonly pauseMs: number | null;
};

export type KeeperEvents = {
  message(shard: number, message: FromShard): void;
  /** Called before the thread is replaced. */
  died(shard: number, death: ShardDeath): void;
  /** A stand-in or a new thread is in place, and knows nothing yet. `takesFrames`: a thread, whose books can become live. */
  placed(link: ShardLink, shard: number, takesFrames: boolean): void;
};

export class ShardKeeper {
  /** By number; empty before the start. */
  readonly links: ShardLink[] = [];
  readonly supervision = new ShardSupervision();
  private readonly venues: readonly Venue[];
  private readonly entry: URL;
  private readonly events: KeeperEvents;
  /** Shards that wait for their next thread. */
  private readonly pauses = new Map<number, NodeJS.Timeout>();

  /** `entry`: the file that a shard's thread runs. */
  constructor(venues: readonly Venue[], entry: URL, events: KeeperEvents) {
    this.venues = venues;
    this.entry = entry;
    this.events = events;
  }

  /** Starts this many threads, or with 0 one shard inline. Has no effect once shards run. */
  start(threads: number): void {
    if (this.links.length > 0) return;
    const count = Math.min(SHARDS_MAX, Math.max(1, threads));
    for (let shard = 0; shard < count; shard++) this.links.push(threads > 0 ? this.thread(shard) : this.inline(shard));
  }

  /** Ends a shard's thread as a crash would. `requested`: the user requested a restart, which then does not wait. */
  end(shard: number, requested: boolean): void {
    const isWaiting = this.pauses.has(shard);
    if (requested) this.supervision.requestRestart(shard, wallMs());
    if (!isWaiting) this.links[shard]?.kill();
    else if (requested) this.restart(shard);
  }

  /** Called once a heartbeat: ends the threads of silent shards. */
  look(): void {
    this.links.forEach((link, shard) => {
      if (this.supervision.isSilent(shard, wallMs()) && !this.pauses.has(shard)) link.kill('it gave no sign of life');
    });
  }

  private inline(shard: number): ShardLink {
    return new InlineShard(this.venues, shard, this.eventsOf(shard));
  }

  private thread(shard: number): ShardLink {
    return new ThreadShard(this.entry, shard, this.eventsOf(shard));
  }

  private eventsOf(shard: number): ShardEvents {
    return {
      message: (message) => {
        if (message.kind === 'report') this.supervision.reported(shard, wallMs());
        this.events.message(shard, message);
      },
      died: (reason, framesLost) => this.onDied(shard, reason, framesLost),
    };
  }

  private onDied(shard: number, reason: string, framesLost: number): void {
    const { requested, pauseMs } = this.supervision.died(shard, reason, wallMs());
    this.events.died(shard, { reason, requested, framesLost, pauseMs });
    if (pauseMs === null) return;
    this.place(new StandInShard(this.venues, shard, (message) => this.events.message(shard, message)), shard, false);
    this.pauses.set(
      shard,
      setTimeout(() => this.restart(shard), pauseMs),
    );
  }

  private restart(shard: number): void {
    clearTimeout(this.pauses.get(shard));
    this.pauses.delete(shard);
    this.links[shard]?.kill();
    this.place(this.thread(shard), shard, true);
  }

  private place(link: ShardLink, shard: number, takesFrames: boolean): void {
    this.links[shard] = link;
    this.events.placed(link, shard, takesFrames);
  }
}
