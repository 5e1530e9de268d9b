/**
 * A canvas with its size and its animation frames, taken from whichever browser window it is in.
 *
 * A pane may be moved into its own window at any time: the stage then follows the size, frames and fonts of that window.
 */
import { CanvasSurface } from './canvas-surface.ts';
import { type Drawable, type FrameTicket, REDRAW, type Redraw, schedulerOf } from './frame-scheduler.ts';

export interface StageDrawable extends Drawable {
  /** Called after the canvas was resized, before it is drawn again. */
  onResize(): void;
  /** Called when the canvas is in another window, whose clock starts at another moment. */
  onMove(): void;
}

export class CanvasStage {
  readonly surface: CanvasSurface;
  private readonly canvas: HTMLCanvasElement;
  private readonly drawable: StageDrawable;
  private ticket: FrameTicket | null = null;
  private view: (Window & typeof globalThis) | null = null;
  private paused = true;

  constructor(canvas: HTMLCanvasElement, drawable: StageDrawable) {
    this.canvas = canvas;
    this.drawable = drawable;
    this.surface = new CanvasSurface(canvas, () => {
      drawable.onResize();
      this.ticket?.request(REDRAW.all);
      this.ticket?.drawNow();
    });
  }

  /** Requests a drawing; the first request attaches the canvas to its window. */
  request(level: Redraw): void {
    if (this.canvas.ownerDocument.defaultView !== this.view) this.attach();
    this.ticket?.request(level);
  }

  /** A paused stage draws nothing until it is resumed, then everything. */
  setPaused(paused: boolean): void {
    this.paused = paused;
    this.ticket?.setPaused(paused);
  }

  dispose(): void {
    this.surface.detach();
    this.ticket?.release();
    this.view?.document.fonts.removeEventListener('loadingdone', this.onFonts);
  }

  private attach(): void {
    const view = this.canvas.ownerDocument.defaultView;
    if (view === null) return;
    this.view?.document.fonts.removeEventListener('loadingdone', this.onFonts);
    this.view = view;
    this.ticket?.release();
    this.ticket = schedulerOf(view).add(this.drawable);
    this.ticket.setPaused(this.paused);
    this.drawable.onMove();
    this.ticket.request(REDRAW.all);
    this.surface.attach(view);
    view.document.fonts.addEventListener('loadingdone', this.onFonts);
  }

  private readonly onFonts = (): void => this.request(REDRAW.all);
}
