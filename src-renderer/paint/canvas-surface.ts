/**
 * A canvas whose backing store has exactly the device pixels that it covers on the screen.
 *
 * Painters work in device pixels, so lines and figures are sharp at every scale. The store is replaced only when its size in device
 * pixels changed; the owner is called in the same turn, before the empty canvas becomes visible.
 */

/** A context that hides nothing below it: opaque canvases are cheaper to put on the screen. */
const CONTEXT: CanvasRenderingContext2DSettings = { alpha: false };

export class CanvasSurface {
  readonly context: CanvasRenderingContext2D;
  /** Device pixels. */
  widthPx = 0;
  heightPx = 0;
  /** Device pixels per CSS pixel. */
  scale = 1;
  private readonly canvas: HTMLCanvasElement;
  private readonly onResize: () => void;
  private observer: ResizeObserver | null = null;

  /** `onResize` is called when the size changed, also to and from nothing. Throws when the browser has no 2D canvas. */
  constructor(canvas: HTMLCanvasElement, onResize: () => void) {
    const context = canvas.getContext('2d', CONTEXT);
    if (context === null) throw new Error('this browser draws no 2D canvas');
    this.canvas = canvas;
    this.context = context;
    this.onResize = onResize;
  }

  /** True when nothing can be seen of it. */
  get isEmpty(): boolean {
    return this.widthPx === 0 || this.heightPx === 0;
  }

  /** Follows the canvas's size in the window it is in now; called again after it moved to another window. */
  attach(view: Window & typeof globalThis): void {
    this.observer?.disconnect();
    this.observer = new view.ResizeObserver((entries) => {
      const entry = entries[entries.length - 1];
      if (entry !== undefined) this.take(entry, view.devicePixelRatio);
    });
    this.observer.observe(this.canvas, { box: 'device-pixel-content-box' });
  }

  detach(): void {
    this.observer?.disconnect();
    this.observer = null;
  }

  private take(entry: ResizeObserverEntry, scale: number): void {
    const box = entry.devicePixelContentBoxSize[0];
    const widthPx = devicePixels(box?.inlineSize, entry.contentRect.width, scale);
    const heightPx = devicePixels(box?.blockSize, entry.contentRect.height, scale);
    if (widthPx === this.widthPx && heightPx === this.heightPx && scale === this.scale) return;
    this.widthPx = widthPx;
    this.heightPx = heightPx;
    this.scale = scale;
    if (!this.isEmpty) {
      this.canvas.width = widthPx;
      this.canvas.height = heightPx;
    }
    this.onResize();
  }
}

/** The box the browser measured, unless it is plainly in other pixels than the scale says (an emulated screen). */
function devicePixels(measured: number | undefined, cssSize: number, scale: number): number {
  const expected = cssSize * scale;
  return measured !== undefined && Math.abs(measured - expected) <= 1 ? measured : Math.round(expected);
}
