/**
 * Keeps the shards: inline, or each in a thread of its own, which is started again when it dies.
 *
 * A thread that dies has a stand-in at once, so windows are never left with books that look live; the next thread follows after a pause
 * that grows while it dies again and again. One that dies too often is given up, and with it the engine.
 */
import { SHARDS_MAX } from '../../src-shared/domain/limits.ts';
import type { Venue } from '../../src-shared/venues/venue.ts';
import { wallMs } from './clock.ts';
import { InlineShard } from './inline-shard.ts';
import type { ShardEvents, ShardLink } from './shard-link.ts';
import { ShardLives } from './shard-lives.ts';
import type { FromShard } from './shard-message.ts';
import { StandInShard } from './stand-in-shard.ts';
import { ThreadShard } from './thread-shard.ts';

/** The end of a shard's thread. `asked`: a person wanted it. `pauseMs`: until the next one; null: there is none. */
export type ShardDeath = {
  readonly reason: string;
  readonly asked: boolean;
  readonly framesLost: number;
  readonly pauseMs: number | null;
};

export type KeeperEvents = {
  said(shard: number, message: FromShard): void;
  /** Called before anything is in the dead one's place. */
  died(shard: number, death: ShardDeath): void;
  /** Another is in the shard's place, and knows nothing yet. `asks`: it takes frames, so its books can be seeded. */
  placed(link: ShardLink, shard: number, asks: boolean): void;
};

export class ShardKeeper {
  /** By number; empty before the start. */
  readonly links: ShardLink[] = [];
  readonly lives = new ShardLives();
  private readonly venues: readonly Venue[];
  private readonly entry: URL;
  private readonly events: KeeperEvents;
  /** Shards whose next thread is waited for. */
  private readonly pauses = new Map<number, NodeJS.Timeout>();

  /** `entry`: the file that a shard's thread runs. */
  constructor(venues: readonly Venue[], entry: URL, events: KeeperEvents) {
    this.venues = venues;
    this.entry = entry;
    this.events = events;
  }

  /** Starts so many threads; with none, one shard inline. What runs already stays. */
  start(threads: number): void {
    if (this.links.length > 0) return;
    const count = Math.min(SHARDS_MAX, Math.max(1, threads));
    for (let shard = 0; shard < count; shard++) this.links.push(threads > 0 ? this.thread(shard) : this.inline(shard));
  }

  /** Ends a shard's thread, as a crash would; `asked`: because a person wants a new start, which may be waited for already. */
  end(shard: number, asked: boolean): void {
    const isWaiting = this.pauses.has(shard);
    if (asked) this.lives.ask(shard, wallMs());
    if (!isWaiting) this.links[shard]?.kill();
    else if (asked) this.startAgain(shard);
  }

  /** Once a heartbeat: ends those that say nothing any more. */
  look(): void {
    this.links.forEach((link, shard) => {
      if (this.lives.isSilent(shard, wallMs()) && !this.pauses.has(shard)) link.kill('it gave no sign of life');
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
      said: (message) => {
        if (message.kind === 'report') this.lives.reported(shard, wallMs());
        this.events.said(shard, message);
      },
      died: (reason, framesLost) => this.onDied(shard, reason, framesLost),
    };
  }

  private onDied(shard: number, reason: string, framesLost: number): void {
    const { asked, pauseMs } = this.lives.died(shard, reason, wallMs());
    this.events.died(shard, { reason, asked, framesLost, pauseMs });
    if (pauseMs === null) return;
    this.place(new StandInShard(this.venues, shard, (message) => this.events.said(shard, message)), shard, false);
    this.pauses.set(
      shard,
      setTimeout(() => this.startAgain(shard), pauseMs),
    );
  }

  private startAgain(shard: number): void {
    clearTimeout(this.pauses.get(shard));
    this.pauses.delete(shard);
    this.links[shard]?.kill();
    this.place(this.thread(shard), shard, true);
  }

  private place(link: ShardLink, shard: number, asks: boolean): void {
    this.links[shard] = link;
    this.events.placed(link, shard, asks);
  }
}
