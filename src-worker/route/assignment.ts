/**
 * Assigns instruments to shards: tells each shard which books it keeps, and the symbol router where their frames go.
 *
 * All members of a link are in one shard (placement.ts). When a link joins listings of two shards, books move: the new shard begins
 * with an empty book, which needs a fresh snapshot.
 */
import type { Instrument } from '../../src-shared/domain/instrument.ts';
import type { Link } from '../../src-shared/domain/link.ts';
import type { ListingId } from '../../src-shared/domain/listing.ts';
import type { ShardLink } from '../shard/shard-link.ts';
import { Placement } from './placement.ts';
import type { SymbolRouter } from './symbol-router.ts';

export class Assignment {
  private readonly shards: readonly ShardLink[];
  private readonly symbols: SymbolRouter;
  private placement = new Placement(1);

  constructor(shards: readonly ShardLink[], symbols: SymbolRouter) {
    this.shards = shards;
    this.symbols = symbols;
  }

  /** The shards are there; must come before any instrument. */
  start(): void {
    this.placement = new Placement(this.shards.length);
  }

  /** The shard that keeps the listing's book. */
  shardOf(listing: ListingId): ShardLink | undefined {
    return this.shards[this.placement.of(listing)];
  }

  /** All instruments of a shard. */
  instrumentsOf(shard: number): readonly Instrument[] {
    return [...this.placement.all()].filter(({ id }) => this.placement.of(id) === shard);
  }

  /** Calls `post` for each shard that keeps some of the listings, with those. */
  split(listings: readonly ListingId[], post: (shard: ShardLink, mine: readonly ListingId[]) => void): void {
    for (const [number, mine] of Map.groupBy(listings, (listing) => this.placement.of(listing))) {
      const shard = this.shards[number];
      if (shard) post(shard, mine);
    }
  }

  /** Adds instruments, or new facts of known ones, and removes others. */
  setInstruments(add: readonly Instrument[], remove: readonly ListingId[]): void {
    for (const listing of remove) {
      const instrument = this.placement.instrument(listing);
      if (instrument) this.symbols.forget(instrument);
      this.shardOf(listing)?.post({ kind: 'instruments', add: [], remove: [listing] });
      this.placement.remove(listing);
    }
    const byShard = Map.groupBy(add, (instrument) => this.place(instrument, this.placement.add(instrument)));
    for (const [shard, mine] of byShard) this.shards[shard]?.post({ kind: 'instruments', add: mine, remove: [] });
  }

  /** Takes all links. Returns the listings whose books moved, by their new shard. */
  setLinks(links: readonly Link[]): ReadonlyMap<ShardLink, readonly ListingId[]> {
    const moved = new Map<ShardLink, ListingId[]>();
    for (const { listing, from, to } of this.placement.setLinks(links)) {
      const instrument = this.placement.instrument(listing);
      const shard = this.shards[to];
      if (!instrument || !shard) continue;
      this.place(instrument, to);
      this.shards[from]?.post({ kind: 'instruments', add: [], remove: [listing] });
      shard.post({ kind: 'instruments', add: [instrument], remove: [] });
      const known = moved.get(shard);
      if (known) known.push(listing);
      else moved.set(shard, [listing]);
    }
    return moved;
  }

  private place(instrument: Instrument, shard: number): number {
    this.symbols.place(instrument, shard);
    return shard;
  }
}
