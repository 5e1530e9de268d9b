/**
 * Spreads that a window watches: of one link every direction, of all links the best direction each. Sends the rows that changed.
 *
 * A frame holds at most SPREAD_ROWS_PER_FRAME_MAX rows. Of more, those that began or ceased to earn go first, then those that earn, then
 * the rest, each kind longest unsent first, so that a scanner of thousands of links is never late with what matters.
 */
import { SPREAD_ROWS_PER_FRAME_MAX } from '../../src-shared/domain/limits.ts';
import type { SpreadRow } from '../../src-shared/domain/spread.ts';
import { type LinkSpreads, oldestMs, rowOf, type SpreadBoard, type SpreadWay } from '../derive/spread-board.ts';
import { Conflator } from './conflator.ts';

/** A row whose figures stand is sent again when its books were heard of, but no more often than its age is read. */
const AGE_STEP_MS = 1_000;

/** What the window knows of a link. */
type Sent = { version: number; heardMs: number; isOpen: boolean; atMs: number };

const UNSENT: Sent = { version: -1, heardMs: 0, isOpen: false, atMs: 0 };

export class SpreadsWatch {
  readonly conflator: Conflator;
  readonly watch: number;
  /** Null: all. */
  private readonly link: string | null;
  private readonly board: SpreadBoard;
  private readonly sent = new WeakMap<LinkSpreads, Sent>();
  private readonly news: LinkSpreads[] = [];

  constructor(watch: number, link: string | null, board: SpreadBoard, shard: number) {
    this.conflator = new Conflator(shard);
    this.watch = watch;
    this.link = link;
    this.board = board;
  }

  /** The changed rows, or null when there are none or it is not time. */
  next(nowMs: number, intervalMs: number): { readonly frame: number; readonly rows: readonly SpreadRow[] } | null {
    if (!this.conflator.ready(nowMs, intervalMs)) return null;
    const { news } = this;
    news.length = 0;
    if (this.link === null) for (const spreads of this.board.all()) this.judge(spreads);
    else this.judge(this.board.get(this.link));
    if (news.length === 0) return null;
    if (news.length > SPREAD_ROWS_PER_FRAME_MAX) {
      news.sort((a, b) => this.urgency(a) - this.urgency(b) || this.sentOf(a).atMs - this.sentOf(b).atMs);
      news.length = SPREAD_ROWS_PER_FRAME_MAX;
    }
    const rows: SpreadRow[] = [];
    for (const spreads of news) this.write(spreads, rows, nowMs);
    return { frame: this.conflator.send(nowMs), rows };
  }

  /** Keeps a link that has something new. */
  private judge(spreads: LinkSpreads | undefined): void {
    // The books of a link are all in one shard; the others have nothing to say of it.
    if (!spreads?.hadBooks) return;
    const { version, heardMs: sentHeardMs } = this.sentOf(spreads);
    if (version !== spreads.version || Math.abs(heardMs(spreads) - sentHeardMs) >= AGE_STEP_MS) this.news.push(spreads);
  }

  private urgency(spreads: LinkSpreads): number {
    const open = isOpen(spreads);
    if (open !== this.sentOf(spreads).isOpen) return 0;
    return open ? 1 : 2;
  }

  private write(spreads: LinkSpreads, rows: SpreadRow[], nowMs: number): void {
    const { best, ways, version } = spreads;
    this.sent.set(spreads, { version, heardMs: heardMs(spreads), isOpen: isOpen(spreads), atMs: nowMs });
    if (this.link === null || best === null) rows.push(rowOf(spreads, best));
    else for (const way of ways) rows.push(rowOf(spreads, way));
  }

  private sentOf(spreads: LinkSpreads): Sent {
    return this.sent.get(spreads) ?? UNSENT;
  }
}

function isOpen({ best }: LinkSpreads): boolean {
  return best !== null && best.openSinceMs > 0;
}

function heardMs({ best }: { readonly best: SpreadWay | null }): number {
  return best === null ? 0 : oldestMs(best);
}
