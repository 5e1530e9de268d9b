/**
 * The tab of a pane: icon, title, the colour of its channel, and the button that closes it.
 */
import type { IDockviewPanelHeaderProps } from 'dockview-react';
import { X } from 'lucide-react';
import { useCallback, useEffect, useRef, useSyncExternalStore } from 'react';
import { paneOf } from '../../panes/index.ts';
import { CHANNELS, type Channel } from '../../stores/selection-store.ts';
import { workspace } from './workspace.ts';

const NEXT_CHANNEL: readonly Channel[] = [...CHANNELS, null];

export function PaneTab({ api }: IDockviewPanelHeaderProps) {
  const pane = paneOf(api.component);
  const title = useSyncExternalStore(
    useCallback((onChange) => disposer(api.onDidTitleChange(onChange)), [api]),
    () => api.title ?? '',
  );
  const channel = useSyncExternalStore(
    useCallback((onChange) => disposer(api.onDidParametersChange(onChange)), [api]),
    () => workspace.paramsOf(api.id).channel,
  );
  const root = useRef<HTMLDivElement>(null);
  // The name of the market arrives later and widens the tab, which must not push the active tab out of view.
  useEffect(() => {
    if (title !== '' && api.isActive) root.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [api, title]);
  const Icon = pane?.icon;
  return (
    <div ref={root} className="tab" title={title}>
      {Icon === undefined ? null : <Icon size={13} aria-hidden="true" className="tab-icon" />}
      <span className="clip">{tabText(title, pane?.title ?? '', channel)}</span>
      {pane?.takesTarget === true ? (
        <ChannelButton channel={channel} onPick={(next) => workspace.setChannel(api.id, next)} />
      ) : null}
      <button
        type="button"
        className="tab-close"
        aria-label={`Close ${title}`}
        onPointerDown={(event) => event.stopPropagation()}
        onClick={() => api.close()}
      >
        <X size={12} aria-hidden="true" />
      </button>
    </div>
  );
}

/** Linked panes show one market, so their tabs name the pane; the tab of an unlinked pane names its market. */
function tabText(title: string, pane: string, channel: Channel): string {
  if (channel !== null) return pane;
  return title.startsWith(`${pane}: `) ? title.slice(pane.length + 2) : title;
}

const disposer =
  (end: { dispose(): void }): (() => void) =>
  () =>
    end.dispose();

type ChannelButtonProps = { readonly channel: Channel; readonly onPick: (channel: Channel) => void };

function ChannelButton({ channel, onPick }: ChannelButtonProps) {
  const next = NEXT_CHANNEL[(NEXT_CHANNEL.indexOf(channel) + 1) % NEXT_CHANNEL.length] ?? null;
  const says =
    channel === null ? 'Not linked to other panes' : `Linked by colour ${channel}: panes of one colour show one market`;
  const does = next === null ? 'Click to unlink.' : `Click for colour ${next}.`;
  return (
    <button
      type="button"
      className="channel"
      data-channel={channel ?? 'none'}
      aria-label={`${says}. ${does}`}
      title={`${says}. ${does}`}
      onPointerDown={(event) => event.stopPropagation()}
      onClick={() => onPick(next)}
    >
      {channel ?? ''}
    </button>
  );
}
