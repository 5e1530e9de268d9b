/**
 * Which shard keeps which book: by consistent hash of the links a listing is part of, or of the listing itself, so that all members
 * of a link are in one shard and a ladder never crosses a thread.
 */
import type { Instrument } from '../../src-shared/domain/instrument.ts';
import type { Link } from '../../src-shared/domain/link.ts';
import type { ListingId } from '../../src-shared/domain/listing.ts';
import { shardOf } from './jump-hash.ts';

export class Placement {
  private readonly instruments = new Map<ListingId, Instrument>();
  private readonly shards = new Map<ListingId, number>();
  private groups = new Map<ListingId, string>();
  private readonly count: number;

  constructor(shards: number) {
    this.count = shards;
  }

  all(): Iterable<Instrument> {
    return this.instruments.values();
  }

  instrument(listing: ListingId): Instrument | undefined {
    return this.instruments.get(listing);
  }

  /** The shard that keeps the listing, -1 when it is unknown. */
  of(listing: ListingId): number {
    return this.shards.get(listing) ?? -1;
  }

  /** Those of the listings that the shard keeps. */
  on(shard: number, listings: readonly ListingId[]): readonly ListingId[] {
    return listings.filter((listing) => this.of(listing) === shard);
  }

  /** Takes an instrument, or new facts of one; returns its shard. */
  add(instrument: Instrument): number {
    this.instruments.set(instrument.id, instrument);
    const shard = this.shardFor(instrument.id);
    this.shards.set(instrument.id, shard);
    return shard;
  }

  remove(listing: ListingId): void {
    this.instruments.delete(listing);
    this.shards.delete(listing);
  }

  /** Takes the links; returns the listings whose shard is another now, with the old one. */
  setLinks(
    links: readonly Link[],
  ): readonly { readonly listing: ListingId; readonly from: number; readonly to: number }[] {
    this.groups = groupsOf(links);
    const moved: { listing: ListingId; from: number; to: number }[] = [];
    for (const [listing, from] of this.shards) {
      const to = this.shardFor(listing);
      if (to === from) continue;
      this.shards.set(listing, to);
      moved.push({ listing, from, to });
    }
    return moved;
  }

  private shardFor(listing: ListingId): number {
    return shardOf(this.groups.get(listing) ?? listing, this.count);
  }
}

/**
 * The group of every linked listing: links that share a listing are one group, named by a confirmed link where there is one, so that
 * looking at a suggestion moves the suggested book and not those that are watched.
 */
function groupsOf(links: readonly Link[]): Map<ListingId, string> {
  const groups = new Map<ListingId, string>();
  const members = new Map<string, ListingId[]>();
  for (const { id, members: listed } of links.toSorted(confirmedFirst)) {
    const listings = listed.map(({ listing }) => listing);
    const met = [...new Set(listings.flatMap((listing) => groups.get(listing) ?? []))];
    const [group = id] = met;
    const joined = [...new Set([...met.flatMap((one) => members.get(one) ?? []), ...listings])];
    for (const one of met) members.delete(one);
    members.set(group, joined);
    for (const listing of joined) groups.set(listing, group);
  }
  return groups;
}

function confirmedFirst(a: Link, b: Link): number {
  return Number(b.status === 'confirmed') - Number(a.status === 'confirmed') || (a.id < b.id ? -1 : 1);
}
