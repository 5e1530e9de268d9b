/**
 * Opens, moves, closes, saves and restores the panes of a window.
 *
 * The docking library owns the geometry; each panel carries our parameters (`PanelParams`), so one JSON holds everything.
 * A saved layout that cannot be used is replaced by the default one, and a message says why.
 */
import type { DockviewApi, SerializedDockview } from 'dockview-react';
import { paneOf } from '../../panes/index.ts';
import { PANES_MAX, SAVE_DELAY_MS } from '../../ports/limits.ts';
import { flushPreferences, setPreferences } from '../../stores/preferences-store.ts';
import { CHANNELS, type Channel, select, selectionStore } from '../../stores/selection-store.ts';
import { toast } from '../../stores/toasts-store.ts';
import { buildDefaultLayout } from './default-layout.ts';
import { addBeside, directionOf, focusInside, freeId, neighbourOf, openOf } from './pane-place.ts';
import { createPaneRouter } from './pane-router.ts';
import { assertKnownPanes, type PanelParams, readParams } from './panel-params.ts';

export type Side = 'left' | 'right' | 'top' | 'bottom';

/** The kind of pane that a market is opened in. */
export const MARKET_PANE = 'ladder';

const router = createPaneRouter();
let dock: DockviewApi | null = null;
let saveTimer: ReturnType<typeof setTimeout> | undefined;
// Nothing is saved before the user's layout is restored: the default shown before that must not overwrite it.
let isSaving = false;

/** The current parameters of a panel. (Its own `getParameters` returns only what was updated, not the initial values.) */
function paramsOf(panelId: string): PanelParams {
  return readParams(dock?.getPanel(panelId)?.params);
}

/** Changes parameters of a panel. */
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

/** Saves a pending change before the window closes. */
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

/** A channel without a market takes the market of this panel. */
function adoptTarget({ channel, target }: PanelParams): void {
  if (channel !== null && target !== null && selectionStore.getState()[channel] === null) select(channel, target);
}

/** Shows the default layout and offers to undo. */
function reset(): void {
  if (dock === null) return;
  const before = dock.panels.length > 0 ? dock.toJSON() : null;
  dock.clear();
  buildDefaultLayout(dock);
  save();
  if (before !== null) toast('info', 'Layout reset.', { label: 'Undo', run: () => bringBack(before) });
}

function bringBack(layout: SerializedDockview): void {
  restore(layout);
  save();
}

/** Shows the open pane of this kind, or opens one; `isAnother` always opens one. A pane with a target is not linked to a channel. */
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
    toast('warn', `At most ${PANES_MAX} panes can be open. Close one first.`);
    return;
  }
  const params: PanelParams = { channel: pane.takesTarget && target === null ? 'A' : null, target, memory: {} };
  const neighbour = neighbourOf(dock, pane);
  const options = { id: freeId(dock, pane), component: pane.id, title: pane.title, params };
  if (neighbour === null) dock.addPanel({ ...options, position: { direction: directionOf(pane.place) } });
  else addBeside(dock, options, neighbour.panel, neighbour.direction);
}

function moveActive(side: Side): void {
  const panel = dock?.activePanel;
  if (dock === null || panel === undefined) return;
  const directions = { left: 'left', right: 'right', top: 'up', bottom: 'down' } as const;
  const adjacent = dock.adjacentGroupInDirection(panel.group, directions[side]);
  const next = dock.groups.find((group) => group.id === adjacent?.id);
  // A pane alone in its group moves into the neighbour on that side; one among tabs gets a split of its own.
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

/** Brings a ladder of the channel to the front if all of them are behind other panes, so that the chosen market is visible. */
function uncover(channel: Channel): void {
  const ladders = (dock?.panels ?? []).filter(
    (panel) => panel.api.component === MARKET_PANE && readParams(panel.params).channel === channel,
  );
  if (channel !== null && !ladders.some((panel) => panel.api.isVisible)) ladders[0]?.api.setActive();
}

/** Links a panel to a channel; a channel without a market takes that of the panel. */
function setChannel(panelId: string, channel: Channel): void {
  updateParams(panelId, { channel });
  adoptTarget(paramsOf(panelId));
}

/** Shows a market in the channel of the active pane, or of the first linked pane. */
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

/** Replaces a market by another wherever it is shown; returns whether it was shown anywhere. */
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
