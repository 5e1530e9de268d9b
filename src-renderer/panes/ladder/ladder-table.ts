/**
 * Mirrors the visible rows as a hidden table, for assistive technology and for tests, which cannot read a canvas.
 *
 * Updated at most every {@link TABLE_INTERVAL_MS}; only cells whose text changed are written. Sizes are exact here, where the canvas
 * may shorten them.
 */
import { formatPrice, formatSizeExact, type PriceUnit } from '../../text/format.ts';
import { type LadderRows, ROW, type SideRows } from './model/ladder-rows.ts';

/** Often enough to be read aloud, seldom enough to cost nothing. */
export const TABLE_INTERVAL_MS = 400;

export type TableTerms = {
  readonly label: string;
  readonly unit: PriceUnit;
  readonly decimals: number;
  /** Venue ids and names of the members, in order. */
  readonly venues: readonly { readonly id: string; readonly name: string }[];
};

/** The columns from left to right, as names of cells: bids outside in, price, asks inside out. */
export function tableColumns(
  venues: TableTerms['venues'],
): readonly { readonly cell: string; readonly head: string }[] {
  const side = (name: 'bid' | 'ask'): { cell: string; head: string }[] => [
    ...venues.map((venue) => ({ cell: `${name}-${venue.id}`, head: `${venue.name} ${name} size` })),
    ...(venues.length > 1 ? [{ cell: `${name}-total`, head: `Total ${name} size` }] : []),
    { cell: `${name}-cum`, head: `Cumulative ${name} size` },
  ];
  return [...side('bid'), { cell: 'price', head: 'Price' }, ...side('ask').reverse()];
}

/** Writes the texts of one slot's cells into `out`, in the order of {@link tableColumns}. */
export function tableCells(rows: LadderRows, slot: number, terms: TableTerms, out: string[]): void {
  const members = terms.venues.length;
  const perSide = members + (members > 1 ? 2 : 1);
  writeSide(rows.bids, slot, members, out, 0, 1);
  out[perSide] = formatPrice(rows.prices[slot]!, terms.unit, terms.decimals);
  writeSide(rows.asks, slot, members, out, 2 * perSide, -1);
}

function writeSide(side: SideRows, slot: number, members: number, out: string[], start: number, toward: 1 | -1): void {
  let at = start;
  for (let m = 0; m < members; m++) {
    out[at] = sizeText(side.sizes[slot * members + m] ?? 0);
    at += toward;
  }
  if (members > 1) {
    out[at] = sizeText(side.totals[slot]!);
    at += toward;
  }
  out[at] = sizeText(side.cums[slot]!);
}

const sizeText = (size: number): string => (size > 0 ? formatSizeExact(size) : '');

type TableRow = { readonly element: HTMLElement; readonly cells: readonly Text[] };

export class LadderTable {
  private readonly element: HTMLElement;
  private terms: TableTerms | null = null;
  private lines: TableRow[] = [];
  private texts: string[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(element: HTMLElement) {
    this.element = element;
    element.setAttribute('role', 'table');
  }

  /** Rebuilds the table after members, unit or label changed. */
  setTerms(terms: TableTerms): void {
    this.terms = terms;
    this.element.setAttribute('aria-label', terms.label);
    const head = this.makeRow(
      tableColumns(terms.venues).map(({ cell, head }) => [cell, head]),
      'columnheader',
    );
    this.lines = [];
    this.element.replaceChildren(head.element);
  }

  /** The rows changed: the table follows within its interval. */
  follow(rows: LadderRows): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.write(rows);
    }, TABLE_INTERVAL_MS);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private write(rows: LadderRows): void {
    const { terms } = this;
    if (terms === null || rows.members !== terms.venues.length) return;
    let line = 0;
    for (let slot = 0; slot < rows.slots; slot++) {
      if (rows.prices[slot]! < 0) continue;
      tableCells(rows, slot, terms, this.texts);
      this.writeLine(this.lineAt(line++, terms), rows, slot);
    }
    for (const unused of this.lines.splice(line)) unused.element.remove();
  }

  private writeLine(line: TableRow, rows: LadderRows, slot: number): void {
    for (let at = 0; at < line.cells.length; at++) {
      const cell = line.cells[at]!;
      if (cell.data !== this.texts[at]) cell.data = this.texts[at]!;
    }
    const flags = rows.flags[slot]!;
    const touch = (flags & ROW.bidTouch ? 'bid ' : '') + (flags & ROW.askTouch ? 'ask' : '');
    setData(line.element, 'price', String(rows.prices[slot]));
    setData(line.element, 'touch', touch.trim());
    setData(line.element, 'crossed', String((flags & ROW.crossed) !== 0));
  }

  private lineAt(at: number, terms: TableTerms): TableRow {
    const known = this.lines[at];
    if (known !== undefined) return known;
    const line = this.makeRow(
      tableColumns(terms.venues).map(({ cell }) => [cell, '']),
      'cell',
    );
    this.lines.push(line);
    this.element.append(line.element);
    return line;
  }

  private makeRow(cells: readonly (readonly [cell: string, text: string])[], role: string): TableRow {
    const document = this.element.ownerDocument;
    const element = document.createElement('div');
    element.setAttribute('role', 'row');
    const texts = cells.map(([name, text]) => {
      const cell = document.createElement('span');
      cell.setAttribute('role', name === 'price' && role === 'cell' ? 'rowheader' : role);
      cell.dataset.cell = name;
      const node = document.createTextNode(text);
      cell.append(node);
      element.append(cell);
      return node;
    });
    return { element, cells: texts };
  }
}

function setData(element: HTMLElement, name: string, value: string): void {
  if (element.dataset[name] !== value) element.dataset[name] = value;
}
