/**
 * Connects the docking library with a pane: turns a panel into `PaneProps` and keeps its saved parameters, its title and the
 * listings it shows up to date.
 */
import type { IDockviewPanelProps } from 'dockview-react';
import { type FunctionComponent, useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Pane, PaneMemory } from '../../panes/pane.ts';
import { shown } from '../../stores/clients.ts';
import { select, selectionStore } from '../../stores/selection-store.ts';
import { useTarget } from '../../stores/target.ts';
import { PaneGuard } from './pane-guard.tsx';
import { type PanelParams, readParams } from './panel-params.ts';
import { workspace } from './workspace.ts';

/** The component the docking library renders for a kind of pane. */
export function hostOf(pane: Pane): FunctionComponent<IDockviewPanelProps> {
  const Host = (props: IDockviewPanelProps) => <PaneHost pane={pane} {...props} />;
  Host.displayName = `Host(${pane.id})`;
  return Host;
}

function PaneHost({ pane, api, params: raw }: IDockviewPanelProps & { pane: Pane }) {
  const { channel, target: own, memory } = readParams(raw);
  const selected = useStore(selectionStore, (selection) => (channel === null ? null : selection[channel]));
  const target = channel === null ? own : selected;
  const info = useTarget(pane.takesTarget && pane.picks !== true ? target : null);
  const visible = useVisible(api);
  const commands = useMemo(() => workspace.router.commandsOf(api.id), [api]);
  const [params] = useState(() => createStore<PaneMemory>(() => memory));

  const remember = useCallback((change: Partial<PanelParams>) => workspace.updateParams(api.id, change), [api]);
  useEffect(() => params.subscribe((next) => remember({ memory: next })), [params, remember]);
  // The channel's market is saved with each of its panes, so that it is there again after a restart.
  useEffect(() => {
    if (workspace.paramsOf(api.id).target !== target) remember({ target });
  }, [api, target, remember]);
  useEffect(() => {
    const title = info !== null && info.title !== '' ? `${pane.title}: ${info.title}` : pane.title;
    if (api.title !== title) api.setTitle(title);
  }, [api, pane, info]);
  const listings = useMemo(() => info?.members.map((member) => member.listing) ?? [], [info]);
  useEffect(() => shown.add(listings), [listings]);

  const setTarget = useCallback(
    (next: string | null) => {
      const now = workspace.paramsOf(api.id).channel;
      if (now === null) remember({ target: next });
      else {
        select(now, next);
        if (pane.picks === true) workspace.uncover(now);
      }
    },
    [api, pane, remember],
  );
  const Content = pane.component;
  return (
    <PaneGuard title={pane.title}>
      <Content
        paneId={api.id}
        target={target}
        channel={channel}
        setTarget={setTarget}
        openMarket={workspace.openMarket}
        params={params}
        visible={visible}
        commands={commands}
      />
    </PaneGuard>
  );
}

/** Whether the panel can be seen: in front of its tabs, in a window that is not hidden. */
function useVisible(api: IDockviewPanelProps['api']): boolean {
  const subscribe = useCallback(
    (onChange: () => void) => {
      const end = api.onDidVisibilityChange(onChange);
      document.addEventListener('visibilitychange', onChange);
      return () => {
        end.dispose();
        document.removeEventListener('visibilitychange', onChange);
      };
    },
    [api],
  );
  return useSyncExternalStore(subscribe, () => api.isVisible && !document.hidden);
}
