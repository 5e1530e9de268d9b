/**
 * Finds markets: by words, and by what they are; sorted, a page at a time.
 *
 * Without another order the best come first: all words right before some mistyped, whole words before beginnings, titles that begin so,
 * linked markets, open ones, then by volume.
 */
import type { MarketQuery } from '../../src-shared/contract/window-main.ts';
import { tierOf } from '../../src-shared/domain/tier.ts';
import { type Catalog, marketState } from './catalog.ts';
import { LINKED, OPEN } from './market-columns.ts';
import { wordsOf } from './market-words.ts';
import { EXACT, type Found, PREFIX } from './word-index.ts';

/** Names of a facet that are told, the most frequent ones. */
const FACET_NAMES_MAX = 60;
const RIGHT = 32;
const WHOLE = 16;
const STARTS = 8;
const LINK = 4;
const IS_OPEN = 2;
/** Above every volume: the rank counts first. */
const VOLUME_CEILING = 1e12;

/** Reused by every query: 200,000 rows would be too much to allocate for every letter that is typed. */
let scratchRows = new Uint32Array(0);
let scratchKeys = new Float64Array(0);

export type Facet = readonly (readonly [name: string, count: number])[];

export type MatchedRows = {
  /** In order, all of them or the first `limit`. */
  readonly rows: Uint32Array;
  readonly total: number;
  readonly categories: Facet;
  readonly tags: Facet;
};

/** All rows that match, in order. `limit`: only so many of the first are wanted; they cost less. */
export function matchMarkets(
  catalog: Catalog,
  query: MarketQuery,
  nowMs: number,
  limit = Number.POSITIVE_INFINITY,
): MatchedRows {
  const words = wordsOf(query.text);
  const found = words.length > 0 ? catalog.words.search(words) : null;
  const filter = new Filter(catalog, query, nowMs);
  const { rowCount } = catalog.columns;
  if (scratchRows.length < rowCount) {
    scratchRows = new Uint32Array(rowCount * 2);
    scratchKeys = new Float64Array(rowCount * 2);
  }
  const hits = scratchRows;
  let count = 0;
  for (let row = 0; row < rowCount; row++) {
    if (found && found.matched[row] !== found.words) continue;
    if (filter.takes(row)) hits[count++] = row;
  }
  const keys = sortKeys(catalog, query, found, hits, count);
  const rows = inOrder(hits.subarray(0, count), keys, limit);
  return { rows, total: count, categories: filter.categories(), tags: filter.tags() };
}

/** Decides row by row, and counts categories and tags as it goes: those that could be chosen besides. */
class Filter {
  private readonly catalog: Catalog;
  private readonly query: MarketQuery;
  private readonly nowMs: number;
  private readonly venues: ReadonlySet<number>;
  private readonly chosenCategories: ReadonlySet<number>;
  private readonly chosenTags: ReadonlySet<string>;
  private readonly categoryCounts: Uint32Array;
  private readonly tagListCounts: Uint32Array;
  private readonly closesMax: number;

  constructor(catalog: Catalog, query: MarketQuery, nowMs: number) {
    const { columns } = catalog;
    this.catalog = catalog;
    this.query = query;
    this.nowMs = nowMs;
    this.venues = new Set(query.venues.map((venue) => columns.venues.idOf(venue)));
    this.chosenCategories = new Set(query.categories.map((category) => columns.categories.idOf(category)));
    this.chosenTags = new Set(query.tags);
    this.categoryCounts = new Uint32Array(columns.categories.size);
    this.tagListCounts = new Uint32Array(columns.tagLists.size);
    this.closesMax = query.closesWithinMs === null ? Number.NaN : nowMs + query.closesWithinMs;
  }

  takes(row: number): boolean {
    const { columns } = this.catalog;
    const { query, nowMs } = this;
    if (!columns.isAlive(row)) return false;
    if (this.venues.size > 0 && !this.venues.has(columns.venue[row]!)) return false;
    if (query.volumeMin > 0 && columns.volume[row]! < query.volumeMin) return false;
    const decided = columns.decided[row]!;
    if (!Number.isNaN(this.closesMax) && !(decided <= this.closesMax && decided > nowMs)) return false;
    if (query.tiers.length > 0 && !query.tiers.includes(tierOf(decided, nowMs))) return false;
    if (query.states.length > 0 && !query.states.includes(marketState(columns, row, nowMs))) return false;
    const category = columns.category[row]!;
    this.categoryCounts[category]!++;
    if (this.chosenCategories.size > 0 && !this.chosenCategories.has(category)) return false;
    this.tagListCounts[columns.tagList[row]!]!++;
    return this.chosenTags.size === 0 || this.hasTag(columns.tagList[row]!);
  }

  categories(): Facet {
    const { categories } = this.catalog.columns;
    const counts = new Map<string, number>();
    this.categoryCounts.forEach((count, id) => {
      if (count > 0 && categories.textOf(id) !== '') counts.set(categories.textOf(id), count);
    });
    return mostFrequent(counts);
  }

  tags(): Facet {
    const { tagLists } = this.catalog.columns;
    const counts = new Map<string, number>();
    this.tagListCounts.forEach((count, id) => {
      if (count === 0) return;
      for (const tag of tagLists.textOf(id).split('\n'))
        if (tag !== '') counts.set(tag, (counts.get(tag) ?? 0) + count);
    });
    return mostFrequent(counts);
  }

  private hasTag(tagList: number): boolean {
    return this.catalog.columns.tagLists
      .textOf(tagList)
      .split('\n')
      .some((tag) => this.chosenTags.has(tag));
  }
}

function mostFrequent(counts: ReadonlyMap<string, number>): Facet {
  return [...counts].sort(([, a], [, b]) => b - a).slice(0, FACET_NAMES_MAX);
}

/** By row: what is sorted by, the highest first. */
function sortKeys(
  { columns, words }: Catalog,
  { sort, descending }: MarketQuery,
  found: Found | null,
  hits: Uint32Array,
  count: number,
): Float64Array {
  const keys = scratchKeys;
  for (let at = 0; at < count; at++) {
    const row = hits[at]!;
    const volume = columns.volume[row]!;
    if (sort === 'volume') keys[row] = descending ? volume : -volume;
    else if (sort === 'closes') {
      const decided = columns.decided[row]!;
      // Those that say nothing come last, either way.
      keys[row] = Number.isNaN(decided) ? Number.NEGATIVE_INFINITY : descending ? decided : -decided;
    } else {
      const isLinked = (columns.flags[row]! & LINKED) !== 0;
      const rank = (isLinked ? LINK : 0) + (columns.status[row] === OPEN ? IS_OPEN : 0);
      keys[row] =
        (rank + fitOf(found, words.firstTermOf(row), row)) * VOLUME_CEILING +
        Math.min(Math.max(volume, 0), VOLUME_CEILING - 1);
    }
  }
  return keys;
}

/** How well the words fit a row. */
function fitOf(found: Found | null, firstTerm: number, row: number): number {
  if (found === null) return 0;
  const grade = found.grades[row]! / found.words;
  const starts = found.firstTerms.has(firstTerm) ? STARTS : 0;
  return starts + (grade >= PREFIX ? RIGHT : 0) + (grade === EXACT ? WHOLE : 0);
}

/** The rows by their keys, equal ones by row. */
function inOrder(rows: Uint32Array, keys: Float64Array, limit: number): Uint32Array {
  const compare = (a: number, b: number): number => keys[b]! - keys[a]! || a - b;
  if (rows.length <= limit * 2) return rows.sort(compare).slice(0, Math.min(limit, rows.length));
  // Not all are sorted: what is behind the worst of the first ones is passed over.
  const kept = new Uint32Array(limit * 2);
  let count = 0;
  let worst = Number.NEGATIVE_INFINITY;
  for (const row of rows) {
    if (keys[row]! <= worst) continue;
    kept[count++] = row;
    if (count < kept.length) continue;
    kept.sort(compare);
    count = limit;
    worst = keys[kept[limit - 1]!]!;
  }
  return kept.subarray(0, count).sort(compare).slice(0, limit);
}
