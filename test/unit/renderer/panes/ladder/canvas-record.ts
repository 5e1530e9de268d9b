/** A 2D context that draws nothing and notes what it was told: which texts and areas, in which colour. */

export type Mark = {
  readonly what: 'rect' | 'text';
  readonly fill: unknown;
  readonly alpha: number;
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};

export type CanvasRecord = {
  readonly context: CanvasRenderingContext2D;
  readonly marks: Mark[];
  /** Every font set, in order. */
  readonly fonts: string[];
};

/** Figures are 7 wide and 9 high, whatever the font. */
export const FIGURE_WIDTH = 7;

export function recordCanvas(): CanvasRecord {
  const marks: Mark[] = [];
  const fonts: string[] = [];
  const state = {
    fillStyle: '' as unknown,
    globalAlpha: 1,
    set font(font: string) {
      fonts.push(font);
    },
    textAlign: '',
    textBaseline: '',
    fillRect(x: number, y: number, width: number, height: number) {
      marks.push({ what: 'rect', fill: state.fillStyle, alpha: state.globalAlpha, text: '', x, y, width, height });
    },
    fillText(text: string, x: number, y: number) {
      const width = text.length * FIGURE_WIDTH;
      marks.push({ what: 'text', fill: state.fillStyle, alpha: state.globalAlpha, text, x, y, width, height: 9 });
    },
    measureText: (text: string) => ({ width: text.length * FIGURE_WIDTH, actualBoundingBoxAscent: 9 }),
    beginPath() {},
    arc() {},
    fill() {},
  };
  return { context: state as unknown as CanvasRenderingContext2D, marks, fonts };
}
