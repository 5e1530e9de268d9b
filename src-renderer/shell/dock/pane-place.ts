/**
 * Chooses where a pane opens: which pane is shown instead, beside which one it goes, and where the focus lands.
 */
import type { DockviewApi, IDockviewPanel } from 'dockview-react';
import { paneOf } from '../../panes/index.ts';
import type { Pane, PanePlace } from '../../panes/pane.ts';
import type { PanelParams } from './panel-params.ts';

let lastNumber = 0;

/** An id for a new pane of this kind. */
export function freeId(api: DockviewApi, pane: Pane): string {
  if (!pane.many) return pane.id;
  let id: string;
  do id = `${pane.id}-${++lastNumber}`;
  while (api.getPanel(id) !== undefined);
  return id;
}

/** The open pane of this kind to show: a hidden one before a visible one. */
export function openOf(api: DockviewApi, pane: Pane): IDockviewPanel | undefined {
  const ofKind = api.panels.filter((panel) => panel.api.component === pane.id);
  return ofKind.find((panel) => !panel.api.isVisible) ?? ofKind[0];
}

type PanelOptions = { id: string; component: string; title: string; params: PanelParams };

/** Adds a panel that takes room from its neighbour only; by default the library would resize every column. */
export function addBeside(
  api: DockviewApi,
  options: PanelOptions,
  neighbour: IDockviewPanel,
  direction: 'within' | 'right',
): void {
  const widths = api.groups.map((group) => [group, group.api.width] as const);
  const half = Math.floor(neighbour.api.width / 2);
  api.addPanel({ ...options, position: { referencePanel: neighbour, direction } });
  if (direction === 'within') return;
  for (const [group, width] of widths) group.api.setSize({ width: group === neighbour.group ? half : width });
}

/** Beside a pane of its kind when there is room, otherwise in its tabs, otherwise in the tabs of a pane of its place. */
export function neighbourOf(
  api: DockviewApi,
  pane: Pane,
): { panel: IDockviewPanel; direction: 'within' | 'right' } | null {
  const ofKind = api.panels.filter((panel) => panel.api.component === pane.id);
  const active = api.activePanel;
  const twin = ofKind.find((panel) => panel === active) ?? ofKind[0];
  const roomForTwo = 720;
  if (twin !== undefined) return { panel: twin, direction: twin.api.width >= roomForTwo ? 'right' : 'within' };
  const peer = api.panels.find((panel) => paneOf(panel.api.component)?.place === pane.place);
  return peer === undefined ? null : { panel: peer, direction: 'within' };
}

/** The edge of the window where a pane of this place opens. */
export function directionOf(place: PanePlace): 'left' | 'right' | 'below' {
  if (place === 'left') return 'left';
  return place === 'bottom' ? 'below' : 'right';
}

/** Focuses the first control of the pane, or the pane itself when it has none. */
export function focusInside(panel: IDockviewPanel): void {
  const content = panel.view.content.element;
  const inside = content.querySelector<HTMLElement>('[tabindex="0"], button, input, select, a[href]');
  if (!inside) content.tabIndex = -1;
  (inside ?? content).focus();
}
