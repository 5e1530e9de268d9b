/** Rows of `spreads`: for every two members of a link, both ways, a row whenever what can be earned changed. */
import type { Link } from '../../src-shared/domain/link.ts';
import { type FindBook, type LinkSpreads, SpreadBoard, type SpreadWay } from '../derive/spread-board.ts';
import type { RowBuffer } from './row-buffer.ts';

const MICROS_PER_MS = 1_000;

export class SpreadRows {
  private readonly rows: RowBuffer;
  private readonly board: SpreadBoard;
  private nextSeq: () => number = () => 0;
  private receivedMicros = 0;

  /** All links but rejected ones. `find` knows the listings that are exported. */
  constructor(rows: RowBuffer, links: readonly Link[], find: FindBook) {
    this.rows = rows;
    this.board = new SpreadBoard(find);
    this.board.onChange = (way, spreads) => this.write(way, spreads);
    this.board.setLinks(links);
  }

  touched(slot: number): void {
    this.board.touched(slot);
  }

  /** Writes what changed since. */
  settle(nextSeq: () => number, receivedMicros: number): void {
    this.nextSeq = nextSeq;
    this.receivedMicros = receivedMicros;
    this.board.settle(receivedMicros / MICROS_PER_MS);
  }

  private write({ buy, sell, spread, openSinceMs }: SpreadWay, { number }: LinkSpreads): void {
    const { rows } = this;
    rows.number(this.nextSeq()).number(this.receivedMicros).number(number);
    rows.number(buy.entry.slot).number(sell.entry.slot).number(spread.buyMicros).number(spread.sellMicros);
    const unknown = spread.areFeesKnown ? 0 : Number.NaN;
    rows.number(spread.touchSizeMicros).number(spread.touchFeesMicros + unknown);
    rows.number(spread.touchEdgeMicros + unknown);
    rows.number(spread.sizeMicros).number(spread.profitMicros).number(spread.edgeMicros);
    rows.number(spread.buyAverageMicros).number(spread.sellAverageMicros);
    rows.number(spread.buyFeeMicros).number(spread.sellFeeMicros).number(spread.cashMicros);
    rows.number(openSinceMs > 0 ? openSinceMs * MICROS_PER_MS : Number.NaN).end();
  }
}
