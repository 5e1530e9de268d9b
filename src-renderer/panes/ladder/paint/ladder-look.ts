/**
 * Computes how a ladder looks at this size, scale, theme and unit; not for every drawing, only when one of them changes.
 */

import { ONE_MICROS } from '../../../../src-shared/domain/micros.ts';
import { createHatch } from '../../../paint/hatch.ts';
import { TextCache } from '../../../paint/text-cache.ts';
import type { PaintTheme } from '../../../paint/theme.ts';
import { formatPrice, formatSize, type PriceUnit } from '../../../text/format.ts';
import { type ColumnKind, type ColumnLayout, layoutColumns } from './ladder-columns.ts';

/** What the painters need besides the rows; made again when size, theme, unit or members change. */
export type LadderLook = {
  readonly theme: PaintTheme;
  readonly columns: ColumnLayout;
  readonly hatch: CanvasPattern | null;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Device pixels per CSS pixel. */
  readonly scale: number;
  readonly headPx: number;
  readonly rowPx: number;
  /** As canvas fonts are written, in device pixels. */
  readonly numberFont: string;
  readonly headFont: string;
  /** Distance from the top of a row to the baseline of its text. */
  readonly basePx: number;
  readonly headBasePx: number;
  readonly prices: TextCache;
  readonly sizes: TextCache;
  /** Names and colours of the members, in order. */
  readonly memberNames: readonly string[];
  readonly memberColours: readonly string[];
  readonly priceHead: string;
};

/** CSS pixels. */
const ROW_HEIGHT = 20;
const ROW_HEIGHT_DENSE = 18;
const HEAD_HEIGHT = 20;
const FONT_SIZE = 12;
const HEAD_FONT_SIZE = 11;

/** Texts a generation of a cache holds: a few screens of one ladder. */
const PRICES_KEPT = 2_048;
const SIZES_KEPT = 4_096;
/** A whole number with separators up to this many digits is shown in full where it fits. */
const FULL_SIZE_CHARS = 9;

export type LookRequest = {
  readonly context: CanvasRenderingContext2D;
  readonly theme: PaintTheme;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly scale: number;
  readonly dense: boolean;
  readonly unit: PriceUnit;
  readonly decimals: number;
  readonly order: readonly ColumnKind[];
  readonly hidden: ReadonlySet<ColumnKind>;
  readonly memberNames: readonly string[];
  readonly memberColours: readonly string[];
};

/** Height of a row in device pixels. */
export function rowHeightPx(scale: number, dense: boolean): number {
  return Math.round((dense ? ROW_HEIGHT_DENSE : ROW_HEIGHT) * scale);
}

export function headHeightPx(scale: number): number {
  return Math.round(HEAD_HEIGHT * scale);
}

/** Figures that the widest price of a unit takes. */
export function priceChars(unit: PriceUnit, decimals: number): number {
  const fraction = decimals > 0 ? decimals + 1 : 0;
  // Odds beyond 999 lose their last figure into the margin; they are prices under a tenth of a cent.
  if (unit === 'odds') return 3 + fraction;
  return (unit === 'cents' ? 3 : 1) + fraction;
}

/** A size in full where the cell has room for it, otherwise shortened. Contracts, rounded down: never more than there is. */
export function cellSizeText(micros: number, chars: number): string {
  const whole = Math.floor(micros / ONE_MICROS);
  if (whole >= 10 && chars >= FULL_SIZE_CHARS && whole < 10_000_000) {
    return String(whole).replace(/\B(?=(\d{3})+$)/g, ',');
  }
  return formatSize(micros);
}

export function makeLook(request: LookRequest): LadderLook {
  const { context, theme, scale, unit, decimals } = request;
  const numberFont = `${FONT_SIZE * scale}px ${theme.numberFont}`;
  const headFont = `${HEAD_FONT_SIZE * scale}px ${theme.wordFont}`;
  const rowPx = rowHeightPx(scale, request.dense);
  const headPx = headHeightPx(scale);
  context.font = headFont;
  const headAscent = context.measureText('H').actualBoundingBoxAscent;
  context.font = numberFont;
  const figures = context.measureText('0000000000');
  const columns = layoutColumns({
    widthPx: request.widthPx,
    scale,
    members: request.memberNames.length,
    charPx: figures.width / 10,
    priceChars: priceChars(unit, decimals),
    order: request.order,
    hidden: request.hidden,
  });
  return {
    theme,
    columns,
    hatch: createHatch(context, theme.colours.hatch, scale),
    widthPx: request.widthPx,
    heightPx: request.heightPx,
    scale,
    headPx,
    rowPx,
    numberFont,
    headFont,
    basePx: Math.round((rowPx + figures.actualBoundingBoxAscent) / 2),
    headBasePx: Math.round((headPx + headAscent) / 2) - 1,
    prices: new TextCache((price) => formatPrice(price, unit, decimals), PRICES_KEPT),
    sizes: new TextCache((size) => cellSizeText(size, columns.cellChars), SIZES_KEPT),
    memberNames: request.memberNames,
    memberColours: request.memberColours,
    priceHead: unit === 'cents' ? 'Price ¢' : unit === 'odds' ? 'Odds' : 'Price',
  };
}
