/**
 * Keeps one ladder on the screen: model, painter, quotes, reading, banner and table, driven by one frame ticket.
 *
 * Whatever changes asks for a redraw; all of it is done in `draw`, once a frame. It decides when a frame may be shown as live:
 * after a cut or a hidden time the levels stay greyed until a new frame has come.
 */
import type { LadderFrame } from '../../../src-shared/contract/ladder-frame.ts';
import type { PriceGrid } from '../../../src-shared/domain/price-grid.ts';
import { type PriceUnit, priceDecimals } from '../../frames/format.ts';
import { CanvasSurface } from '../../paint/canvas-surface.ts';
import { type Drawable, type FrameTicket, REDRAW, type Redraw, schedulerOf } from '../../paint/frame-scheduler.ts';
import { paintThemeOf } from '../../paint/theme.ts';
import type { ColumnKind } from './ladder-columns.ts';
import { headHeightPx, makeLook, rowHeightPx } from './ladder-look.ts';
import { LadderModel } from './ladder-model.ts';
import { LadderPainter } from './ladder-painter.ts';
import { LadderQuotes } from './ladder-quotes.ts';
import { LadderTable } from './ladder-table.ts';
import { LadderTooltip, readingOf } from './ladder-tooltip.ts';
import type { MemberTerms } from './ladder-touch.ts';
import { walkTo } from './ladder-walk.ts';
import { bannerOf } from './ladder-words.ts';

/** The elements of a ladder, made by React. */
export type LadderElements = {
  readonly root: HTMLElement;
  readonly body: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  readonly quotes: HTMLElement;
  readonly banner: HTMLElement;
  readonly tooltip: HTMLElement;
  readonly table: HTMLElement;
  readonly above: HTMLElement;
  readonly below: HTMLElement;
};

export type ViewMember = {
  readonly id: string;
  readonly name: string;
  readonly shortName: string;
  readonly colour: string;
  readonly grid: PriceGrid | null;
  readonly terms: MemberTerms;
};

/** What the person and the market's facts say; a new object for every change. */
export type ViewTerms = {
  readonly title: string;
  readonly outcomes: readonly [string, string];
  readonly members: readonly ViewMember[];
  readonly unit: PriceUnit;
  readonly mirrored: boolean;
  readonly dense: boolean;
  readonly hidden: ReadonlySet<ColumnKind>;
  readonly themeRevision: number;
  readonly flashing: boolean;
};

/** A watch that has brought nothing for this long is not shown as live. */
const FRAME_OVERDUE_MS = 1_000;

export class LadderView implements Drawable {
  readonly model = new LadderModel();
  /** Called when following the touch stops or starts. */
  onFollows: ((follows: boolean) => void) | null = null;

  private readonly elements: LadderElements;
  private readonly surface: CanvasSurface;
  private readonly painter: LadderPainter;
  private readonly quotes: LadderQuotes;
  private readonly table: LadderTable;
  private readonly tooltip: LadderTooltip;
  private ticket: FrameTicket | null = null;
  private view: (Window & typeof globalThis) | null = null;
  private terms: ViewTerms | null = null;
  private lookStale = true;
  private visible = false;
  private live = true;
  private reason = '';
  private refusal = '';
  /** No frame has come since the watch began, the view was hidden or the window was cut off. */
  private awaiting = true;
  private overdue: ReturnType<typeof setTimeout> | undefined;
  private arrivedMs = 0;
  private decimals = -1;
  private shownFrame: LadderFrame | null = null;
  private pointerX = 0;
  private pointerY = 0;
  private followed = true;

  constructor(elements: LadderElements) {
    this.elements = elements;
    this.surface = new CanvasSurface(elements.canvas, () => this.onResize());
    this.painter = new LadderPainter(this.surface.context);
    this.quotes = new LadderQuotes(elements.quotes);
    this.table = new LadderTable(elements.table);
    this.tooltip = new LadderTooltip(elements.tooltip);
    this.attach();
  }

  dispose(): void {
    clearTimeout(this.overdue);
    this.table.stop();
    this.surface.detach();
    this.ticket?.release();
    this.view?.document.fonts.removeEventListener('loadingdone', this.onFonts);
  }

  setTerms(terms: ViewTerms): void {
    this.terms = terms;
    this.model.flashing = terms.flashing;
    this.model.setMirrored(terms.mirrored);
    this.model.setGrids(terms.members.map(({ grid }) => grid));
    this.decimals = -1;
    this.invalidate();
  }

  /** Shown or not; while hidden nothing is done, and what is shown afterwards is not live before a new frame has come. */
  setVisible(visible: boolean): void {
    if (visible === this.visible) return;
    this.visible = visible;
    if (!visible) this.model.setHover(-1);
    this.ticket?.setPaused(!visible);
  }

  /** A watch begins: its first frame is awaited. */
  beginWatch(): void {
    this.awaiting = true;
    this.refusal = '';
    this.model.forgetChanges();
    clearTimeout(this.overdue);
    this.overdue = setTimeout(() => this.freeze(), FRAME_OVERDUE_MS);
  }

  setRefused(text: string): void {
    this.refusal = text;
    this.freeze();
  }

  /** Whether the window hears the engine, and if not, why. */
  setConnection(live: boolean, reason: string): void {
    if (live === this.live && reason === this.reason) return;
    this.reason = reason;
    this.live = live;
    if (!live) {
      this.awaiting = true;
      this.freeze();
    }
    this.request(REDRAW.changes);
  }

  setFrame(frame: LadderFrame): void {
    clearTimeout(this.overdue);
    this.awaiting = false;
    this.refusal = '';
    this.arrivedMs = performance.now();
    this.model.setFrame(frame);
    this.model.setFrozen(!this.live);
    this.request(REDRAW.changes);
  }

  recentre(): void {
    this.model.scroll.recentre();
    this.request(REDRAW.changes);
  }

  scrollBy(rows: number): void {
    if (rows === 0) return;
    this.model.scroll.scrollBy(rows);
    this.request(REDRAW.changes);
  }

  /** Rows a page moves by: all but one, so that the eye keeps a row. */
  get pageRows(): number {
    return Math.max(1, this.model.rows.slots - 2);
  }

  /** Height of a row in CSS pixels. */
  get rowHeight(): number {
    return rowHeightPx(this.surface.scale, this.terms?.dense ?? false) / this.surface.scale;
  }

  /** The pointer, in CSS pixels from the canvas's corner; null: it left. */
  setPointer(point: { readonly x: number; readonly y: number } | null): void {
    const { scale } = this.surface;
    if (point === null) this.model.setHover(-1);
    else {
      this.pointerX = point.x;
      this.pointerY = point.y;
      const slot = Math.floor((point.y * scale - headHeightPx(scale)) / rowHeightPx(scale, this.terms?.dense ?? false));
      const row = slot < 0 ? -1 : this.model.scroll.topRow - slot;
      this.model.setHover(row < this.model.axis.rows ? row : -1, point.x * scale < this.surface.widthPx / 2);
    }
    this.request(REDRAW.changes);
  }

  /** Once a second: ages grow without a frame. */
  tickAges(): void {
    if (this.visible) this.quotes.showAges(performance.now());
  }

  draw(level: Redraw, nowMs: number): Redraw {
    const { model, terms, surface } = this;
    if (terms === null || surface.isEmpty) return REDRAW.none;
    const isFlashing = model.build(nowMs);
    const decimals = this.wantedDecimals(terms);
    if (level === REDRAW.all || this.lookStale || decimals !== this.decimals) this.paintAnew(terms, decimals);
    else this.painter.paintChanges(model.rows);
    this.showFrame(nowMs);
    this.showBanner(terms);
    this.showReading(terms);
    this.showBeyond();
    this.table.follow(model.rows);
    if (model.scroll.follows !== this.followed) {
      this.followed = model.scroll.follows;
      this.onFollows?.(this.followed);
    }
    return isFlashing ? REDRAW.changes : REDRAW.none;
  }

  private wantedDecimals(terms: ViewTerms): number {
    const { grid } = this.model.axis;
    let step = grid[0]?.stepMicros ?? 1;
    for (const range of grid) step = Math.min(step, range.stepMicros);
    return priceDecimals(terms.unit, step);
  }

  private paintAnew(terms: ViewTerms, decimals: number): void {
    const { surface, elements, model } = this;
    const theme = paintThemeOf(elements.root, terms.themeRevision);
    if (decimals !== this.decimals) {
      this.decimals = decimals;
      this.quotes.setTerms({ unit: terms.unit, decimals, venues: terms.members });
      this.table.setTerms({ label: `Order book: ${terms.title}`, unit: terms.unit, decimals, venues: terms.members });
      this.shownFrame = null;
    }
    this.lookStale = false;
    const look = makeLook({
      context: surface.context,
      theme,
      widthPx: surface.widthPx,
      heightPx: surface.heightPx,
      scale: surface.scale,
      dense: terms.dense,
      unit: terms.unit,
      decimals,
      hidden: terms.hidden,
      memberNames: terms.members.map(({ shortName }) => shortName),
      memberColours: terms.members.map(({ colour }) => colour),
    });
    this.painter.paintAll(model.rows, look);
  }

  private showFrame(nowMs: number): void {
    const { model, elements } = this;
    const { frame } = model;
    if (frame === null) return;
    this.quotes.show(frame, model.touch, model.frozen, model.mirrored, this.arrivedMs, nowMs);
    setData(elements.root, 'live', String(model.isLive));
    if (frame === this.shownFrame) return;
    this.shownFrame = frame;
    setData(elements.root, 'frame', String(frame.frame));
    setData(elements.root, 'group', String(frame.groupMicros));
    setData(elements.root, 'phase', frame.members.map(({ phase }) => phase).join(' '));
  }

  private showBanner(terms: ViewTerms): void {
    const { banner } = this.elements;
    const { frame, frozen } = this.model;
    // A hidden or newly grouped ladder is greyed for the moment its frame takes; words would only flicker.
    const isCut = frozen && (!this.live || this.refusal !== '' || this.overdue === undefined);
    const names = terms.members.map(({ name }) => name);
    const reason = this.refusal || this.reason;
    const said = frame === null && this.live && this.refusal === '' && !frozen ? null : bannerOf({ frame, frozen: isCut, reason, names });
    banner.hidden = said === null;
    if (said === null) return;
    setData(banner, 'state', said.word);
    const [word, text] = banner.children;
    if (word !== undefined && word.textContent !== said.word) word.textContent = said.word;
    if (text !== undefined && text.textContent !== said.text) text.textContent = said.text;
  }

  private showReading(terms: ViewTerms): void {
    const { model } = this;
    const { hoverRow, hoverSide } = model;
    const side = hoverSide === 'bid' ? model.bids : model.asks;
    const price = model.axis.priceAt(hoverRow);
    const walk =
      hoverSide === null || price < 0 || !model.isLive
        ? null
        : walkTo(side, hoverRow, price, model.rows.live, terms.members.map((member) => member.terms), model.mirrored);
    if (walk === null) return this.tooltip.hide();
    const [outcome, opposite] = model.mirrored ? [terms.outcomes[1], terms.outcomes[0]] : terms.outcomes;
    const grouped = (model.frame?.groupMicros ?? 0) > 0;
    this.tooltip.show(readingOf({ walk, unit: terms.unit, decimals: this.decimals, outcome, opposite, grouped }));
    const { scale, widthPx, heightPx } = this.surface;
    this.tooltip.place(this.pointerX, this.pointerY, widthPx / scale, heightPx / scale);
  }

  /** Where the touch is when it is out of view. */
  private showBeyond(): void {
    const { model, elements } = this;
    const { topRow } = model.scroll;
    const lowest = topRow - model.rows.slots + 1;
    const low = model.bidRow < 0 ? model.askRow : model.bidRow;
    const high = model.askRow < 0 ? model.bidRow : model.askRow;
    elements.above.hidden = low < 0 || Math.max(low, high) <= topRow;
    elements.below.hidden = low < 0 || Math.min(low, high) >= lowest;
  }

  private freeze(): void {
    clearTimeout(this.overdue);
    this.overdue = undefined;
    this.model.setFrozen(true);
    this.request(REDRAW.changes);
  }

  private invalidate(): void {
    this.lookStale = true;
    this.request(REDRAW.all);
  }

  private request(level: Redraw): void {
    if (this.elements.canvas.ownerDocument.defaultView !== this.view) this.attach();
    this.ticket?.request(level);
  }

  /** Takes its frames and its size from the window it is in, which changes when a pane is moved into one of its own. */
  private attach(): void {
    const view = this.elements.canvas.ownerDocument.defaultView;
    if (view === null) return;
    this.view?.document.fonts.removeEventListener('loadingdone', this.onFonts);
    this.view = view;
    this.ticket?.release();
    this.ticket = schedulerOf(view).add(this);
    this.ticket.setPaused(!this.visible);
    this.lookStale = true;
    this.surface.attach(view);
    view.document.fonts.addEventListener('loadingdone', this.onFonts);
  }

  private readonly onFonts = (): void => this.invalidate();

  private onResize(): void {
    const { heightPx, scale } = this.surface;
    const rowPx = rowHeightPx(scale, this.terms?.dense ?? false);
    this.model.setSlots(LadderPainter.slotsFor(heightPx, headHeightPx(scale), rowPx));
    this.lookStale = true;
    this.ticket?.request(REDRAW.all);
    this.ticket?.drawNow();
  }
}

function setData(element: HTMLElement, name: string, value: string): void {
  if (element.dataset[name] !== value) element.dataset[name] = value;
}
