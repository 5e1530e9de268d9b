/**
 * Paints the head of a ladder: the names of the columns, each venue in its colour, hatched while it is not live.
 */
import type { LadderRows } from '../model/ladder-rows.ts';
import type { Column } from './ladder-columns.ts';
import type { LadderLook } from './ladder-look.ts';

/** Paints the heads of all columns and the line below them. */
export function paintHead(context: CanvasRenderingContext2D, rows: LadderRows, look: LadderLook): void {
  const { colours } = look.theme;
  context.fillStyle = colours.raised;
  context.fillRect(0, 0, look.widthPx, look.headPx);
  context.font = look.headFont;
  context.textAlign = 'right';
  context.textBaseline = 'alphabetic';
  for (const column of look.columns.bids) paintColumnHead(context, rows, column, look);
  for (const column of look.columns.asks) paintColumnHead(context, rows, column, look);
  context.textAlign = 'center';
  context.fillStyle = colours.textDim;
  context.fillText(look.priceHead, (look.columns.priceLeftPx + look.columns.priceRightPx) / 2, look.headBasePx);
  const line = Math.max(1, Math.round(look.scale));
  context.fillStyle = colours.bid;
  context.fillRect(0, look.headPx - line, look.columns.priceLeftPx, line);
  context.fillStyle = colours.ask;
  context.fillRect(look.columns.priceRightPx, look.headPx - line, look.widthPx, line);
  context.fillStyle = colours.lineStrong;
  context.fillRect(
    look.columns.priceLeftPx,
    look.headPx - line,
    look.columns.priceRightPx - look.columns.priceLeftPx,
    line,
  );
}

function paintColumnHead(context: CanvasRenderingContext2D, rows: LadderRows, column: Column, look: LadderLook): void {
  const { colours } = look.theme;
  if (column.kind !== 'member') {
    context.fillStyle = colours.textDim;
    context.fillText(column.kind === 'total' ? 'Total' : 'Cum', column.textPx, look.headBasePx);
    return;
  }
  const isLive = rows.live[column.member] === 1;
  if (!isLive && look.hatch !== null) {
    context.fillStyle = look.hatch;
    context.fillRect(column.leftPx, 0, column.widthPx, look.headPx);
  }
  const name = look.memberNames[column.member] ?? '';
  const colour = isLive ? (look.memberColours[column.member] ?? colours.text) : colours.textFaint;
  const dot = Math.round(3 * look.scale);
  const dotPx = column.textPx - context.measureText(name).width - 2 * dot;
  // Without room for a dot the name itself is in the venue's colour.
  const hasDot = dotPx - dot >= column.leftPx;
  context.fillStyle = isLive && hasDot ? colours.text : colour;
  context.fillText(name, column.textPx, look.headBasePx, column.textPx - column.leftPx);
  if (!hasDot) return;
  context.fillStyle = colour;
  context.beginPath();
  context.arc(dotPx, Math.round(look.headPx / 2) - look.scale / 2, dot, 0, 2 * Math.PI);
  context.fill();
}
