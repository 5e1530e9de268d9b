/**
 * The panes that are open: opening, moving, closing, saving and restoring them.
 *
 * The docking library owns the geometry; each panel carries our parameters (`PanelParams`), so one JSON holds everything.
 * A saved layout that cannot be used is set aside for the default one, and the person is told.
 */
import type { DockviewApi, IDockviewPanel, SerializedDockview } from 'dockview-react';
import { paneOf } from '../../panes/index.ts';
import type { Pane, PaneMemory, PanePlace } from '../../panes/pane.ts';
import { PANES_MAX, SAVE_DELAY_MS } from '../../ports/limits.ts';
import { flushPreferences, setPreferences } from '../../stores/preferences-store.ts';
import { CHANNELS, type Channel, select, selectionStore } from '../../stores/selection-store.ts';
import { toast } from '../../stores/toasts-store.ts';
import { buildDefaultLayout } from './default-layout.ts';
import { createPaneRouter } from './pane-router.ts';

/** What a panel carries, saved with the layout. */
export type PanelParams = { channel: Channel; target: string | null; memory: PaneMemory };

export type Side = 'left' | 'right' | 'top' | 'bottom';

/** The kind of pane that "open in a new pane" means for a market. */
export const MARKET_PANE = 'ladder';

const router = createPaneRouter();
let dock: DockviewApi | null = null;
let saveTimer: ReturnType<typeof setTimeout> | undefined;
// Saving waits until the layout in force is the person's: the default shown before main's hello must not overwrite it.
let isSaving = false;

/** Reads a panel's parameters, whatever a saved layout put there. */
export function readParams(raw: unknown): PanelParams {
  const params = typeof raw === 'object' && raw !== null ? (raw as Partial<PanelParams>) : {};
  const { channel, target, memory } = params;
  return {
    channel: channel === 'A' || channel === 'B' || channel === 'C' ? channel : null,
    target: typeof target === 'string' ? target : null,
    memory: typeof memory === 'object' && memory !== null ? memory : {},
  };
}

/** What a panel carries now. (The panel's own `getParameters` knows only what was updated, not what it began with.) */
function paramsOf(panelId: string): PanelParams {
  return readParams(dock?.getPanel(panelId)?.params);
}

/** Changes what a panel carries. */
function updateParams(panelId: string, change: Partial<PanelParams>): void {
  dock?.getPanel(panelId)?.api.updateParameters({ ...paramsOf(panelId), ...change });
  save();
}

function save(): void {
  clearTimeout(saveTimer);
  saveTimer = isSaving ? setTimeout(saveNow, SAVE_DELAY_MS) : undefined;
}

function saveNow(): void {
  saveTimer = undefined;
  if (dock !== null) setPreferences({ layout: dock.toJSON() });
}

/** The window is about to close: a change that still waits must not be lost. */
function flush(): void {
  if (saveTimer === undefined) return;
  clearTimeout(saveTimer);
  saveNow();
  flushPreferences();
}

function attach(api: DockviewApi): () => void {
  dock = api;
  window.addEventListener('pagehide', flush);
  const ends = [
    { dispose: () => window.removeEventListener('pagehide', flush) },
    api.onDidLayoutChange(save),
    api.onDidActivePanelChange((event) => {
      if (event.panel !== undefined) router.touch(event.panel.id);
    }),
  ];
  return () => {
    for (const end of ends) end.dispose();
    if (dock === api) dock = null;
  };
}

/** Shows a saved layout, or the default one when there is none or it cannot be used. */
function restore(layout: unknown): void {
  if (dock === null) return;
  isSaving = false;
  if (layout === null || layout === undefined) buildDefaultLayout(dock);
  else {
    try {
      assertKnownPanes(layout);
      dock.fromJSON(layout as SerializedDockview);
      if (dock.panels.length === 0) throw new Error('it holds no panes');
      for (const panel of dock.panels) adoptTarget(readParams(panel.params));
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      toast('warn', `The saved layout could not be used (${why}). The default layout is shown instead.`);
      dock.clear();
      buildDefaultLayout(dock);
    }
  }
  isSaving = true;
}

/** The library would render an unknown pane as nothing at all and fail later, where no one can catch it. */
function assertKnownPanes(layout: unknown): void {
  const { panels } = layout as Partial<SerializedDockview>;
  for (const panel of Object.values(panels ?? {})) {
    const kind = panel.contentComponent ?? '';
    if (paneOf(kind) === null) throw new Error(`it holds a pane of the unknown kind “${kind}”`);
  }
}

/** A channel shows what the first of its restored panes showed. */
function adoptTarget({ channel, target }: PanelParams): void {
  if (channel !== null && target !== null && selectionStore.getState()[channel] === null) select(channel, target);
}

/** Shows the default layout and offers to bring back the one before. */
function reset(): void {
  if (dock === null) return;
  const before = dock.panels.length > 0 ? dock.toJSON() : null;
  dock.clear();
  buildDefaultLayout(dock);
  save();
  if (before !== null) toast('info', 'Reset the layout.', { label: 'Undo', run: () => bringBack(before) });
}

function bringBack(layout: SerializedDockview): void {
  restore(layout);
  save();
}

let lastNumber = 0;

function freeId(api: DockviewApi, pane: Pane): string {
  if (!pane.many) return pane.id;
  let id: string;
  do id = `${pane.id}-${++lastNumber}`;
  while (api.getPanel(id) !== undefined);
  return id;
}

/** The pane of its kind to be shown: one that is hidden behind another before one that is in sight. */
function openOf(api: DockviewApi, pane: Pane): IDockviewPanel | undefined {
  const ofKind = api.panels.filter((panel) => panel.api.component === pane.id);
  return ofKind.find((panel) => !panel.api.isVisible) ?? ofKind[0];
}

/** Shows the pane there is, or opens it; `isAnother` opens one more. With a target the pane stands alone on that market. */
function open(paneId: string, target: string | null = null, isAnother = false): void {
  const pane = paneOf(paneId);
  if (dock === null || pane === null) return;
  const existing = target === null && !isAnother ? openOf(dock, pane) : undefined;
  if (existing !== undefined) {
    existing.api.setActive();
    focusInside(existing);
    return;
  }
  if (dock.totalPanels >= PANES_MAX) {
    toast('warn', `${PANES_MAX} panes are open, which is the most. Close one first.`);
    return;
  }
  const params: PanelParams = { channel: pane.takesTarget && target === null ? 'A' : null, target, memory: {} };
  const neighbour = neighbourOf(dock, pane);
  const options = { id: freeId(dock, pane), component: pane.id, title: pane.title, params };
  if (neighbour === null) dock.addPanel({ ...options, position: { direction: directionOf(pane.place) } });
  else addBeside(dock, options, neighbour.panel, neighbour.direction);
}

type PanelOptions = { id: string; component: string; title: string; params: PanelParams };

/** Adds a panel so that only its neighbour gives up room; left to itself, the library would resize every column. */
function addBeside(
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

/** Beside a pane of its kind when there is room, otherwise as a tab with it, otherwise with a pane of its place. */
function neighbourOf(api: DockviewApi, pane: Pane): { panel: IDockviewPanel; direction: 'within' | 'right' } | null {
  const ofKind = api.panels.filter((panel) => panel.api.component === pane.id);
  const active = api.activePanel;
  const twin = ofKind.find((panel) => panel === active) ?? ofKind[0];
  const roomForTwo = 720;
  if (twin !== undefined) return { panel: twin, direction: twin.api.width >= roomForTwo ? 'right' : 'within' };
  const peer = api.panels.find((panel) => paneOf(panel.api.component)?.place === pane.place);
  return peer === undefined ? null : { panel: peer, direction: 'within' };
}

function directionOf(place: PanePlace): 'left' | 'right' | 'below' {
  if (place === 'left') return 'left';
  return place === 'bottom' ? 'below' : 'right';
}

function moveActive(side: Side): void {
  const panel = dock?.activePanel;
  if (dock === null || panel === undefined) return;
  const directions = { left: 'left', right: 'right', top: 'up', bottom: 'down' } as const;
  const adjacent = dock.adjacentGroupInDirection(panel.group, directions[side]);
  const next = dock.groups.find((group) => group.id === adjacent?.id);
  // Into the neighbour on that side; at the edge, or alone with other tabs, a split of its own.
  if (next !== undefined && panel.group.panels.length === 1) panel.api.moveTo({ group: next, position: 'center' });
  else if (panel.group.panels.length > 1) panel.api.moveTo({ group: panel.group, position: side });
}

function focusNext(by: 1 | -1): void {
  if (dock === null) return;
  const { groups, activeGroup } = dock;
  const at = activeGroup === undefined ? -1 : groups.indexOf(activeGroup);
  const next = groups[(at + by + groups.length) % groups.length];
  const panel = next?.activePanel;
  if (panel === undefined) return;
  panel.api.setActive();
  focusInside(panel);
}

function focusInside(panel: IDockviewPanel): void {
  const content = panel.view.content.element;
  const inside = content.querySelector<HTMLElement>('[tabindex="0"], button, input, select, a[href]');
  // A pane that only teaches has nothing to work; it is there all the same.
  if (!inside) content.tabIndex = -1;
  (inside ?? content).focus();
}

/** Brings a ladder of the channel to the front where all of them are behind other panes: what was chosen is to be seen. */
function uncover(channel: Channel): void {
  const ladders = (dock?.panels ?? []).filter(
    (panel) => panel.api.component === MARKET_PANE && readParams(panel.params).channel === channel,
  );
  if (channel !== null && !ladders.some((panel) => panel.api.isVisible)) ladders[0]?.api.setActive();
}

/** Puts a panel on a channel; an empty channel takes over the panel's market. */
function setChannel(panelId: string, channel: Channel): void {
  updateParams(panelId, { channel });
  adoptTarget(paramsOf(panelId));
}

/** Shows a market where the person looks: in the channel of the pane in use, or of the first linked pane. */
function showMarket(target: string): void {
  const active = readParams(dock?.activePanel?.params).channel;
  const linked = dock?.panels.map((panel) => readParams(panel.params).channel).find((channel) => channel !== null);
  const channel = active ?? linked ?? null;
  if (channel === null) open(MARKET_PANE, target);
  else {
    select(channel, target);
    uncover(channel);
  }
}

/** Shows another market wherever one is shown; says whether it was anywhere. */
function replaceTarget(from: string, to: string): boolean {
  const channels = CHANNELS.filter((channel) => selectionStore.getState()[channel] === from);
  for (const channel of channels) select(channel, to);
  const panels = (dock?.panels ?? []).filter((panel) => readParams(panel.params).target === from);
  for (const panel of panels) updateParams(panel.id, { target: to });
  return channels.length > 0 || panels.length > 0;
}

export const workspace = {
  router,
  attach,
  restore,
  reset,
  open,
  /** Whether a pane of the kind is open. */
  isOpen: (paneId: string): boolean => dock?.panels.some((panel) => panel.api.component === paneId) === true,
  paramsOf,
  updateParams,
  moveActive,
  focusNext,
  uncover,
  /** Opens a market in a pane of its own. */
  openMarket: (target: string): void => open(MARKET_PANE, target),
  closeActive: (): void => dock?.activePanel?.api.close(),
  toggleMaximised(): void {
    if (dock === null) return;
    if (dock.hasMaximizedGroup()) dock.exitMaximizedGroup();
    else dock.activePanel?.api.maximize();
  },
  setChannel,
  showMarket,
  replaceTarget,
};
