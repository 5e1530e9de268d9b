/**
 * Builds the layout of the first start: watchlist left, ladder in the centre, spread and trades right, health at the bottom.
 *
 * It is derived from what the panes declare, so a new pane that opens at the start finds its place without a change here.
 */
import type { DockviewApi } from 'dockview-react';
import { PANES } from '../../panes/index.ts';
import type { Pane, PanePlace } from '../../panes/pane.ts';

/** The order in which places are cut out of the window: what comes first is cut innermost. */
const PLACES: readonly PanePlace[] = ['centre', 'left', 'right', 'bottom'];

const DIRECTION = { left: 'left', right: 'right', bottom: 'below' } as const;

/** Of the window's height for a pane that stands below another. */
const BELOW_PART = 0.3;

/** Shares of the window: the side columns keep a readable width, the bottom is a quarter. */
export function placeSize(place: PanePlace, width: number, height: number): { width?: number; height?: number } {
  const clamp = (value: number, least: number, most: number): number =>
    Math.round(Math.min(most, Math.max(least, value)));
  if (place === 'left') return { width: clamp(width * 0.21, 280, 380) };
  if (place === 'right') return { width: clamp(width * 0.29, 320, 560) };
  return place === 'bottom' ? { height: clamp(height * 0.27, 180, 320) } : {};
}

/** Fills an empty dock. */
export function buildDefaultLayout(dock: DockviewApi): void {
  for (const place of PLACES) {
    let first: string | null = null;
    let last: string | null = null;
    for (const pane of PANES) {
      if (pane.place !== place || !pane.opensAtStart) continue;
      const id = pane.many ? `${pane.id}-1` : pane.id;
      addPane(dock, pane, id, last);
      if (pane.below === true || last === null) last = id;
      first ??= id;
    }
    if (first !== null) dock.getPanel(first)?.api.setActive();
  }
  for (const place of PLACES) {
    const size = placeSize(place, dock.width, dock.height);
    const panel = dock.panels.find((open) =>
      PANES.some((pane) => pane.id === open.api.component && pane.place === place),
    );
    if (place === 'centre') panel?.api.setActive();
    if (panel !== undefined && (size.width !== undefined || size.height !== undefined)) panel.group.api.setSize(size);
  }
  for (const { id, many, below } of PANES) {
    if (below === true) dock.getPanel(many ? `${id}-1` : id)?.group.api.setSize({ height: dock.height * BELOW_PART });
  }
}

function addPane(dock: DockviewApi, pane: Pane, id: string, sibling: string | null): void {
  const params = { channel: pane.takesTarget ? 'A' : null, target: null, memory: {} };
  const options = { id, component: pane.id, title: pane.title, params };
  if (sibling !== null && pane.below === true) {
    dock.addPanel({ ...options, position: { referencePanel: sibling, direction: 'below' } });
  } else if (sibling !== null) {
    dock.addPanel({ ...options, inactive: true, position: { referencePanel: sibling, direction: 'within' } });
  } else if (pane.place === 'centre') dock.addPanel(options);
  else dock.addPanel({ ...options, position: { direction: DIRECTION[pane.place] } });
}
