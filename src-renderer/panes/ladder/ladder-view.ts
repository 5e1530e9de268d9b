/**
 * Keeps one ladder on the screen: model, painter, quotes, reading, banner and table, driven by one frame ticket.
 *
 * Whatever changes asks for a redraw; all of it is done in `draw`, once a frame. It decides when a frame may be shown as live:
 * after a cut or a hidden time the levels stay greyed until a new frame has come. A frame of other members than the window knows of the link
 * waits until the window knows them too: no venue's levels are ever shown under another's name.
 */
import { isFrameOf, type LadderFrame } from '../../../src-shared/contract/ladder-frame.ts';
import { finestStepMicros } from '../../../src-shared/domain/price-grid.ts';
import type { SpreadRow } from '../../../src-shared/domain/spread.ts';
import { CanvasSurface } from '../../paint/canvas-surface.ts';
import { type Drawable, type FrameTicket, REDRAW, type Redraw, schedulerOf } from '../../paint/frame-scheduler.ts';
import { paintThemeOf } from '../../paint/theme.ts';
import { priceDecimals } from '../../text/format.ts';
import { LadderOverlays, type OverlayElements, type Point } from './ladder-overlays.ts';
import { gainText, LadderQuotes } from './ladder-quotes.ts';
import { LadderStats, type StatsTerms } from './ladder-stats.ts';
import { LadderTable } from './ladder-table.ts';
import { sameTerms, type ViewTerms } from './ladder-terms.ts';
import { LadderModel } from './model/ladder-model.ts';
import { headHeightPx, makeLook, rowHeightPx } from './paint/ladder-look.ts';
import { LadderPainter } from './paint/ladder-painter.ts';

/** The elements of a ladder, made by React. */
export type LadderElements = OverlayElements & {
  readonly root: HTMLElement;
  readonly body: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  readonly quotes: HTMLElement;
  readonly stats: HTMLElement;
  readonly table: HTMLElement;
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
  private readonly stats: LadderStats;
  private readonly table: LadderTable;
  private readonly overlays: LadderOverlays;
  private ticket: FrameTicket | null = null;
  private view: (Window & typeof globalThis) | null = null;
  private terms: ViewTerms | null = null;
  private lookStale = true;
  private visible = false;
  private live = true;
  private reason = '';
  private refusal = '';
  private overdue: ReturnType<typeof setTimeout> | undefined;
  private arrivedMs = 0;
  private decimals = -1;
  private shownFrame: LadderFrame | null = null;
  /** Of other members than those known; shown when they are known. */
  private early: LadderFrame | null = null;
  private spread: SpreadRow | null = null;
  private statsTerms: StatsTerms | null = null;
  private pointer: Point | null = null;
  private followed = true;

  constructor(elements: LadderElements) {
    this.elements = elements;
    this.surface = new CanvasSurface(elements.canvas, () => this.onResize());
    this.painter = new LadderPainter(this.surface.context);
    this.quotes = new LadderQuotes(elements.quotes);
    this.stats = new LadderStats(elements.stats);
    this.table = new LadderTable(elements.table);
    this.overlays = new LadderOverlays(elements);
    setData(elements.root, 'live', 'false');
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
    if (sameTerms(this.terms, terms)) return;
    this.terms = terms;
    this.model.flashing = terms.flashing;
    this.model.setMirrored(terms.mirrored);
    this.model.setGrids(terms.members.map(({ grid }) => grid));
    this.decimals = -1;
    this.fitSlots();
    const { early } = this;
    const { frame } = this.model;
    if (frame !== null && !fits(frame, terms)) {
      this.model.reset();
      this.model.setGrids(terms.members.map(({ grid }) => grid));
      this.model.setFrozen(true);
      this.early ??= frame;
    }
    if (early !== null) this.setFrame(early);
    this.invalidate();
  }

  /** Shown or not; while hidden nothing is done, and what is shown afterwards is not live before a new frame has come. */
  setVisible(visible: boolean): void {
    if (visible === this.visible) return;
    this.visible = visible;
    this.pointer = null;
    this.model.setFrozen(true);
    this.ticket?.setPaused(!visible);
  }

  /** A watch begins: its first frame is awaited. */
  beginWatch(): void {
    this.refusal = '';
    this.early = null;
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
    if (!live) this.freeze();
    this.request(REDRAW.changes);
  }

  setFrame(frame: LadderFrame): void {
    clearTimeout(this.overdue);
    this.overdue = undefined;
    this.refusal = '';
    if (this.terms !== null && !fits(frame, this.terms)) {
      // The last one stays under the names it came with, greyed.
      this.early = frame;
      this.freeze();
      return;
    }
    this.early = null;
    this.arrivedMs = performance.now();
    this.model.setFrame(frame);
    this.model.setFrozen(!this.live);
    this.request(REDRAW.changes);
  }

  /** What the link's best direction earns; null: nothing is known. */
  setSpread(spread: SpreadRow | null): void {
    this.spread = spread;
    this.model.note = gainText(spread);
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

  /** The model, with the row that the pointer is at now: a press may come before the next drawing. */
  get pointed(): LadderModel {
    if (this.terms !== null && !this.surface.isEmpty) this.hoverAtPointer(this.terms);
    return this.model;
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
  setPointer(point: Point | null): void {
    this.pointer = point;
    this.request(REDRAW.changes);
  }

  /** Once a second: ages grow without a frame. */
  tickAges(): void {
    if (this.visible) this.quotes.showAges(performance.now());
  }

  draw(level: Redraw, nowMs: number): Redraw {
    const { model, terms, surface } = this;
    if (terms === null || surface.isEmpty) return REDRAW.none;
    this.hoverAtPointer(terms);
    const isFlashing = model.build(nowMs);
    const decimals = priceDecimals(terms.unit, finestStepMicros(model.axis.grid));
    if (level === REDRAW.all || this.lookStale || decimals !== this.decimals) this.paintAnew(terms, decimals);
    else this.painter.paintChanges(model.rows);
    this.showFrame();
    this.overlays.showBanner(model, terms, this.isCut, this.refusal || this.reason);
    const { scale, widthPx, heightPx } = surface;
    this.overlays.showReading(model, terms, this.decimals, this.pointer, widthPx / scale, heightPx / scale);
    this.overlays.showBeyond(model);
    this.table.follow(model.rows);
    if (model.scroll.follows !== this.followed) {
      this.followed = model.scroll.follows;
      this.onFollows?.(this.followed);
    }
    return isFlashing ? REDRAW.changes : REDRAW.none;
  }

  /** Asked for in every drawing: rows may have moved under a pointer at rest. */
  private hoverAtPointer(terms: ViewTerms): void {
    const { model, pointer } = this;
    const { scale, widthPx } = this.surface;
    if (pointer === null) {
      model.setHover(-1);
      return;
    }
    const slot = Math.floor((pointer.y * scale - headHeightPx(scale)) / rowHeightPx(scale, terms.dense));
    const row = slot < 0 ? -1 : model.scroll.topRow - slot;
    model.setHover(row < model.axis.rows ? row : -1, pointer.x * scale < widthPx / 2);
  }

  private paintAnew(terms: ViewTerms, decimals: number): void {
    const { surface, elements, model } = this;
    const theme = paintThemeOf(elements.root, terms.themeRevision);
    if (decimals !== this.decimals) {
      this.decimals = decimals;
      // A venue's own touch is exact, however coarse the rows are.
      const exact = priceDecimals(terms.unit, finestStepMicros(model.tickGrid));
      this.quotes.setTerms({ unit: terms.unit, decimals: exact, venues: terms.members });
      this.table.setTerms({ label: `Order book: ${terms.title}`, unit: terms.unit, decimals, venues: terms.members });
      this.statsTerms = { unit: terms.unit, decimals: exact, names: terms.members.map(({ name }) => name) };
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
      order: terms.order,
      hidden: terms.hidden,
      memberNames: terms.members.map(({ shortName }) => shortName),
      memberColours: terms.members.map(({ colour }) => colour),
    });
    this.painter.paintAll(model.rows, look);
  }

  private showFrame(): void {
    const { model, elements } = this;
    const { frame } = model;
    if (frame === null) return;
    const { touch, mirrored } = model;
    const { spread } = this;
    const standing = model.frozen ? (this.isCut ? 'cut' : 'awaiting') : 'live';
    this.quotes.show({ frame, touch, spread, standing, mirrored, arrivedMs: this.arrivedMs, nowMs: performance.now() });
    setData(elements.root, 'live', String(model.isLive));
    if (this.statsTerms !== null) this.stats.show(frame, model.rows, mirrored, model.isLive, this.statsTerms);
    if (frame === this.shownFrame) return;
    this.shownFrame = frame;
    setData(elements.root, 'frame', String(frame.frame));
    setData(elements.root, 'group', String(frame.groupMicros));
    setData(elements.root, 'phase', frame.members.map(({ phase }) => phase).join(' '));
  }

  /** Nothing new is to be expected. A hidden or newly grouped ladder only waits a moment: words would flicker. */
  private get isCut(): boolean {
    return this.model.frozen && (!this.live || this.refusal !== '' || this.overdue === undefined);
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
    // Another window counts its time from another moment.
    this.model.forgetChanges();
    this.surface.attach(view);
    view.document.fonts.addEventListener('loadingdone', this.onFonts);
  }

  private readonly onFonts = (): void => this.invalidate();

  private fitSlots(): void {
    const { heightPx, scale } = this.surface;
    const rowPx = rowHeightPx(scale, this.terms?.dense ?? false);
    this.model.setSlots(LadderPainter.slotsFor(heightPx, headHeightPx(scale), rowPx));
  }

  private onResize(): void {
    this.fitSlots();
    this.lookStale = true;
    this.ticket?.request(REDRAW.all);
    this.ticket?.drawNow();
  }
}

function fits(frame: LadderFrame, { members }: ViewTerms): boolean {
  return isFrameOf(
    frame,
    members.map(({ tag }) => tag),
  );
}

function setData(element: HTMLElement, name: string, value: string): void {
  if (element.dataset[name] !== value) element.dataset[name] = value;
}
