/**
 * The tab of a pane: icon, title, the colour of its channel, and the button that closes it.
 */
import type { IDockviewPanelHeaderProps } from 'dockview-react';
import { X } from 'lucide-react';
import { useCallback, useSyncExternalStore } from 'react';
import { CHANNELS, type Channel } from '../frames/selection-store.ts';
import { paneOf } from '../panes/index.ts';
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
  const Icon = pane?.icon;
  return (
    <div className="tab" title={title}>
      {Icon === undefined ? null : <Icon size={13} aria-hidden="true" className="tab-icon" />}
      {/* Linked panes show one market: its name in every tab would only be noise. */}
      <span className="clip">{channel === null ? title : pane?.title}</span>
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
