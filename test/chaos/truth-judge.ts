/**
 * Decides whether books shown as synced are what they say, exactly as of the last frame that the engine was given for each.
 *
 * The exchange's ledger says for each frame what the book was right after it; the tap says which frames the engine was given, in
 * order, and where among them the books were asked for. So there is nothing to guess and nothing to wait for: at the place of the
 * question a synced book has one right answer. Where frames vanished without a trace in the venue's protocol, no client can know;
 * such a book is counted as blind until the next snapshot, and only its touch is judged, which the venue keeps saying.
 */
import type { FaultReport } from '../../src-exchange/control/handle.ts';
import { bookSum, type LedgerRow } from '../../src-exchange/model/truth-ledger.ts';
import type { BookDump } from '../../src-shared/contract/main-engine.ts';
import type { QuoteRow } from '../../src-shared/contract/window-engine.ts';
import { type ListingId, listingId } from '../../src-shared/domain/listing.ts';
import { BookWatch } from './book-watch.ts';
import type { TapRecord } from './engine-tap.ts';
import { FROZEN_LOOKS_MAX, SILENT_MAX_MS, TOUCH_WITHIN_MS, UNTOLD_LOOKS_MAX } from './scenario.ts';

export type ViolationKind =
  | 'unequal'
  | 'touch'
  | 'age'
  | 'unconnected'
  | 'never-told'
  | 'silent'
  | 'quote'
  | 'untold'
  | 'frozen'
  | 'unacknowledged';
export type Violation = { readonly kind: ViolationKind; readonly listing: ListingId; readonly text: string };

type Placed = { readonly row: LedgerRow; readonly at: number };

export class TruthJudge {
  readonly violations: Violation[] = [];
  /** Books judged equal, and looks at books that nobody could know to be wrong. */
  judged = 0;
  blind = 0;
  /** Times that a book passed from one connection to another while both worked. */
  passed = 0;
  private readonly books = new Map<ListingId, BookWatch>();
  private readonly open = new Set<number>();
  /** Connections that ask for whole books: their feed is heard of by answers, not by its stream. */
  private readonly polls = new Set<number>();
  private readonly ledger = new Map<number, Placed[]>();
  private readonly silent = new Map<ListingId, number>();
  private readonly untold = new Map<ListingId, number>();
  /** Looks in a row at which books had changed and the window had got nothing; what they and it stood at. */
  private frozenLooks = 0;
  private updates = 0;
  private frames = 0;
  private rows = 0;
  /** Rows that came since the last look, and those before: the frames behind these are known. */
  private newQuotes: QuoteRow[] = [];
  private quotes: readonly QuoteRow[] = [];

  /** Takes what the exchange sent. Must hold every frame that the records name. */
  learn(rows: readonly LedgerRow[]): void {
    for (const row of rows) {
      const at = this.rows++;
      if (row.what === 'harm') {
        this.book(listingId(row.venue, row.marketId)).harmedAt = at;
        continue;
      }
      const placed = this.ledger.get(row.fingerprint);
      if (placed) placed.push({ row, at });
      else this.ledger.set(row.fingerprint, [{ row, at }]);
    }
  }

  /** Rows of quotes that a window was sent; judged at the next look, when the frames behind them are known. */
  quote(rows: readonly QuoteRow[]): void {
    this.newQuotes.push(...rows);
  }

  /** Goes through what the engine was told up to the question. */
  replay(records: readonly TapRecord[]): void {
    for (const record of records) this.take(record);
  }

  /** Judges the answer to the question that the replay ended at. */
  judge(dumps: readonly BookDump[], { heard }: Pick<FaultReport, 'heard'>, nowMs: number): void {
    const heardMs = new Map(heard.map(([venue, marketId, atMs]) => [listingId(venue, marketId), atMs]));
    for (const dump of dumps) this.judgeBook(dump, heardMs.get(dump.listing), nowMs);
    for (const row of this.quotes) this.judgeQuote(row);
    // A row may be of a frame that came after the question, but not of one after the next.
    this.quotes = this.newQuotes;
    this.newQuotes = [];
  }

  /** Judges what a window that listens shows as synced against what the engine calls so: news may be on its way for some looks. */
  judgeWindow(dumps: readonly BookDump[], shown: ReadonlySet<ListingId>, isHearing: boolean): void {
    for (const { listing, phase, reason } of dumps) {
      if (!isHearing || phase === 'synced' || !shown.has(listing)) {
        this.untold.delete(listing);
        continue;
      }
      const looks = (this.untold.get(listing) ?? 0) + 1;
      this.untold.set(listing, looks);
      if (looks === UNTOLD_LOOKS_MAX)
        this.accuse('untold', listing, `a window shows it as synced, ${looks} looks after it was ${phase} (${reason})`);
    }
  }

  /** A window that listens is told while books change. `frames`: all that it got so far. */
  judgePace(dumps: readonly BookDump[], frames: number, isHearing: boolean): void {
    const updates = dumps.reduce((sum, dump) => sum + dump.updates, 0);
    const isLeftOut = isHearing && updates !== this.updates && frames === this.frames;
    this.frozenLooks = isLeftOut ? this.frozenLooks + 1 : 0;
    this.updates = updates;
    this.frames = frames;
    if (this.frozenLooks === FROZEN_LOOKS_MAX)
      this.accuse('frozen', '', `a window got nothing for ${FROZEN_LOOKS_MAX} looks, and books changed at every one`);
  }

  isBlind(listing: ListingId): boolean {
    return this.books.get(listing)?.isBlind ?? false;
  }

  accuse(kind: ViolationKind, listing: ListingId, text: string): void {
    this.violations.push({ kind, listing, text });
  }

  private take(record: TapRecord): void {
    switch (record.kind) {
      case 'launched':
        this.open.clear();
        for (const book of this.books.values()) book.forget();
        for (const book of this.books.values()) book.owner = book.other = null;
        break;
      case 'connection':
        if (record.transport === 'poll') this.polls.add(record.connection);
        if (record.change === 'opened') this.open.add(record.connection);
        else if (record.change === 'closed') this.onClosed(record.connection);
        break;
      case 'subscriptions':
        this.cover(record.connection, record.add, record.remove);
        break;
      case 'hand-over':
        for (const listing of record.listings) {
          const book = this.book(listing);
          if (book.owner === null) book.owner = record.connection;
          else if (book.owner !== record.connection) book.expect(record.connection);
        }
        break;
      case 'frame':
        // What comes late by its number must not be taken, a snapshot least of all.
        if (record.isLate) break;
        for (const placed of this.ledger.get(record.fingerprint) ?? []) this.hear(placed, record);
        break;
    }
  }

  private hear({ row, at }: Placed, { connection, receivedMs, givenMs }: Extract<TapRecord, { kind: 'frame' }>): void {
    if (row.what === 'mirror') return;
    const book = this.book(listingId(row.venue, row.marketId));
    if (book.other === connection && !book.isTaken && row.what === 'snapshot') {
      book.pass();
      this.passed++;
    }
    const isHeard = book.owner === connection || (book.other === connection && row.what === 'trade');
    if (isHeard) book.hear(row, at, receivedMs, givenMs);
  }

  private onClosed(connection: number): void {
    this.open.delete(connection);
    for (const book of this.books.values()) if (book.isTaken && book.other === connection) book.other = null;
  }

  private cover(connection: number, add: readonly ListingId[], remove: readonly ListingId[]): void {
    for (const listing of remove) {
      const book = this.book(listing);
      if (book.owner === connection) book.owner = null;
      if (book.other === connection) book.other = null;
    }
    for (const listing of add) {
      const book = this.book(listing);
      if (book.owner === connection) continue;
      book.owner = connection;
      book.other = null;
      book.forget();
    }
  }

  private judgeBook(dump: BookDump, heardMs: number | undefined, nowMs: number): void {
    const { listing } = dump;
    if (dump.phase !== 'synced') {
      this.silent.delete(listing);
      return;
    }
    const book = this.book(listing);
    const { last, owner } = book;
    if (owner === null || !this.open.has(owner)) {
      this.accuse('unconnected', listing, `it is shown as synced, and its connection ${owner ?? 'none'} is not open`);
      return;
    }
    if (!this.polls.has(owner)) this.judgeSilence(listing, heardMs, nowMs);
    if (last === null) {
      this.accuse('never-told', listing, 'it is shown as synced, and nothing told what it is');
      return;
    }
    if (bookSum(dump.bids, dump.asks) === last.sum) this.judged++;
    else if (!book.isBlind) {
      this.accuse('unequal', listing, `after ${describe(last)}: ${touchText(dump)}, the exchange has ${touchOf(last)}`);
      return;
    } else if (performance.now() - book.givenMs > TOUCH_WITHIN_MS && !hasTouch(dump, last)) {
      this.accuse('touch', listing, `after ${describe(last)}: ${touchText(dump)}, the exchange says ${touchOf(last)}`);
      return;
    } else this.blind++;
    if (!book.isBlind && last.what === 'change' && last.timeMs !== dump.lastEventMs) {
      this.accuse('age', listing, `its last event is of ${dump.lastEventMs}, the exchange's of ${last.timeMs}`);
    }
  }

  /** Twice in a row: a look may fall between the exchange's word and its hearing. */
  private judgeSilence(listing: ListingId, heardMs: number | undefined, nowMs: number): void {
    if (heardMs === undefined || nowMs - heardMs <= SILENT_MAX_MS) {
      this.silent.delete(listing);
      return;
    }
    const looks = (this.silent.get(listing) ?? 0) + 1;
    this.silent.set(listing, looks);
    if (looks < 2) return;
    this.accuse(
      'silent',
      listing,
      `it is shown as synced ${Math.round(nowMs - heardMs)} ms after its feed's last word`,
    );
  }

  /** A row says when its book was last heard of: so it says which frame it must agree with. */
  private judgeQuote(row: QuoteRow): void {
    const book = this.books.get(row.listing);
    if (row.phase !== 'synced' || !book) return;
    const heard = book.heard.filter(({ receivedMs }) => receivedMs === row.lastReceivedMs);
    if (heard.length === 0) {
      const known = book.heard[0];
      // Older than what is remembered, or of an engine that is gone.
      if (known === undefined || row.lastReceivedMs < known.receivedMs) return;
      this.accuse('age', row.listing, `a window was told that it was heard of at ${row.lastReceivedMs}; it was not`);
      return;
    }
    if (heard.some(({ isBlind }) => isBlind)) return;
    if (heard.some(({ row: told }) => told?.bidMicros === row.bidMicros && told.askMicros === row.askMicros)) return;
    const told = heard.at(-1)?.row;
    if (told) {
      const shown = `${row.bidMicros}/${row.askMicros}`;
      this.accuse('quote', row.listing, `a window was told ${shown}, it was ${touchOf(told)}`);
    }
  }

  private book(listing: ListingId): BookWatch {
    let book = this.books.get(listing);
    if (!book) {
      book = new BookWatch();
      this.books.set(listing, book);
    }
    return book;
  }
}

const describe = ({ what, timeMs }: LedgerRow): string => `a ${what} of ${timeMs}`;
const touchOf = ({ bidMicros, askMicros }: LedgerRow): string => `${bidMicros}/${askMicros}`;
const hasTouch = (dump: BookDump, { bidMicros, askMicros }: LedgerRow): boolean =>
  (dump.bids[0]?.[0] ?? -1) === bidMicros && (dump.asks[0]?.[0] ?? -1) === askMicros;
const touchText = ({ bids, asks, updates }: BookDump): string =>
  `it shows ${bids[0]?.[0] ?? -1}/${asks[0]?.[0] ?? -1} (${bids.length} bids, ${asks.length} asks, ${updates} updates)`;
