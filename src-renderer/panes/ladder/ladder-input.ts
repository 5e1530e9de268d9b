/**
 * Turns wheel, drag, pointer and keys of a ladder into scrolling and hovering by whole rows.
 *
 * Commands (centre, grouping, outcome) come from the shell's hotkeys; only the keys that move within the ladder are handled here.
 */

/** The motions that input causes. */
export interface LadderMotions {
  /** Height of a row in CSS pixels. */
  readonly rowHeight: number;
  readonly pageRows: number;
  scrollBy(rows: number): void;
  setPointer(point: { readonly x: number; readonly y: number } | null): void;
  recentre(): void;
}

/** Rows a notch of the wheel moves when the wheel counts lines. */
const ROWS_PER_LINE = 1;
/** A drag begins after this many CSS pixels, so that a press does not move the rows. */
const DRAG_FROM = 4;

/** Follows the body's input until the returned function is called. */
export function followInput(body: HTMLElement, canvas: HTMLElement, hands: LadderMotions): () => void {
  const ended = new AbortController();
  const { signal } = ended;
  let wheelRest = 0;
  let dragFromY = Number.NaN;
  let dragging = false;

  const onWheel = (event: WheelEvent): void => {
    // With Ctrl it is the browser's zoom.
    if (event.ctrlKey) return;
    event.preventDefault();
    wheelRest += rowsOf(event, hands);
    const rows = Math.trunc(wheelRest);
    wheelRest -= rows;
    hands.scrollBy(-rows);
  };
  const onDown = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    dragFromY = event.clientY;
    dragging = false;
  };
  const onMove = (event: PointerEvent): void => {
    const box = canvas.getBoundingClientRect();
    if (!Number.isNaN(dragFromY)) {
      const moved = event.clientY - dragFromY;
      if (!dragging && Math.abs(moved) >= DRAG_FROM) {
        dragging = true;
        body.setPointerCapture(event.pointerId);
        body.dataset.dragging = 'true';
        hands.setPointer(null);
      }
      const rows = Math.trunc(moved / hands.rowHeight);
      if (dragging && rows !== 0) {
        dragFromY += rows * hands.rowHeight;
        hands.scrollBy(rows);
      }
    }
    if (!dragging) hands.setPointer({ x: event.clientX - box.left, y: event.clientY - box.top });
  };
  const onUp = (): void => {
    dragFromY = Number.NaN;
    dragging = false;
    delete body.dataset.dragging;
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (!pressKey(event.key, hands)) return;
    event.preventDefault();
    event.stopPropagation();
  };

  // A scrolled region takes the focus, so that its keys can be reached.
  body.tabIndex = 0;
  body.addEventListener('wheel', onWheel, { signal, passive: false });
  body.addEventListener('pointerdown', onDown, { signal });
  body.addEventListener('pointermove', onMove, { signal });
  body.addEventListener('pointerup', onUp, { signal });
  body.addEventListener('pointercancel', onUp, { signal });
  body.addEventListener('lostpointercapture', onUp, { signal });
  body.addEventListener('pointerleave', () => hands.setPointer(null), { signal });
  body.addEventListener('keydown', onKey, { signal });
  return () => ended.abort();
}

function rowsOf(event: WheelEvent, hands: LadderMotions): number {
  if (event.deltaMode === WheelEvent.DOM_DELTA_PAGE) return Math.sign(event.deltaY) * hands.pageRows;
  if (event.deltaMode === WheelEvent.DOM_DELTA_LINE) return event.deltaY * ROWS_PER_LINE;
  return event.deltaY / hands.rowHeight;
}

function pressKey(key: string, hands: LadderMotions): boolean {
  switch (key) {
    case 'ArrowUp':
      hands.scrollBy(1);
      return true;
    case 'ArrowDown':
      hands.scrollBy(-1);
      return true;
    case 'PageUp':
      hands.scrollBy(hands.pageRows);
      return true;
    case 'PageDown':
      hands.scrollBy(-hands.pageRows);
      return true;
    case 'Home':
      hands.recentre();
      return true;
    default:
      return false;
  }
}
