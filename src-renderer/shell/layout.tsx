/** Mounts the panes in the dock, as the workspace arranges them. */
import { DockviewReact, type DockviewReadyEvent } from 'dockview-react';
import { useCallback, useEffect, useRef } from 'react';
import { PANES } from '../panes/index.ts';
import { preferencesStore } from '../stores/preferences-store.ts';
import { hostOf } from './dock/pane-host.tsx';
import { PaneTab } from './dock/pane-tab.tsx';
import { workspace } from './dock/workspace.ts';
import { HOTKEYS, keyLabels } from './hotkeys.ts';
import { isMac } from './platform.ts';

const COMPONENTS = Object.fromEntries(PANES.map((pane) => [pane.id, hostOf(pane)]));

/** Our own variables colour the dock (dock.css); the class only has to be one the library does not style. */
const THEME = { name: 'crossbook', className: 'dock', gap: 1 } as const;

export function Layout() {
  const detach = useRef<(() => void) | null>(null);
  const onReady = useCallback(({ api }: DockviewReadyEvent) => {
    detach.current = workspace.attach(api);
    workspace.restore(preferencesStore.getState().layout);
  }, []);
  useEffect(() => () => detach.current?.(), []);
  return (
    <DockviewReact
      className="dock-root"
      components={COMPONENTS}
      defaultTabComponent={PaneTab}
      watermarkComponent={Watermark}
      theme={THEME}
      onReady={onReady}
      disableFloatingGroups
    />
  );
}

/** Shown when every pane was closed. */
function Watermark() {
  const palette = HOTKEYS.find((hotkey) => hotkey.command === 'palette');
  return (
    <div className="empty">
      <p className="empty-title">No pane is open</p>
      <p>
        Press {keyLabels(palette?.keys[0] ?? '', isMac).join(' ')} and name one, or go back to the panes Crossbook
        started with.
      </p>
      <button type="button" className="button" onClick={() => workspace.reset()}>
        Reset layout
      </button>
    </div>
  );
}
