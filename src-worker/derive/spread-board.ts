/**
 * The spreads of all links of a shard, kept as their books change: only what a change concerns is worked out again.
 *
 * Every ordered pair of a link's members is a way; the best one speaks for the link. Rejected links are not kept, suggested ones are
 * worked out like confirmed ones and stay marked. A member without a live book is left out. No clock: time is passed in, so a replayed
 * session gives the same openings. All members of a link are in one shard.
 */

import type { BookPhase } from '../../src-shared/domain/book-phase.ts';
import type { FeeSchedule } from '../../src-shared/domain/fees.ts';
import type { Instrument } from '../../src-shared/domain/instrument.ts';
import type { Link } from '../../src-shared/domain/link.ts';
import type { ListingId } from '../../src-shared/domain/listing.ts';
import { edgeMicrosOf, type LeftOut, noSpread, type Spread, type SpreadRow } from '../../src-shared/domain/spread.ts';
import type { EventBuffer } from '../../src-shared/domain/wire/event-buffer.ts';
import type { BookEntry } from '../book/book-table.ts';
import { SpreadLeg, sameSpread, walkSpread } from './spread.ts';

/** A book that a link's member is kept in. */
export type FoundBook = { readonly entry: BookEntry; readonly instrument: Instrument };
export type FindBook = (listing: ListingId) => FoundBook | undefined;

type Member = {
  readonly entry: BookEntry;
  readonly fees: FeeSchedule | null;
  readonly closesMs: number | null;
  readonly leg: SpreadLeg;
  seenVersion: number;
  seenPhase: BookPhase;
};

export type SpreadWay = {
  readonly buy: Member;
  readonly sell: Member;
  readonly areFeesAssumed: boolean;
  /** One of the two books is behind, so the figures are those of a moment ago. */
  isBehind: boolean;
  spread: Spread;
  /** 0: it earns nothing, or only by an assumed fee or a book that is behind. */
  openSinceMs: number;
};

/** One link's spreads. */
export type LinkSpreads = {
  readonly link: Link;
  /** Place of the link among all links. */
  readonly number: number;
  readonly members: readonly Member[];
  /** Members that no book is kept of. */
  readonly missing: readonly ListingId[];
  /** False while no book of it was ever kept here: then another shard speaks for it. */
  readonly hadBooks: boolean;
  /** Every ordered pair. */
  readonly ways: readonly SpreadWay[];
  /** The way that earns most, or lacks least; null with fewer than two books. */
  best: SpreadWay | null;
  /** Grows whenever some figure is another. */
  version: number;
  isDue: boolean;
};

const UNSEEN = -1;

export class SpreadBoard {
  /** Called for every way whose figures are others than before. */
  onChange: ((way: SpreadWay, spreads: LinkSpreads) => void) | null = null;
  private links: readonly Link[] = [];
  private readonly find: FindBook;
  private spreads = new Map<string, LinkSpreads>();
  private bySlot: (readonly LinkSpreads[] | undefined)[] = [];
  private due: LinkSpreads[] = [];
  /** Every member of every link, each with its link beside it: reviewed often, so flat. */
  private members: Member[] = [];
  private owners: LinkSpreads[] = [];
  private isStale = false;
  private scratch = noSpread();

  constructor(find: FindBook) {
    this.find = find;
  }

  setLinks(links: readonly Link[]): void {
    this.links = links;
    this.isStale = true;
  }

  /** Instruments came, went or changed: links look their books up again, when it is next their turn. */
  refresh(): void {
    if (this.links.length > 0) this.isStale = true;
  }

  /** In the order of the links. */
  all(): Iterable<LinkSpreads> {
    return this.spreads.values();
  }

  get(link: string): LinkSpreads | undefined {
    return this.spreads.get(link);
  }

  /** The book of this slot may have changed; {@link settle} follows. */
  touched(slot: number): void {
    const concerned = this.bySlot[slot];
    if (concerned) for (let i = 0; i < concerned.length; i++) this.makeDue(concerned[i]!);
  }

  /** The frame's rows say which books it was about. */
  afterFrame({ slot, length }: EventBuffer, nowMs: number): void {
    let last = UNSEEN;
    for (let row = 0; row < length; row++) {
      if (slot[row] === last) continue;
      last = slot[row]!;
      this.touched(last);
    }
    this.settle(nowMs);
  }

  /** Works out what was touched. */
  settle(nowMs: number): void {
    if (this.isStale) this.rebuild();
    const { due } = this;
    if (due.length === 0) return;
    for (let i = 0; i < due.length; i++) this.work(due[i]!, nowMs);
    due.length = 0;
  }

  /** Looks at every book: a lost connection, a silence or a new snapshot asked for comes without a row of events. */
  review(nowMs: number): void {
    if (this.isStale) this.rebuild();
    const { members, owners } = this;
    for (let i = 0; i < members.length; i++) if (!isSeen(members[i]!)) this.makeDue(owners[i]!);
    this.settle(nowMs);
  }

  private makeDue(spreads: LinkSpreads): void {
    if (spreads.isDue) return;
    spreads.isDue = true;
    this.due.push(spreads);
  }

  private work(spreads: LinkSpreads, nowMs: number): void {
    spreads.isDue = false;
    const { ways, members } = spreads;
    const version = spreads.version;
    for (let i = 0; i < ways.length; i++) {
      const way = ways[i]!;
      if (isSeen(way.buy) && isSeen(way.sell)) continue;
      const next = this.scratch;
      walkSpread(way.buy.leg, way.sell.leg, next);
      const { isBehind: wasBehind } = way;
      way.isBehind = next.buyMicros >= 0 && (way.buy.leg.isBehind || way.sell.leg.isBehind);
      if (next.sizeMicros === 0 || !counts(way)) way.openSinceMs = 0;
      else if (way.openSinceMs === 0) way.openSinceMs = nowMs;
      this.scratch = way.spread;
      way.spread = next;
      if (sameSpread(next, this.scratch) && way.isBehind === wasBehind) continue;
      spreads.version++;
      this.onChange?.(way, spreads);
    }
    for (let i = 0; i < members.length; i++) {
      const member = members[i]!;
      member.seenVersion = member.entry.book.version;
      const { phase } = member.entry.book.sync;
      if (phase === member.seenPhase) continue;
      member.seenPhase = phase;
      spreads.version++;
    }
    if (spreads.version !== version) spreads.best = bestOf(ways);
  }

  private rebuild(): void {
    this.isStale = false;
    const before = this.spreads;
    this.spreads = new Map();
    const bySlot: LinkSpreads[][] = [];
    this.due.length = 0;
    this.members = [];
    this.owners = [];
    this.links.forEach((link, number) => {
      if (link.status === 'rejected') return;
      const found = link.members.map(({ listing }) => this.find(listing));
      const old = before.get(link.id);
      const spreads = old && isSame(old, link, number, found) ? old : makeSpreads(link, number, found, old);
      this.spreads.set(link.id, spreads);
      for (const member of spreads.members) {
        const { slot } = member.entry;
        bySlot[slot] ??= [];
        bySlot[slot]!.push(spreads);
        this.members.push(member);
        this.owners.push(spreads);
      }
      spreads.isDue = true;
      this.due.push(spreads);
    });
    this.bySlot = bySlot;
  }
}

/** The way as those who watch are told of it; null: the link has none, and the row says what is left out. */
export function rowOf(spreads: LinkSpreads, way: SpreadWay | null): SpreadRow {
  const { link } = spreads;
  if (way === null) {
    const none = {
      buy: '',
      sell: '',
      ...noSpread(),
      areFeesAssumed: false,
      isBehind: false,
      openSinceMs: 0,
      oldestMs: 0,
      closesMs: null,
    };
    return { link: link.id, status: link.status, ...none, leftOut: leftOut(spreads) };
  }
  const { buy, sell, spread, areFeesAssumed, isBehind, openSinceMs } = way;
  return {
    link: link.id,
    status: link.status,
    buy: buy.entry.listing,
    sell: sell.entry.listing,
    ...spread,
    areFeesAssumed,
    isBehind,
    openSinceMs,
    oldestMs: oldestMs(way),
    closesMs: latest(buy.closesMs, sell.closesMs),
    leftOut: leftOut(spreads),
  };
}

/** Null unless both are known: cash is back when the later one has resolved. */
function latest(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : Math.max(a, b);
}

/** When we last heard of the older of the two books; 0: never. */
export function oldestMs({ buy, sell }: SpreadWay): number {
  return Math.min(buy.entry.book.asOfMs, sell.entry.book.asOfMs);
}

function leftOut({ members, missing }: LinkSpreads): readonly LeftOut[] {
  const out: LeftOut[] = [];
  for (const { entry, leg } of members) {
    const { phase, reason } = entry.book.sync;
    if (!leg.isFollowed) out.push({ listing: entry.listing, phase, reason });
  }
  for (const listing of missing) out.push({ listing, phase: 'waiting', reason: 'not-subscribed' });
  return out;
}

function isSeen({ entry, seenVersion }: Member): boolean {
  return entry.book.version === seenVersion;
}

/**
 * What earns most comes before what has the better edge: a size of one contract is nobody's best. What does not count as open comes
 * after what does.
 */
function bestOf(ways: readonly SpreadWay[]): SpreadWay | null {
  let best: SpreadWay | null = null;
  for (let i = 0; i < ways.length; i++) {
    const way = ways[i]!;
    if (best === null || isBetter(way, best)) best = way;
  }
  return best;
}

function isBetter(a: SpreadWay, b: SpreadWay): boolean {
  const [one, other] = [countedProfitMicros(a), countedProfitMicros(b)];
  if (one !== other) return one > other;
  return edgeMicrosOf(a.spread) > edgeMicrosOf(b.spread);
}

function countedProfitMicros(way: SpreadWay): number {
  return counts(way) ? way.spread.profitMicros : 0;
}

/** Whether what the way earns is an opportunity: its fees are known, and its books are of now. */
export function counts({ areFeesAssumed, isBehind }: SpreadWay): boolean {
  return !areFeesAssumed && !isBehind;
}

function isSame(
  { link: oldLink, number: oldNumber, members }: LinkSpreads,
  link: Link,
  number: number,
  found: readonly (FoundBook | undefined)[],
): boolean {
  if (oldLink !== link || oldNumber !== number) return false;
  const books = found.filter((book) => book !== undefined);
  return (
    books.length === members.length &&
    books.every(({ entry, instrument }, i) => {
      const member = members[i]!;
      return (
        member.entry === entry && member.fees === instrument.fees && member.closesMs === (instrument.decidedMs ?? null)
      );
    })
  );
}

function makeSpreads(
  link: Link,
  number: number,
  found: readonly (FoundBook | undefined)[],
  old: LinkSpreads | undefined,
): LinkSpreads {
  const members: Member[] = [];
  const missing: ListingId[] = [];
  link.members.forEach(({ listing, orientation }, i) => {
    const book = found[i];
    if (!book) {
      missing.push(listing);
      return;
    }
    const { entry, instrument } = book;
    members.push({
      entry,
      fees: instrument.fees,
      closesMs: instrument.decidedMs ?? null,
      leg: new SpreadLeg(entry.book, orientation === 'inverted', instrument.fees),
      seenVersion: UNSEEN,
      seenPhase: 'waiting',
    });
  });
  const ways = members.flatMap((buy) =>
    members.flatMap((sell): SpreadWay[] => {
      if (sell === buy) return [];
      const areFeesAssumed = [buy.fees, sell.fees].some((fees) => fees?.isAssumed === true);
      return [
        { buy, sell, areFeesAssumed, isBehind: false, spread: noSpread(), openSinceMs: openSinceOf(old, buy, sell) },
      ];
    }),
  );
  return {
    link,
    number,
    members,
    missing,
    hadBooks: members.length > 0 || old?.hadBooks === true,
    ways,
    best: ways[0] ?? null,
    version: (old?.version ?? 0) + 1,
    isDue: false,
  };
}

/** Confirming the link, or learning a fee, does not restart it. */
function openSinceOf(old: LinkSpreads | undefined, buy: Member, sell: Member): number {
  const ways = old?.ways ?? [];
  const same = ways.find(
    (way) =>
      way.buy.entry === buy.entry &&
      way.sell.entry === sell.entry &&
      way.buy.leg.inverted === buy.leg.inverted &&
      way.sell.leg.inverted === sell.leg.inverted,
  );
  return same?.openSinceMs ?? 0;
}
