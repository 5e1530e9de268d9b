/**
 * All alert rules of a shard, looked at where the books are, so that they hold whether or not a window is open.
 *
 * After each frame the rules of the books it changed are looked at; trades as they come; feeds and floods at ticks. Time is the
 * books' own, so a replay tells the same alerts at the same messages. Without rules it costs one comparison a frame.
 */
import { type AlertKind, type AlertRule, type AlertSighting, ANY_MARKET } from '../../src-shared/domain/alert.ts';
import { ALERTS_PER_SECOND_MAX } from '../../src-shared/domain/limits.ts';
import { notionalMicros } from '../../src-shared/domain/micros.ts';
import { BID, type EventBuffer, type Side } from '../../src-shared/domain/wire/event-buffer.ts';
import type { BookEntry, BookTable } from '../book/book-table.ts';
import { AlertWatch, type Seen, type WatchedBook } from './alert-watch.ts';
import { EdgeAlerts } from './edge-alerts.ts';
import { FeedAlerts } from './feed-alerts.ts';
import type { LinkSpreads, SpreadBoard } from './spread-board.ts';

/** Feeds are looked at this often: finer than any time a rule waits for. */
const FEED_LOOK_MS = 500;
const SECOND_MS = 1_000;
const NONE = -1;

export interface AlertOutput {
  alert(sighting: AlertSighting): void;
  /** A line for the event log. */
  log(level: 'warn', code: string, entry: null, text: string): void;
}

export class AlertBoard {
  private readonly table: BookTable;
  private readonly booksOf: (target: string) => readonly WatchedBook[];
  private readonly out: AlertOutput;
  private watches: AlertWatch[] = [];
  private readonly feeds = new Map<AlertWatch, FeedAlerts>();
  private readonly edges = new Map<AlertWatch, EdgeAlerts>();
  private readonly spreads: SpreadBoard;
  /** Links whose figures changed since they were looked at. */
  private readonly changedLinks = new Set<LinkSpreads>();
  /** Rules of a book's prices and sizes, by the book's slot. */
  private readonly bySlot = new Map<number, AlertWatch[]>();
  private readonly changed = new Set<AlertWatch>();
  private resolved = new Set<string>();
  private feedLookMs = 0;
  private secondMs = 0;
  private inSecond = 0;

  /** `booksOf`: the books behind a listing or link that are kept here. */
  constructor(
    table: BookTable,
    spreads: SpreadBoard,
    booksOf: (target: string) => readonly WatchedBook[],
    out: AlertOutput,
  ) {
    this.table = table;
    this.spreads = spreads;
    this.booksOf = booksOf;
    spreads.onChange = (_way, link) => {
      if (this.edges.size > 0) this.changedLinks.add(link);
    };
    this.out = out;
  }

  /** The rules are these now. One that stayed as it was keeps what it has seen. */
  setRules(rules: readonly AlertRule[]): void {
    const known = new Map(this.watches.map((watch) => [JSON.stringify(watch.rule), watch]));
    this.watches = rules
      .filter(({ enabled }) => enabled)
      .map((rule) => known.get(JSON.stringify(rule)) ?? new AlertWatch(rule));
    const kept = new Set(this.watches);
    for (const watch of this.feeds.keys()) if (!kept.has(watch)) this.feeds.delete(watch);
    for (const watch of this.edges.keys()) if (!kept.has(watch)) this.edges.delete(watch);
    for (const watch of this.ofKind('edge')) if (!this.edges.has(watch)) this.edges.set(watch, new EdgeAlerts());
    // The first look at a link only finds out where it stands.
    if (this.edges.size > 0) for (const link of this.spreads.all()) this.changedLinks.add(link);
    this.lookAtEdges(0);
    for (const watch of this.ofKind('feed')) if (!this.feeds.has(watch)) this.feeds.set(watch, new FeedAlerts());
    this.refresh();
  }

  /** Books or links changed: rules are of other books now. */
  refresh(): void {
    this.bySlot.clear();
    this.changed.clear();
    for (const watch of this.watches) {
      watch.books = watch.rule.target === ANY_MARKET ? [] : this.booksOf(watch.rule.target);
      if (!isOfBook(watch.rule.when.kind)) continue;
      for (const { entry } of watch.books) {
        const others = this.bySlot.get(entry.slot);
        if (others) others.push(watch);
        else this.bySlot.set(entry.slot, [watch]);
      }
      watch.begin();
    }
    for (const [watch, feed] of this.feeds) {
      feed.keepOnly((listing) => this.booksOf(listing).length > 0);
      feed.begin(this.booksOfFeed(watch));
    }
  }

  /** A frame was applied: its books may have crossed something. */
  afterFrame({ slot, length }: EventBuffer, nowMs: number): void {
    this.lookAtEdges(nowMs);
    if (this.bySlot.size === 0) return;
    for (let row = 0; row < length; row++) {
      const watches = this.bySlot.get(slot[row]!);
      if (watches) for (const watch of watches) this.changed.add(watch);
    }
    if (this.changed.size === 0) return;
    for (const watch of this.changed) this.tell(watch, watch.look(), nowMs);
    this.changed.clear();
  }

  trade(entry: BookEntry, priceMicros: number, sizeMicros: number, taker: Side, nowMs: number): void {
    for (const watch of this.watches) {
      const { when } = watch.rule;
      if (when.kind === 'price') {
        if (isOf(watch, entry)) this.tell(watch, watch.lookAtTrade(entry, priceMicros), nowMs);
      } else if (
        when.kind === 'trade' &&
        entry.book.sync.phase !== 'behind' &&
        (watch.rule.target === ANY_MARKET || isOf(watch, entry))
      ) {
        if (notionalMicros(priceMicros, sizeMicros) < when.notionalMicros) continue;
        this.tell(watch, { entry, priceMicros, sizeMicros, side: taker === BID ? 'bid' : 'ask' }, nowMs);
      }
    }
  }

  /** The market's outcome is known. It is told once, however often it is said. */
  onResolved(entry: BookEntry, nowMs: number): void {
    if (this.resolved.has(entry.listing)) return;
    this.resolved.add(entry.listing);
    for (const watch of this.ofKind('resolution')) {
      if (watch.rule.target !== ANY_MARKET && !isOf(watch, entry)) continue;
      this.tell(watch, { entry, priceMicros: NONE, sizeMicros: NONE, side: 'none' }, nowMs);
    }
  }

  tick(nowMs: number): void {
    this.lookAtEdges(nowMs);
    if (nowMs - this.secondMs >= SECOND_MS || nowMs < this.secondMs) {
      if (this.inSecond > ALERTS_PER_SECOND_MAX) this.tellFlood(this.inSecond - ALERTS_PER_SECOND_MAX);
      this.secondMs = nowMs;
      this.inSecond = 0;
    }
    if (this.feeds.size === 0 || (nowMs >= this.feedLookMs && nowMs - this.feedLookMs < FEED_LOOK_MS)) return;
    this.feedLookMs = nowMs;
    for (const [watch, feed] of this.feeds) this.lookAtFeed(watch, feed, nowMs);
  }

  /** The books are those of another time: rules first find out again where they stand. */
  forget(): void {
    for (const watch of this.watches) watch.forget();
    for (const feed of this.feeds.values()) feed.forget();
    for (const edge of this.edges.values()) edge.forget();
    this.resolved = new Set();
    this.feedLookMs = 0;
    this.secondMs = 0;
    this.inSecond = 0;
  }

  private lookAtEdges(nowMs: number): void {
    if (this.changedLinks.size === 0) return;
    for (const link of this.changedLinks) {
      for (const [watch, edge] of this.edges) this.lookAtEdge(watch, edge, link, nowMs);
    }
    this.changedLinks.clear();
  }

  private lookAtEdge(watch: AlertWatch, edge: EdgeAlerts, spreads: LinkSpreads, nowMs: number): void {
    const { when, target } = watch.rule;
    const { id } = spreads.link;
    if (when.kind !== 'edge' || (target !== ANY_MARKET && target !== id)) return;
    const way = edge.look(spreads, when.edgeMicros, when.hysteresisMicros);
    if (!way || !watch.speaks(id, nowMs)) return;
    const { edgeMicros: priceMicros, sizeMicros } = way.spread;
    this.say({ ...sightingOf(watch, way.buy.entry, nowMs), listing: id, priceMicros, sizeMicros, books: 2 });
  }

  private lookAtFeed(watch: AlertWatch, feed: FeedAlerts, nowMs: number): void {
    const { when, target } = watch.rule;
    if (when.kind !== 'feed') return;
    const isAny = target === ANY_MARKET;
    for (const { of, first, books: count } of feed.look(this.booksOfFeed(watch), isAny, when.forMs, nowMs)) {
      if (!watch.speaks(of, nowMs)) continue;
      this.say({
        ...sightingOf(watch, first, nowMs),
        listing: isAny ? '' : first.listing,
        reason: first.book.sync.reason,
        books: count,
      });
    }
  }

  private booksOfFeed(watch: AlertWatch): readonly BookEntry[] {
    if (watch.rule.target !== ANY_MARKET) return watch.books.map(({ entry }) => entry);
    const books: BookEntry[] = [];
    this.table.forEach((entry) => {
      books.push(entry);
    });
    return books;
  }

  private tell(watch: AlertWatch, seen: Seen | null, nowMs: number): void {
    if (!seen || !watch.speaks(seen.entry.listing, nowMs)) return;
    const { priceMicros, sizeMicros, side } = seen;
    this.say({ ...sightingOf(watch, seen.entry, nowMs), priceMicros, sizeMicros, side });
  }

  private say(sighting: AlertSighting): void {
    if (++this.inSecond <= ALERTS_PER_SECOND_MAX) this.out.alert(sighting);
  }

  private tellFlood(alerts: number): void {
    this.out.log('warn', 'ALERT_FLOOD', null, `${alerts} alerts of one second were left out.`);
  }

  private ofKind(kind: AlertKind): readonly AlertWatch[] {
    return this.watches.filter(({ rule }) => rule.when.kind === kind);
  }
}

function isOfBook(kind: AlertKind): boolean {
  return kind === 'price' || kind === 'spread' || kind === 'wall';
}

function isOf(watch: AlertWatch, entry: BookEntry): boolean {
  return watch.books.some((book) => book.entry === entry);
}

function sightingOf({ rule }: AlertWatch, { listing, venue }: BookEntry, atMs: number): AlertSighting {
  return {
    rule: rule.id,
    atMs,
    listing,
    venue,
    priceMicros: NONE,
    sizeMicros: NONE,
    side: 'none',
    reason: 'none',
    books: 1,
  };
}
