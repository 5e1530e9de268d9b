/**
 * Draws one ladder: rows, quotes, statistics, tooltip, banner and table, once an animation frame.
 *
 * What may be shown as live is decided by the state it is given ({@link LadderState}) and the phase of each member.
 */
import { finestStepMicros } from '../../../src-shared/domain/price-grid.ts';
import type { SpreadRow } from '../../../src-shared/domain/spread.ts';
import { CanvasStage, type StageDrawable } from '../../paint/canvas-stage.ts';
import type { CanvasSurface } from '../../paint/canvas-surface.ts';
import { REDRAW, type Redraw } from '../../paint/frame-scheduler.ts';
import { paintThemeOf } from '../../paint/theme.ts';
import type { LadderState } from '../../stores/ladder-state.ts';
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

export class LadderView implements StageDrawable {
  readonly model = new LadderModel();
  /** Called when the ladder starts or stops following the touch. */
  onFollows: ((follows: boolean) => void) | null = null;

  private readonly elements: LadderElements;
  private readonly stage: CanvasStage;
  private readonly surface: CanvasSurface;
  private readonly painter: LadderPainter;
  private readonly quotes: LadderQuotes;
  private readonly stats: LadderStats;
  private readonly table: LadderTable;
  private readonly overlays: LadderOverlays;
  private state: LadderState = { is: 'waiting', reason: null };
  private terms: ViewTerms | null = null;
  private statsTerms: StatsTerms | null = null;
  private spread: SpreadRow | null = null;
  private pointer: Point | null = null;
  private decimals = -1;
  private followed = true;

  constructor(elements: LadderElements) {
    this.elements = elements;
    this.stage = new CanvasStage(elements.canvas, this);
    this.surface = this.stage.surface;
    this.painter = new LadderPainter(this.surface.context);
    this.quotes = new LadderQuotes(elements.quotes);
    this.stats = new LadderStats(elements.stats);
    this.table = new LadderTable(elements.table);
    this.overlays = new LadderOverlays(elements);
    setData(elements.root, 'live', 'false');
  }

  dispose(): void {
    this.table.stop();
    this.stage.dispose();
  }

  setTerms(terms: ViewTerms): void {
    if (sameTerms(this.terms, terms)) return;
    this.terms = terms;
    this.model.flashing = terms.flashing;
    this.model.setMirrored(terms.mirrored);
    this.model.setGrids(terms.members.map(({ grid }) => grid));
    this.decimals = -1;
    this.onResize();
    this.stage.request(REDRAW.all);
  }

  /** The state follows the terms: its frame is of the members that they name. */
  setState(state: LadderState): void {
    this.state = state;
    const frame = 'frame' in state ? state.frame : null;
    if (frame === null) this.model.clear();
    else if (frame !== this.model.frame) this.model.setFrame(frame);
    this.model.setFrozen(state.is !== 'live');
    this.stage.request(REDRAW.changes);
  }

  /** A hidden ladder draws nothing. */
  setVisible(visible: boolean): void {
    this.pointer = null;
    this.stage.setPaused(!visible);
  }

  /** The best direction of the link; null while none is known. */
  setSpread(spread: SpreadRow | null): void {
    this.spread = spread;
    this.model.note = gainText(spread);
    this.stage.request(REDRAW.changes);
  }

  recentre(): void {
    this.model.scroll.recentre();
    this.stage.request(REDRAW.changes);
  }

  scrollBy(rows: number): void {
    if (rows === 0) return;
    this.model.scroll.scrollBy(rows);
    this.stage.request(REDRAW.changes);
  }

  /** The model with the row under the pointer now: a key may be pressed before the next drawing. */
  get pointed(): LadderModel {
    if (this.terms !== null && !this.surface.isEmpty) this.hoverAtPointer(this.terms);
    return this.model;
  }

  /** Rows of a page: all but one, so that one row stays in view. */
  get pageRows(): number {
    return Math.max(1, this.model.rows.slots - 2);
  }

  /** Height of a row in CSS pixels. */
  get rowHeight(): number {
    return rowHeightPx(this.surface.scale, this.terms?.dense ?? false) / this.surface.scale;
  }

  /** The pointer, in CSS pixels from the corner of the canvas; null when it left. */
  setPointer(point: Point | null): void {
    this.pointer = point;
    this.stage.request(REDRAW.changes);
  }

  /** Updates the ages, which grow without a frame. */
  tickAges(): void {
    this.quotes.showAges(performance.now());
  }

  draw(level: Redraw, nowMs: number): Redraw {
    const { model, terms, surface } = this;
    if (terms === null || surface.isEmpty) return REDRAW.none;
    this.hoverAtPointer(terms);
    const isFlashing = model.build(nowMs);
    const decimals = priceDecimals(terms.unit, finestStepMicros(model.axis.grid));
    const isRepaint = level === REDRAW.all || decimals !== this.decimals;
    if (decimals !== this.decimals) this.setDecimals(terms, decimals);
    if (isRepaint) this.paintAll(terms, decimals);
    else this.painter.paintChanges(model.rows);
    this.showFrame();
    this.overlays.showBanner(this.state, terms.members);
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

  onResize(): void {
    const { heightPx, scale } = this.surface;
    const rowPx = rowHeightPx(scale, this.terms?.dense ?? false);
    this.model.setSlots(LadderPainter.slotsFor(heightPx, headHeightPx(scale), rowPx));
  }

  onMove(): void {
    this.model.forgetChanges();
  }

  /** Evaluated in every drawing: the rows may have moved below a pointer at rest. */
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

  private setDecimals(terms: ViewTerms, decimals: number): void {
    this.decimals = decimals;
    // The touch of a venue is exact, however coarse the rows are.
    const exact = priceDecimals(terms.unit, finestStepMicros(this.model.tickGrid));
    this.quotes.setTerms({ unit: terms.unit, decimals: exact, venues: terms.members });
    this.table.setTerms({ label: `Order book: ${terms.title}`, unit: terms.unit, decimals, venues: terms.members });
    this.statsTerms = { unit: terms.unit, decimals: exact, names: terms.members.map(({ name }) => name) };
  }

  private paintAll(terms: ViewTerms, decimals: number): void {
    const { surface } = this;
    const look = makeLook({
      context: surface.context,
      theme: paintThemeOf(this.elements.root, terms.themeRevision),
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
    this.painter.paintAll(this.model.rows, look);
  }

  private showFrame(): void {
    const { model, state, spread, statsTerms } = this;
    const { root } = this.elements;
    setData(root, 'live', String(model.isLive));
    if (!('frame' in state)) {
      this.stats.clear();
      return;
    }
    const { frame } = state;
    const { touch, mirrored } = model;
    this.quotes.show({ state, touch, spread, mirrored, nowMs: performance.now() });
    if (statsTerms !== null) this.stats.show(frame, model.rows, mirrored, model.isLive, statsTerms);
    setData(root, 'frame', String(frame.frame));
    setData(root, 'group', String(frame.groupMicros));
    setData(root, 'phase', frame.members.map(({ phase }) => phase).join(' '));
  }
}

function setData(element: HTMLElement, name: string, value: string): void {
  if (element.dataset[name] !== value) element.dataset[name] = value;
}
