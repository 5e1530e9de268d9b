/**
 * The tab of a pane: icon, title, the colour of its channel, and the button that closes it.
 */
import type { IDockviewPanelHeaderProps } from 'dockview-react';
import { X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { CHANNELS, type Channel } from '../frames/selection-store.ts';
import { paneOf } from '../panes/index.ts';
import { readParams, workspace } from './workspace.ts';

const NEXT_CHANNEL: readonly Channel[] = [...CHANNELS, null];

export function PaneTab({ api, params: raw }: IDockviewPanelHeaderProps) {
  const pane = paneOf(api.component);
  const [title, setTitle] = useState(api.title ?? '');
  useEffect(() => {
    setTitle(api.title ?? '');
    const end = api.onDidTitleChange((event) => setTitle(event.title));
    return () => end.dispose();
  }, [api]);
  const { channel } = readParams(raw);
  const Icon = pane?.icon;
  return (
    <div className="tab" title={title}>
      {Icon === undefined ? null : <Icon size={13} aria-hidden="true" className="tab-icon" />}
      <span className="clip">{title}</span>
      {pane?.takesTarget === true ? <ChannelButton channel={channel} onPick={(next) => pickChannel(api, next)} /> : null}
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

function pickChannel(api: IDockviewPanelHeaderProps['api'], channel: Channel): void {
  api.updateParameters({ ...readParams(api.getParameters()), channel });
  workspace.adoptChannel(api.id);
}

type ChannelButtonProps = { readonly channel: Channel; readonly onPick: (channel: Channel) => void };

function ChannelButton({ channel, onPick }: ChannelButtonProps) {
  const next = NEXT_CHANNEL[(NEXT_CHANNEL.indexOf(channel) + 1) % NEXT_CHANNEL.length] ?? null;
  const says = channel === null ? 'Not linked to other panes' : `Linked by colour ${channel}: panes of one colour show one market`;
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
