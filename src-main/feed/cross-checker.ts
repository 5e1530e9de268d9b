/**
 * Asks a venue now and then for the whole book of a quiet market, and has the engine compare it with the live one.
 *
 * It is the least of all who ask: it waits while the venue's rate limit is used by anything else, and asks for one book at a time. A
 * difference is looked at again after a moment, and then logged and shown; it never touches a live book, for the answer may come from a
 * cache and be the older of the two.
 */
import type { BookDump } from '../../src-shared/contract/main-engine.ts';
import type { Transport } from '../../src-shared/domain/book-phase.ts';
import type {
  CheckVerdict,
  ConfirmedDifference,
  CrossCheckHealth,
  CrossCheckState,
} from '../../src-shared/domain/cross-check.ts';
import type { LogEvent } from '../../src-shared/domain/health.ts';
import {
  CROSS_CHECK_AGAIN_MS,
  CROSS_CHECK_CANDIDATES,
  CROSS_CHECK_EVERY_MS,
  CROSS_CHECK_QUIET_MS,
} from '../../src-shared/domain/limits.ts';
import type { Listing, ListingId } from '../../src-shared/domain/listing.ts';
import type { Venue } from '../../src-shared/venues/venue.ts';
import { errorText } from '../base/error-text.ts';
import { polledFrame } from './polled-frame.ts';
import { delay } from './rate-limit.ts';
import type { RestClient } from './rest-client.ts';

export type CrossCheckTiming = { readonly everyMs: number; readonly quietMs: number; readonly againMs: number };

export const CROSS_CHECK_TIMING: CrossCheckTiming = {
  everyMs: CROSS_CHECK_EVERY_MS,
  quietMs: CROSS_CHECK_QUIET_MS,
  againMs: CROSS_CHECK_AGAIN_MS,
};

/** What the checks need of the rest of the app. */
export interface CheckSource {
  /** Every market that is followed. */
  listings(): readonly Listing[];
  dump(listings: readonly ListingId[]): Promise<readonly BookDump[]>;
  /** Has the engine compare; `updates` are the live book's from before the venue was asked. */
  compare(listing: Listing, updates: number, answer: string): Promise<CheckVerdict>;
}

export type CrossCheckerOptions = {
  readonly venue: Venue;
  readonly rest: Pick<RestClient, 'fetch' | 'isFree'>;
  readonly source: CheckSource;
  readonly isEnabled: boolean;
  readonly timing?: CrossCheckTiming;
  transport(): Transport;
  log(event: Omit<LogEvent, 'atMs'>): void;
};

export class CrossChecker {
  private readonly options: CrossCheckerOptions;
  private readonly timing: CrossCheckTiming;
  private readonly stopping = new AbortController();
  private state: CrossCheckState;
  private turn = 0;
  private equal = 0;
  private differing = 0;
  private moved = 0;
  private lastCheckedMs: number | null = null;
  private lastError = '';
  private lastDifference: ConfirmedDifference | null = null;

  constructor(options: CrossCheckerOptions) {
    this.options = options;
    this.timing = options.timing ?? CROSS_CHECK_TIMING;
    this.state = options.isEnabled ? 'waiting' : 'off';
  }

  start(): void {
    if (this.options.isEnabled) void this.run();
  }

  stop(): void {
    this.stopping.abort();
  }

  health(): CrossCheckHealth {
    const { state, equal, differing, moved, lastCheckedMs, lastError, lastDifference } = this;
    const checked = equal + differing;
    const { id: venue } = this.options.venue;
    return { venue, state, checked, equal, differing, moved, lastCheckedMs, lastError, lastDifference };
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await delay(this.timing.everyMs, signal).catch(() => {});
      if (signal.aborted) return;
      // Neither an engine that restarts nor a venue that fails is this one's to report: both say so themselves.
      await this.round().catch((error: unknown) => {
        this.lastError = errorText(error);
      });
    }
  }

  private async round(): Promise<void> {
    if (this.options.transport() === 'poll') {
      this.state = 'polled';
      return;
    }
    const listing = await this.pick();
    this.state = listing === null ? 'waiting' : 'running';
    if (listing === null) return;
    let verdict = await this.check(listing);
    if (verdict.result === 'differs') {
      const first = verdict.difference;
      await delay(this.timing.againMs, this.stopping.signal);
      verdict = await this.check(listing);
      // Another level each time is a book on the move, not a difference.
      if (verdict.result === 'differs' && verdict.difference.priceMicros !== first.priceMicros)
        verdict = { result: 'moved' };
    }
    this.conclude(listing, verdict);
  }

  /** The next quiet book of the venue in turn; null: there is none now, or the venue is being asked for something else. */
  private async pick(): Promise<Listing | null> {
    const { venue, rest, source } = this.options;
    if (!rest.isFree(venue.poll.request(['']))) return null;
    const mine = source.listings().filter((listing) => listing.venue === venue.id && listing.status === 'open');
    if (mine.length === 0) return null;
    const from = this.turn % mine.length;
    const candidates = [...mine.slice(from), ...mine.slice(0, from)].slice(0, CROSS_CHECK_CANDIDATES);
    const dumps = new Map((await source.dump(candidates.map(({ id }) => id))).map((dump) => [dump.listing, dump]));
    const nowMs = Date.now();
    const at = candidates.findIndex(({ id }) => {
      const dump = dumps.get(id);
      return dump?.phase === 'synced' && nowMs - dump.lastEventMs >= this.timing.quietMs;
    });
    this.turn = from + (at < 0 ? candidates.length : at + 1);
    return candidates[at] ?? null;
  }

  private async check(listing: Listing): Promise<CheckVerdict> {
    const { venue, rest, source } = this.options;
    const [before] = await source.dump([listing.id]);
    if (before?.phase !== 'synced') return { result: 'moved' };
    const bytes = await polledFrame(venue, rest, [listing.symbols[0] ?? listing.id]);
    return source.compare(listing, before.updates, Buffer.from(bytes).toString('utf8'));
  }

  private conclude(listing: Listing, verdict: CheckVerdict): void {
    if (verdict.result === 'moved') {
      this.moved++;
      return;
    }
    if (verdict.result === 'unreadable') {
      this.lastError = verdict.text;
      return;
    }
    this.lastCheckedMs = Date.now();
    this.lastError = '';
    if (verdict.result === 'equal') {
      this.equal++;
      return;
    }
    this.differing++;
    const { difference, liveEventMs, restEventMs } = verdict;
    this.lastDifference = { ...difference, listing: listing.id, atMs: this.lastCheckedMs, liveEventMs, restEventMs };
    this.tell(listing, this.lastDifference);
  }

  private tell(listing: Listing, difference: ConfirmedDifference): void {
    const { venue, log } = this.options;
    const { side, priceMicros, liveMicros, restMicros, liveEventMs, restEventMs } = difference;
    const text =
      `${venue.name}'s book of ${listing.title}, asked for twice, is not the live one: ${side} ${decimal(priceMicros)} has ` +
      `${decimal(liveMicros)} live (${timeText(liveEventMs)}) and ${decimal(restMicros)} there (${timeText(restEventMs)}). ` +
      'The answer may come from a cache and be the older one: the live book stays as it is.';
    log({ level: 'warn', code: 'BOOK_CROSSCHECK', venue: venue.id, connection: null, listing: listing.id, text });
  }
}

const MICROS = 1e6;

function decimal(micros: number): string {
  return (micros / MICROS).toLocaleString('en', { maximumFractionDigits: 6 });
}

function timeText(atMs: number): string {
  return atMs === 0 ? 'without a time' : `of ${new Date(atMs).toISOString().slice(11, 23)} UTC`;
}
