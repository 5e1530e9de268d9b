/**
 * Counts a shard's books by connection and venue: carried, delivering, and how long ago each changed. It runs once a second over all
 * books; per book nothing is made.
 */
import {
  type ConnectionCoverage,
  type CoverageCounts,
  DORMANT_AFTER_MS,
  QUIET_AFTER_MS,
  type VenueCoverage,
} from '../../src-shared/domain/coverage.ts';
import { COVERAGE_NAMED_MAX } from '../../src-shared/domain/limits.ts';
import type { ListingId, VenueId } from '../../src-shared/domain/listing.ts';
import { NO_CONNECTION } from '../../src-shared/domain/subscription-table.ts';
import type { Book } from '../book/book.ts';
import type { BookEntry, BookTable } from '../book/book-table.ts';

type Writable<Counts> = { -readonly [Name in keyof Counts]: Counts[Name] };
type Tally = Writable<ConnectionCoverage>;

const NO_COUNTS: CoverageCounts = {
  subscribed: 0,
  delivering: 0,
  active: 0,
  quiet: 0,
  dormant: 0,
  silent: 0,
  closed: 0,
};
const COUNTED = Object.keys(NO_COUNTS) as readonly (keyof CoverageCounts)[];

type Gathering = {
  /** A book that last changed after the one is active, after the other quiet. */
  readonly activeAfterMs: number;
  readonly quietAfterMs: number;
  missing: number;
  readonly tallies: Map<number, Tally>;
  readonly firstQuiet: ListingId[];
  readonly firstDormant: ListingId[];
  readonly firstMissing: ListingId[];
};

/** The coverage of a table, by venue. `extra` holds the closed books that are still carried. */
export function countCoverage(table: BookTable, nowMs: number): readonly VenueCoverage[] {
  const venues = new Map<VenueId, Gathering>();
  const activeAfterMs = nowMs - QUIET_AFTER_MS;
  const quietAfterMs = nowMs - DORMANT_AFTER_MS;
  table.forEach((entry) => {
    let venue = venues.get(entry.venue);
    if (!venue) {
      venue = {
        activeAfterMs,
        quietAfterMs,
        missing: 0,
        tallies: new Map(),
        firstQuiet: [],
        firstDormant: [],
        firstMissing: [],
      };
      venues.set(entry.venue, venue);
    }
    countBook(venue, entry);
  });
  return [...venues].map(([venue, { missing, tallies, firstQuiet, firstDormant, firstMissing }]) => {
    const connections = [...tallies.values()];
    const counts = sumCounts(connections);
    return { venue, ...counts, missing, extra: counts.closed, connections, firstQuiet, firstDormant, firstMissing };
  });
}

function countBook(venue: Gathering, { book, owner, listing }: BookEntry): void {
  const { phase } = book.sync;
  if (owner === NO_CONNECTION) {
    if (phase === 'closed') return;
    venue.missing++;
    name(venue.firstMissing, listing);
    return;
  }
  let tally = venue.tallies.get(owner);
  if (!tally) {
    tally = { ...NO_COUNTS, connection: owner };
    venue.tallies.set(owner, tally);
  }
  if (phase === 'closed') {
    tally.closed++;
    return;
  }
  tally.subscribed++;
  if (phase === 'synced') tally.delivering++;
  countActivity(venue, tally, book, listing);
}

/** The same as `activityOf`, without a number handed on: it would be boxed, an allocation a book. */
function countActivity(venue: Gathering, tally: Tally, { lastActivityMs }: Book, listing: ListingId): void {
  if (lastActivityMs === 0) tally.silent++;
  else if (lastActivityMs > venue.activeAfterMs) tally.active++;
  else if (lastActivityMs > venue.quietAfterMs) {
    tally.quiet++;
    name(venue.firstQuiet, listing);
  } else {
    tally.dormant++;
    name(venue.firstDormant, listing);
  }
}

function name(list: ListingId[], listing: ListingId): void {
  if (list.length < COVERAGE_NAMED_MAX) list.push(listing);
}

/** Joins what several shards counted: a venue's books, and a connection's, may be kept by all of them. */
export function mergeCoverage(lists: readonly (readonly VenueCoverage[])[]): readonly VenueCoverage[] {
  const byVenue = Map.groupBy(lists.flat(), ({ venue }) => venue);
  return [...byVenue].map(([venue, parts]) => {
    const byConnection = Map.groupBy(
      parts.flatMap(({ connections }) => connections),
      ({ connection }) => connection,
    );
    const connections = [...byConnection].map(([connection, counts]) => ({ ...sumCounts(counts), connection }));
    const first = (of: (part: VenueCoverage) => readonly ListingId[]): readonly ListingId[] =>
      parts.flatMap(of).slice(0, COVERAGE_NAMED_MAX);
    return {
      venue,
      ...sumCounts(connections),
      missing: parts.reduce((sum, { missing }) => sum + missing, 0),
      extra: parts.reduce((sum, { extra }) => sum + extra, 0),
      connections,
      firstQuiet: first(({ firstQuiet }) => firstQuiet),
      firstDormant: first(({ firstDormant }) => firstDormant),
      firstMissing: first(({ firstMissing }) => firstMissing),
    };
  });
}

function sumCounts(parts: readonly CoverageCounts[]): CoverageCounts {
  const sum = { ...NO_COUNTS } as Writable<CoverageCounts>;
  for (const part of parts) for (const count of COUNTED) sum[count] += part[count];
  return sum;
}
