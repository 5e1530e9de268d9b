/**
 * Paints the rows of a ladder on a canvas, in device pixels.
 *
 * Keeps what it has painted and paints only the half rows that differ. Allocates nothing per drawing except the text of new
 * numbers. It decides nothing: what is live, touched, crossed or a wall is in the rows.
 */

import { FLASH_STEPS } from '../model/ladder-flashes.ts';
import { LadderRows, ROW, type SideRows } from '../model/ladder-rows.ts';
import type { Column } from './ladder-columns.ts';
import { paintHead } from './ladder-head.ts';
import type { LadderLook } from './ladder-look.ts';

/** Strength of bars, of a new flash, of the line under a round price, and of the rows up to the hovered one. */
const BAR_ALPHA = 0.26;
const FLASH_ALPHA = 0.8;
const MAJOR_LINE_ALPHA = 0.8;
const REACHED_ALPHA = 0.55;
/** Room before the note of a crossing, CSS pixels. */
const NOTE_PAD = 8;

/** Stands where the book may go on beyond what the frame holds. */
const BEYOND = '···';

export class LadderPainter {
  private readonly context: CanvasRenderingContext2D;
  private readonly shown = new LadderRows();
  private look: LadderLook | null = null;

  constructor(context: CanvasRenderingContext2D) {
    this.context = context;
  }

  /** Slots that have a place, the last one perhaps cut. */
  static slotsFor(heightPx: number, headPx: number, rowPx: number): number {
    return Math.max(0, Math.ceil((heightPx - headPx) / rowPx));
  }

  /** Paints everything with this look. */
  paintAll(rows: LadderRows, look: LadderLook): void {
    this.look = look;
    const { context } = this;
    context.globalAlpha = 1;
    context.fillStyle = look.theme.colours.background;
    context.fillRect(0, 0, look.widthPx, look.heightPx);
    paintHead(context, rows, look);
    this.prepareRows(look);
    for (let slot = 0; slot < rows.slots; slot++) this.paintSlot(rows, slot, look);
    this.shown.copyFrom(rows);
  }

  /** Paints what differs from the last drawing; returns the number of half rows and prices painted. */
  paintChanges(rows: LadderRows): number {
    const { look, shown } = this;
    if (look === null) return 0;
    if (!rows.sameFrameAs(shown)) {
      this.paintAll(rows, look);
      return rows.slots;
    }
    let painted = 0;
    for (let slot = 0; slot < rows.slots; slot++) {
      const isRowSame = rows.prices[slot] === shown.prices[slot] && rows.flags[slot] === shown.flags[slot];
      const isBidSame = isRowSame && rows.bids.sameAs(shown.bids, slot, rows.members);
      const isNoteSame = rows.noteAt(slot) === shown.noteAt(slot);
      const isAskSame = isRowSame && isNoteSame && rows.asks.sameAs(shown.asks, slot, rows.members);
      if (isBidSame && isAskSame) continue;
      if (!isRowSame) this.paintSlot(rows, slot, look);
      else {
        if (!isBidSame) this.paintSide(rows, slot, true, look);
        if (!isAskSame) this.paintSide(rows, slot, false, look);
        this.paintPrice(rows, slot, look);
      }
      painted++;
    }
    if (painted > 0) shown.copyFrom(rows);
    return painted;
  }

  /** Sets what every text of a row needs; it stays so until the head is painted again, for setting a font is dear. */
  private prepareRows(look: LadderLook): void {
    this.context.font = look.numberFont;
    this.context.textAlign = 'right';
    this.context.textBaseline = 'alphabetic';
  }

  private paintSlot(rows: LadderRows, slot: number, look: LadderLook): void {
    this.paintSide(rows, slot, true, look);
    this.paintSide(rows, slot, false, look);
    this.paintPrice(rows, slot, look);
  }

  private paintSide(rows: LadderRows, slot: number, isBid: boolean, look: LadderLook): void {
    const { context } = this;
    const { colours } = look.theme;
    const side = isBid ? rows.bids : rows.asks;
    const flags = rows.flags[slot]!;
    const top = look.headPx + slot * look.rowPx;
    const left = isBid ? 0 : look.columns.priceRightPx;
    const width = isBid ? look.columns.priceLeftPx : look.widthPx - look.columns.priceRightPx;
    context.fillStyle = colours.background;
    context.fillRect(left, top, width, look.rowPx);
    if (rows.prices[slot]! < 0) return;
    const isTouch = (flags & (isBid ? ROW.bidTouch : ROW.askTouch)) !== 0;
    if (isTouch) this.tint(isBid ? colours.bidSoft : colours.askSoft, 1, left, top, width, look.rowPx);
    if ((flags & ROW.crossed) !== 0) this.tint(colours.crossed, 1, left, top, width, look.rowPx);
    if ((flags & ROW.reached) !== 0) this.tint(colours.hover, REACHED_ALPHA, left, top, width, look.rowPx);
    if ((flags & ROW.hovered) !== 0) this.tint(colours.hover, 1, left, top, width, look.rowPx);
    if (side.totals[slot]! > 0) this.paintBar(rows, side, slot, isBid, look, top, width);
    const columns = isBid ? look.columns.bids : look.columns.asks;
    for (let at = 0; at < columns.length; at++) this.paintCell(rows, side, slot, columns[at]!, look, top);
    if (!isBid && slot === rows.noteSlot && side.totals[slot] === 0) this.paintNote(rows.note, left, top, look);
    const nearest = columns[0];
    if (nearest !== undefined && (flags & (isBid ? ROW.bidBeyond : ROW.askBeyond)) !== 0) {
      context.fillStyle = colours.textFaint;
      context.fillText(BEYOND, nearest.textPx, top + look.basePx);
    }
    if ((flags & (isBid ? ROW.bidWall : ROW.askWall)) !== 0) this.paintWall(isBid, look, top);
    if ((flags & ROW.major) !== 0) this.tint(colours.line, MAJOR_LINE_ALPHA, left, top + look.rowPx - 1, width, 1);
  }

  private paintBar(
    rows: LadderRows,
    side: SideRows,
    slot: number,
    isBid: boolean,
    look: LadderLook,
    top: number,
    width: number,
  ): void {
    const { context } = this;
    const { members } = rows;
    const total = side.totals[slot]!;
    const length = Math.max(1, Math.round(width * Math.min(1, total / rows.barMicros)));
    const gap = Math.max(1, Math.round(look.scale));
    const start = isBid ? look.columns.priceLeftPx : look.columns.priceRightPx;
    context.globalAlpha = BAR_ALPHA;
    let counted = 0;
    let from = 0;
    // In the order of the columns: the last member is next to the price.
    for (let m = members - 1; m >= 0; m--) {
      if (rows.live[m] === 0) continue;
      counted += side.sizes[slot * members + m]!;
      const to = Math.min(length, Math.round((length * counted) / total));
      if (to > from) {
        context.fillStyle =
          members === 1 ? (isBid ? look.theme.colours.bid : look.theme.colours.ask) : look.memberColours[m]!;
        context.fillRect(isBid ? start - to : start + from, top + gap, to - from, look.rowPx - 2 * gap);
      }
      from = to;
    }
    context.globalAlpha = 1;
  }

  private paintCell(
    rows: LadderRows,
    side: SideRows,
    slot: number,
    column: Column,
    look: LadderLook,
    top: number,
  ): void {
    const { context } = this;
    const { colours } = look.theme;
    if (column.kind !== 'member') {
      const size = column.kind === 'total' ? side.totals[slot]! : side.cums[slot]!;
      if (size === 0) return;
      context.fillStyle = column.kind === 'total' ? colours.text : colours.textDim;
      context.fillText(look.sizes.get(size), column.textPx, top + look.basePx);
      return;
    }
    // A link may just have lost a member.
    if (column.member >= rows.members) return;
    const cell = slot * rows.members + column.member;
    const size = side.sizes[cell]!;
    const flash = side.flashes[cell]!;
    if (flash !== 0) {
      const alpha = (FLASH_ALPHA * Math.abs(flash)) / FLASH_STEPS;
      this.tint(
        flash > 0 ? colours.flashAdd : colours.flashPull,
        alpha,
        column.leftPx,
        top,
        column.widthPx,
        look.rowPx,
      );
    }
    if (size === 0) return;
    const isLive = rows.live[column.member] === 1;
    if (!isLive && look.hatch !== null) {
      context.fillStyle = look.hatch;
      context.fillRect(column.leftPx, top, column.widthPx, look.rowPx);
    }
    if ((side.touches[slot]! & (1 << column.member)) !== 0) {
      const mark = Math.round(2 * look.scale);
      context.fillStyle = look.memberColours[column.member] ?? colours.text;
      context.fillRect(column.leftPx + column.widthPx - mark, top + mark, mark, look.rowPx - 2 * mark);
    }
    context.fillStyle = isLive ? colours.text : colours.textFaint;
    context.fillText(look.sizes.get(size), column.textPx, top + look.basePx);
  }

  /** Paints what the crossing earns, next to it. */
  private paintNote(note: string, left: number, top: number, look: LadderLook): void {
    const { context } = this;
    context.font = look.headFont;
    context.textAlign = 'left';
    context.fillStyle = look.theme.colours.warn;
    context.fillText(note, left + Math.round(NOTE_PAD * look.scale), top + look.basePx);
    this.prepareRows(look);
  }

  /** A wall's mark: a solid block at the outer edge of its side. */
  private paintWall(isBid: boolean, look: LadderLook, top: number): void {
    const width = Math.round(3 * look.scale);
    this.context.fillStyle = look.theme.colours.wall;
    this.context.fillRect(isBid ? 0 : look.widthPx - width, top + 1, width, look.rowPx - 2);
  }

  private paintPrice(rows: LadderRows, slot: number, look: LadderLook): void {
    const { context } = this;
    const { colours } = look.theme;
    const { priceLeftPx, priceRightPx, priceTextPx } = look.columns;
    const flags = rows.flags[slot]!;
    const top = look.headPx + slot * look.rowPx;
    const width = priceRightPx - priceLeftPx;
    const price = rows.prices[slot]!;
    context.fillStyle = price < 0 ? colours.background : colours.raised;
    context.fillRect(priceLeftPx, top, width, look.rowPx);
    if (price < 0) return;
    const isBidTouch = (flags & ROW.bidTouch) !== 0;
    const isAskTouch = (flags & ROW.askTouch) !== 0;
    if ((flags & ROW.crossed) !== 0) this.tint(colours.crossed, 1, priceLeftPx, top, width, look.rowPx);
    else if (isBidTouch) this.tint(colours.bidSoft, 1, priceLeftPx, top, width, look.rowPx);
    else if (isAskTouch) this.tint(colours.askSoft, 1, priceLeftPx, top, width, look.rowPx);
    if ((flags & (ROW.reached | ROW.hovered)) !== 0) this.tint(colours.hover, 1, priceLeftPx, top, width, look.rowPx);
    const line = Math.max(1, Math.round(look.scale));
    if (isBidTouch) {
      context.fillStyle = colours.bid;
      context.fillRect(priceLeftPx, top, width, line);
    }
    if (isAskTouch) {
      context.fillStyle = colours.ask;
      context.fillRect(priceLeftPx, top + look.rowPx - line, width, line);
    }
    context.fillStyle = this.priceColour(rows, slot, look);
    context.fillText(look.prices.get(price), priceTextPx, top + look.basePx);
  }

  private priceColour(rows: LadderRows, slot: number, look: LadderLook): string {
    const { colours } = look.theme;
    const flags = rows.flags[slot]!;
    if ((flags & ROW.crossed) !== 0) return colours.text;
    if (rows.bids.totals[slot]! > 0) return colours.bidText;
    if (rows.asks.totals[slot]! > 0) return colours.askText;
    return (flags & ROW.major) !== 0 ? colours.textDim : colours.textFaint;
  }

  private tint(colour: string, alpha: number, x: number, y: number, width: number, height: number): void {
    const { context } = this;
    context.globalAlpha = alpha;
    context.fillStyle = colour;
    context.fillRect(x, y, width, height);
    context.globalAlpha = 1;
  }
}
