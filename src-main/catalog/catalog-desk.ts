/**
 * The catalogue at work, in its thread: walks through the venues' pages, answers queries, decides what is followed.
 *
 * It makes no request itself: main does, within the rate limits that a venue's other requests share. It knows the time by a clock that
 * is passed in.
 */
import { setImmediate as turn } from 'node:timers/promises';
import type { CatalogState, MarketQuery } from '../../src-shared/contract/window-main.ts';
import { type Listing, type ListingId, listingId, type VenueId } from '../../src-shared/domain/listing.ts';
import type { Json, LifecycleNotice } from '../../src-shared/domain/notice.ts';
import { type RestRequest, type Venue, VenueError } from '../../src-shared/venues/venue.ts';
import { Catalog, type CatalogChange } from './catalog.ts';
import type { CatalogCalls, FollowPart, FromCatalog, MarketRows, PageResult } from './catalog-calls.ts';
import { takeLifecycle } from './lifecycle.ts';
import { limitListings } from './listing-limits.ts';
import { FOLLOWED, LINKED } from './market-columns.ts';
import { firstListings, pageRows } from './market-pages.ts';
import { type MatchedRows, matchMarkets } from './market-query.ts';
import { newVenueState, noteOf, type VenueState, type Walk } from './venue-state.ts';
import { type WantedInput, wantedMarkets } from './wanted.ts';

/** How often closing times are looked at. */
const TICK_MS = 30_000;
/**
 * Changes of what is wanted, and of the markets, are gathered so long before what is followed is decided again; and changes of the
 * state before it is told.
 */
const WANT_DELAY_MS = 20;
const FOLLOW_DELAY_MS = 1_000;
const STATE_DELAY_MS = 250;
/** Listings put between two looks at what else is asked: a search does not wait for a page. */
const SLICE = 250;
/** Listings that main takes at once. */
const PART = 50;
/** Markets that are due to be asked about, told at once. */
const DUE_MAX = 200;
/** Markets asked about after a walk. Were pages missing, all would be; the rest waits for the next walks, and none is dropped unasked. */
const MISSING_MAX = 400;
/** A result is used for further pages of the same query for so long. */
const RESULT_KEPT_MS = 3_000;

export type CatalogDeskOptions = {
  readonly file: string | null;
  readonly venues: readonly Venue[];
  readonly now: () => number;
  readonly say: (message: FromCatalog) => void;
};

export class CatalogDesk implements CatalogCalls {
  /** Hears of every change, for tests and logs. */
  onPut: (() => void) | null = null;
  private readonly catalog: Catalog;
  private readonly options: CatalogDeskOptions;
  private readonly states = new Map<VenueId, VenueState>();
  private readonly ticker: NodeJS.Timeout;
  private walks = 0;
  private wanted: WantedInput = { asked: [], scope: 'watchlist', max: 0 };
  private readonly linkedIds = new Set<ListingId>();
  /** By row: one is given to another market only after it had none as the catalogue was made compact, and then it is not in here. */
  private followed = new Map<number, ListingId>();
  private readonly toAdd = new Set<ListingId>();
  private readonly toRemove = new Set<ListingId>();
  private readonly toChange = new Set<ListingId>();
  private leftOut = 0;
  /** What is followed was not yet told to the end. */
  private isNew = true;
  private revision = 0;
  private followTimer: NodeJS.Timeout | null = null;
  private followDueMs = 0;
  private stateTimer: NodeJS.Timeout | null = null;
  private last: { readonly key: string; readonly atMs: number; readonly result: MatchedRows } | null = null;

  constructor(options: CatalogDeskOptions) {
    this.options = options;
    const nowMs = options.now();
    this.catalog = Catalog.open(options.file, nowMs);
    for (const { id } of options.venues) this.states.set(id, newVenueState(nowMs));
    for (const { venue, completed, markets } of this.catalog.walks()) {
      const state = this.states.get(venue);
      // What closed while nobody looked is asked about first.
      if (state) Object.assign(state, { refreshedMs: completed, expected: markets, dueSinceMs: completed });
    }
    if (this.catalog.problem !== '') options.say({ kind: 'problem', text: this.catalog.problem });
    this.catalog.onChange = (change) => this.onChange(change);
    this.ticker = setInterval(() => this.tick(), TICK_MS);
    this.tellState();
  }

  /** Markets known. */
  get size(): number {
    return this.catalog.size;
  }

  state(): CatalogState {
    const { columns } = this.catalog;
    const byVenue = [...this.states].map(([venue, { walk, refreshedMs, expected, note, trouble }]) => ({
      venue,
      listings: columns.sizeOf(venue),
      complete: refreshedMs !== null,
      refreshedMs,
      walk: walk && { met: walk.met, expected },
      trouble,
      note,
    }));
    return { listings: columns.size, revision: this.revision, byVenue };
  }

  next(venue: VenueId): RestRequest | null {
    const state = this.stateOf(venue);
    state.walk ??= this.beginWalk(venue);
    return state.walk.discovery.next();
  }

  async page(venue: VenueId, body: Uint8Array): Promise<PageResult> {
    const state = this.stateOf(venue);
    const walk = state.walk ?? this.beginWalk(venue);
    state.walk = walk;
    const page = walk.discovery.accept(readJson(this.venueOf(venue), body));
    const { listings, cut, problems: refused } = limitListings(page.listings);
    const problems = [...page.problems, ...refused];
    for (let at = 0; at < listings.length; at += SLICE) {
      this.catalog.put(listings.slice(at, at + SLICE), { nowMs: this.options.now(), walk: walk.number });
      await turn();
    }
    walk.met += listings.length;
    if (walk.problems === 0) walk.firstProblem = problems[0] ?? '';
    walk.problems += problems.length;
    walk.combinations += page.combinations?.length ?? 0;
    walk.cut += cut;
    const { broken = '' } = page;
    state.trouble = broken;
    const next = walk.discovery.next();
    // Of a walk that broke off, nothing is concluded about the markets that it did not meet.
    if (broken !== '') state.walk = null;
    const missing = next === null && broken === '' ? this.endWalk(venue, state, walk) : [];
    this.tellStateSoon();
    return { next, note: noteOf(walk), missing, broken };
  }

  abandon(venue: VenueId): null {
    this.stateOf(venue).walk = null;
    return null;
  }

  asked(venue: VenueId, bodies: readonly Uint8Array[]): readonly string[] {
    const known = (marketId: string): Listing | undefined => this.catalog.get(listingId(venue, marketId));
    const owner = this.venueOf(venue);
    const answers = bodies.map((body) => readJson(owner, body));
    const read = owner.readMarkets(answers.length === 1 ? answers[0]! : answers, known);
    this.catalog.put(limitListings(read.listings).listings, { nowMs: this.options.now(), walk: 0 });
    // What is passed over is known to the venue all the same, and not asked for again.
    return [...read.listings.map(({ marketId }) => marketId), ...(read.combinations ?? [])];
  }

  unknown(venue: VenueId, marketIds: readonly string[]): null {
    for (const marketId of marketIds) this.catalog.unknown(listingId(venue, marketId));
    return null;
  }

  due(venue: VenueId): readonly string[] {
    const state = this.stateOf(venue);
    // A list is told to its end before a later one begins: every market once, and none for ever in front of the others.
    if (state.dueRow === 0) state.dueUntilMs = this.options.now();
    const part = { from: state.dueRow, limit: DUE_MAX };
    const { marketIds, next } = this.catalog.dueBetween(venue, state.dueSinceMs, state.dueUntilMs, part);
    state.dueRow = next;
    if (next === 0) state.dueSinceMs = state.dueUntilMs;
    return marketIds;
  }

  trouble(venue: VenueId, note: string): null {
    this.stateOf(venue).trouble = note;
    this.tellStateSoon();
    return null;
  }

  lifecycle(venue: VenueId, notice: LifecycleNotice): string | null {
    let announced: string | null = null;
    takeLifecycle(this.catalog, venue, notice, this.options.now(), (marketId) => {
      announced = marketId;
    });
    return announced;
  }

  markets(query: MarketQuery): MarketRows {
    const nowMs = this.options.now();
    return pageRows(this.catalog, this.matched(query, nowMs), query, nowMs);
  }

  search(query: MarketQuery): readonly Listing[] {
    return firstListings(this.catalog, query, this.options.now());
  }

  listings(ids: readonly ListingId[]): readonly Listing[] {
    return ids.map((id) => this.catalog.get(id)).filter((listing) => listing !== undefined);
  }

  linked(add: readonly ListingId[], remove: readonly ListingId[]): null {
    for (const id of remove) this.linkedIds.delete(id);
    for (const id of add) this.linkedIds.add(id);
    this.markLinked();
    return null;
  }

  want(input: WantedInput): null {
    this.wanted = input;
    this.followSoon(WANT_DELAY_MS);
    return null;
  }

  follow(): FollowPart {
    const add = take(this.toAdd, PART);
    const changed = take(this.toChange, PART - add.length);
    const isLast = this.toAdd.size === 0 && this.toChange.size === 0;
    // Last, as the books that take the places are there by then.
    const remove = isLast ? take(this.toRemove, Number.POSITIVE_INFINITY) : [];
    const isFirst = this.isNew;
    if (isLast) this.isNew = false;
    return {
      add: this.listings(add),
      changed: this.listings(changed),
      remove,
      leftOut: this.leftOut,
      isFirst,
      more: !isLast,
    };
  }

  close(): null {
    clearInterval(this.ticker);
    if (this.followTimer) clearTimeout(this.followTimer);
    if (this.stateTimer) clearTimeout(this.stateTimer);
    this.catalog.close();
    return null;
  }

  private beginWalk(venue: VenueId): Walk {
    this.tellStateSoon();
    const discovery = this.venueOf(venue).createDiscovery();
    return { discovery, number: ++this.walks, met: 0, problems: 0, firstProblem: '', combinations: 0, cut: 0 };
  }

  private endWalk(venue: VenueId, state: VenueState, walk: Walk): readonly string[] {
    const nowMs = this.options.now();
    const part = { from: state.missingRow, limit: MISSING_MAX };
    const { marketIds, next } = this.catalog.walked(venue, walk.number, nowMs, part);
    state.missingRow = next;
    state.walk = null;
    state.refreshedMs = nowMs;
    state.expected = this.catalog.columns.sizeOf(venue);
    state.note = noteOf(walk);
    return marketIds;
  }

  private matched(query: MarketQuery, nowMs: number): MatchedRows {
    // Not the time of day: that may be set back, and would keep a result for as long.
    const atMs = performance.now();
    const key = JSON.stringify({ ...query, offset: 0, limit: 0 });
    const { last } = this;
    if (last?.key === key && atMs - last.atMs < RESULT_KEPT_MS) return last.result;
    const result = matchMarkets(this.catalog, query, nowMs);
    this.last = { key, atMs, result };
    return result;
  }

  private onChange({ added, changed, removed }: CatalogChange): void {
    this.revision++;
    this.onPut?.();
    if (added.length > 0) this.markLinked();
    for (const { id } of changed) {
      if (this.followed.has(this.catalog.rowOf(id)) && !this.toAdd.has(id)) this.toChange.add(id);
    }
    if (added.length > 0 || changed.length > 0 || removed.length > 0) this.followSoon(FOLLOW_DELAY_MS);
    this.tellStateSoon();
  }

  private markLinked(): void {
    const { catalog } = this;
    catalog.columns.mark(
      LINKED,
      [...this.linkedIds].map((id) => catalog.rowOf(id)).filter((row) => row >= 0),
    );
  }

  private tick(): void {
    this.catalog.removeEnded(this.options.now());
    // What is followed has a market now; what was found may have another one later.
    this.decideFollowed();
    if (this.catalog.compact()) this.last = null;
    this.tellStateSoon();
  }

  private followSoon(delayMs: number): void {
    const dueMs = performance.now() + delayMs;
    if (this.followTimer && this.followDueMs <= dueMs) return;
    if (this.followTimer) clearTimeout(this.followTimer);
    this.followDueMs = dueMs;
    this.followTimer = setTimeout(() => {
      this.followTimer = null;
      this.decideFollowed();
    }, delayMs);
  }

  private decideFollowed(): void {
    const input = { ...this.wanted, asked: [...this.wanted.asked, ...this.linkedIds] };
    const { rows, leftOut } = wantedMarkets(this.catalog, input, this.options.now());
    const { columns } = this.catalog;
    columns.mark(FOLLOWED, rows);
    const before = new Set(this.followed.values());
    const next = new Map<number, ListingId>();
    for (const row of rows) {
      const known = this.followed.get(row);
      const id = known ?? this.catalog.listingAt(row)?.id;
      if (id === undefined) continue;
      next.set(row, id);
      if (known !== undefined) continue;
      // One that main was not yet told to give up, or whose words changed and with them its row, main has already.
      if (this.toRemove.delete(id) || before.has(id)) this.toChange.add(id);
      else this.toAdd.add(id);
    }
    const ids = new Set(next.values());
    for (const id of before) {
      if (ids.has(id)) continue;
      this.toChange.delete(id);
      // One that main never heard of needs not be taken back.
      if (!this.toAdd.delete(id)) this.toRemove.add(id);
    }
    const isNews =
      this.isNew || leftOut !== this.leftOut || this.toAdd.size + this.toRemove.size + this.toChange.size > 0;
    this.followed = next;
    this.leftOut = leftOut;
    if (isNews) this.options.say({ kind: 'follow' });
  }

  private tellStateSoon(): void {
    this.stateTimer ??= setTimeout(() => {
      this.stateTimer = null;
      this.tellState();
    }, STATE_DELAY_MS);
  }

  private tellState(): void {
    this.options.say({ kind: 'state', state: this.state() });
  }

  private stateOf(venue: VenueId): VenueState {
    const state = this.states.get(venue);
    if (!state) throw new Error(`there is no venue ${venue}`);
    return state;
  }

  private venueOf(id: VenueId): Venue {
    const venue = this.options.venues.find((known) => known.id === id);
    if (!venue) throw new Error(`there is no venue ${id}`);
    return venue;
  }
}

function readJson({ name }: Venue, body: Uint8Array): Json {
  try {
    return JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8')) as Json;
  } catch {
    throw new VenueError(`${name} answered with something that is not JSON.`);
  }
}

/** Takes the first so many out of the set. */
function take<Item>(set: Set<Item>, count: number): readonly Item[] {
  const items: Item[] = [];
  for (const item of set) {
    if (items.length >= count) break;
    items.push(item);
    set.delete(item);
  }
  return items;
}
