/**
 * The rows of one table as columns, posted whenever they are many.
 *
 * A row is written cell by cell, numbers first, in the order of `stagedColumns`; nothing is allocated per row.
 */
import { type FromTables, type MadeTable, stagedColumns, TABLE_ROWS_MAX } from '../../src-shared/contract/tables.ts';

type Numbers = Float64Array<ArrayBuffer>;

export class RowBuffer {
  private readonly table: MadeTable;
  private readonly post: (message: FromTables, transfer: readonly ArrayBuffer[]) => void;
  private readonly numberCount: number;
  private readonly textCount: number;
  private numbers: Numbers[] = [];
  private texts: string[][] = [];
  private rows = 0;
  private cell = 0;
  private textCell = 0;

  constructor(
    table: MadeTable,
    originals: boolean,
    post: (message: FromTables, transfer: readonly ArrayBuffer[]) => void,
  ) {
    this.table = table;
    this.post = post;
    const columns = stagedColumns(table, originals);
    this.textCount = columns.filter(({ type }) => type === 'text').length;
    this.numberCount = columns.length - this.textCount;
    this.renew();
  }

  number(value: number): this {
    this.numbers[this.cell++]![this.rows] = value;
    return this;
  }

  text(value: string): this {
    this.texts[this.textCell++]![this.rows] = value;
    return this;
  }

  /** Ends the row. */
  end(): void {
    this.cell = 0;
    this.textCell = 0;
    this.rows++;
    if (this.rows === TABLE_ROWS_MAX) this.flush();
  }

  /** Posts the rows written so far. */
  flush(): void {
    if (this.rows === 0) return;
    const { table, rows, numbers, texts } = this;
    this.post(
      { kind: 'columns', table, rows, numbers, texts },
      numbers.map(({ buffer }) => buffer),
    );
    this.renew();
  }

  private renew(): void {
    this.rows = 0;
    this.numbers = Array.from({ length: this.numberCount }, () => new Float64Array(TABLE_ROWS_MAX));
    this.texts = Array.from({ length: this.textCount }, () => []);
  }
}
