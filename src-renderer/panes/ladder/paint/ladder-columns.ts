/**
 * Lays out the columns of a ladder in device pixels: the price in the middle, the two sides mirrored.
 *
 * Columns run from the price outwards in the user's order, the venues together. What does not fit is dropped in an order that keeps
 * the most information: first the total (the venues add up to it), then the venues, last the cumulative size.
 */

/** What a column of a side shows. */
export type ColumnKind = 'cum' | 'total' | 'member';

/** The order without a choice: from the price outwards. */
export const COLUMN_ORDER: readonly ColumnKind[] = ['cum', 'total', 'member'];

export type Column = {
  readonly kind: ColumnKind;
  /** Index of the member; -1 for the other kinds. */
  readonly member: number;
  /** Left edge and width of the cell. */
  readonly leftPx: number;
  readonly widthPx: number;
  /** Where its right-aligned text ends. */
  readonly textPx: number;
};

export type ColumnLayout = {
  readonly priceLeftPx: number;
  readonly priceRightPx: number;
  /** Where the right-aligned price text ends. */
  readonly priceTextPx: number;
  readonly bids: readonly Column[];
  readonly asks: readonly Column[];
  /** Characters that fit a cell. */
  readonly cellChars: number;
};

export type ColumnRequest = {
  readonly widthPx: number;
  /** Device pixels per CSS pixel. */
  readonly scale: number;
  readonly members: number;
  /** Width of one figure in device pixels. */
  readonly charPx: number;
  readonly priceChars: number;
  /** Every kind once, from the price outwards. */
  readonly order: readonly ColumnKind[];
  /** Columns that the user has hidden. */
  readonly hidden: ReadonlySet<ColumnKind>;
};

const CELL_CHARS_MIN = 5;
/** CSS pixels, as all below: on either side of a cell's text. */
const CELL_PAD = 4;
/** The least between two numbers of neighbouring cells. */
const CELL_GAP_MIN = 6;
/** Where a wall's mark stands, beside the outermost cell. */
const OUTER_MARGIN = 3;
const PRICE_PAD = 7;
/** Room for the column's own head. */
const PRICE_TEXT_MIN = 36;
/** A wider cell only moves numbers apart; the rest of the side is room for the bar. */
const CELL_WIDTH_MAX = 104;

/** Lays the columns out. */
export function layoutColumns(request: ColumnRequest): ColumnLayout {
  const { widthPx, scale, charPx, priceChars } = request;
  const pad = Math.round(CELL_PAD * scale);
  const priceText = Math.max(Math.ceil(priceChars * charPx), Math.round(PRICE_TEXT_MIN * scale));
  const priceWidth = priceText + 2 * Math.round(PRICE_PAD * scale);
  const priceLeftPx = Math.max(0, Math.floor((widthPx - priceWidth) / 2));
  const priceRightPx = Math.min(widthPx, priceLeftPx + priceWidth);
  const narrowest = Math.floor(CELL_CHARS_MIN * charPx) + Math.round(CELL_GAP_MIN * scale);
  const roomPx = Math.max(0, priceLeftPx - Math.round(OUTER_MARGIN * scale));
  const kinds = fittingColumns(request, Math.floor(roomPx / narrowest));
  const cellWidth =
    kinds.length === 0 ? 0 : Math.min(Math.floor(roomPx / kinds.length), Math.round(CELL_WIDTH_MAX * scale));
  const column = (at: number, leftPx: number): Column => ({
    ...kinds[at]!,
    leftPx,
    widthPx: cellWidth,
    textPx: leftPx + cellWidth - pad,
  });
  return {
    priceLeftPx,
    priceRightPx,
    priceTextPx: priceRightPx - Math.round((priceWidth - priceChars * charPx) / 2),
    bids: kinds.map((_, at) => column(at, priceLeftPx - (at + 1) * cellWidth)),
    asks: kinds.map((_, at) => column(at, priceRightPx + at * cellWidth)),
    cellChars: Math.floor((cellWidth - 2 * pad) / charPx),
  };
}

type Kind = Pick<Column, 'kind' | 'member'>;

function fittingColumns(request: ColumnRequest, room: number): readonly Kind[] {
  const { members, hidden } = request;
  // One venue is its own total, and without a total the venues must stay.
  const several = members > 1;
  const shows = {
    cum: !hidden.has('cum'),
    total: several && !hidden.has('total'),
    member: !several || hidden.has('total') || !hidden.has('member'),
  };
  const choices = [
    shows,
    { ...shows, total: shows.total && !shows.member },
    { ...shows, total: several, member: !several },
    { cum: false, total: several, member: !several },
  ].map((choice) => kindsOf(request, choice));
  return choices.find((kinds) => kinds.length <= room) ?? choices[choices.length - 1]!;
}

function kindsOf({ members, order }: ColumnRequest, shows: Readonly<Record<ColumnKind, boolean>>): readonly Kind[] {
  return order.flatMap((kind): readonly Kind[] => {
    if (!shows[kind]) return [];
    if (kind !== 'member') return [{ kind, member: -1 }];
    return Array.from({ length: members }, (_, at) => ({ kind, member: members - 1 - at }));
  });
}
