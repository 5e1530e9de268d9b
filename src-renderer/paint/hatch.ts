/**
 * Creates the hatching for "not live": diagonal lines, the same at every scale, anchored to the canvas so that neighbouring cells
 * join without a seam.
 */

/** Distance between two lines, in CSS pixels. */
const PERIOD = 6;

/** Makes a pattern for `context`; null only where the browser cannot make one. */
export function createHatch(context: CanvasRenderingContext2D, colour: string, scale: number): CanvasPattern | null {
  const period = Math.max(4, Math.round(PERIOD * scale));
  const tile = context.canvas.ownerDocument.createElement('canvas');
  tile.width = period;
  tile.height = period;
  const pen = tile.getContext('2d');
  if (pen === null) return null;
  pen.strokeStyle = colour;
  pen.lineWidth = Math.max(1, 1.5 * scale);
  pen.lineCap = 'square';
  pen.beginPath();
  // The middle line and the two corners it leaves open, so that the tile repeats.
  for (let shift = -period; shift <= period; shift += period) {
    pen.moveTo(shift, period);
    pen.lineTo(shift + period, 0);
  }
  pen.stroke();
  return context.createPattern(tile, 'repeat');
}
