/** Gathers the shards' parts of a dump of books into one answer. A shard that was started again is asked again. */
import type { BookDump } from '../../src-shared/contract/main-engine.ts';
import type { ListingId } from '../../src-shared/domain/listing.ts';
import type { ShardLink } from '../shard/shard-link.ts';

/** `missing`: shards that have not answered yet. */
type Gathering = { readonly missing: Set<number>; readonly listings: readonly ListingId[]; readonly books: BookDump[] };

export class DumpGatherer {
  private readonly gatherings = new Map<number, Gathering>();

  /** Requests the books of all shards; `listings` empty: all books. */
  request(id: number, listings: readonly ListingId[], shards: readonly ShardLink[]): void {
    this.gatherings.set(id, { missing: new Set(shards.keys()), listings, books: [] });
    for (const shard of shards) shard.post({ kind: 'dump', id, listings });
  }

  /** Another thread is in the shard's place: requests what the one before did not answer. */
  repeat(shard: ShardLink, number: number): void {
    for (const [id, { missing, listings }] of this.gatherings) {
      if (missing.has(number)) shard.post({ kind: 'dump', id, listings });
    }
  }

  /** Takes a shard's answer; returns all books when it was the last one missing. */
  take(shard: number, id: number, books: readonly BookDump[]): readonly BookDump[] | null {
    const gathering = this.gatherings.get(id);
    if (!gathering?.missing.delete(shard)) return null;
    gathering.books.push(...books);
    if (gathering.missing.size > 0) return null;
    this.gatherings.delete(id);
    return gathering.books;
  }
}
