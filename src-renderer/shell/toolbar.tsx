/** The toolbar: mode, search, recording, and the state of the feeds. */
import { Keyboard, LayoutGrid } from 'lucide-react';
import { HEALTH_SAMPLES_KEPT } from '../ports/limits.ts';
import { useApp } from '../stores/app-store.ts';
import { useHealth } from '../stores/health-store.ts';
import { formatMeasure, formatRate, NONE } from '../text/format.ts';
import { Sparkline } from '../widgets/sparkline.tsx';
import { AlertBell } from './alert-bell.tsx';
import { runCommand } from './commands.ts';
import { keyLabels } from './hotkeys.ts';
import { isMac } from './platform.ts';
import { RecordButton } from './record-button.tsx';
import { SearchBox } from './search-box.tsx';

export function Toolbar({ modeWord }: { readonly modeWord: string | null }) {
  return (
    <header className="toolbar">
      <span className="brand">Crossbook</span>
      <span className="mode-badge" data-testid="mode">
        {modeWord ?? '…'}
      </span>
      <SearchBox />
      <div className="toolbar-pulse figures-of-main">
        <RecordButton />
        <VenueCount />
        <Rate />
        <Latency />
      </div>
      <AlertBell />
      <button
        type="button"
        className="icon-button"
        aria-label="Panes and commands"
        title={`Panes and commands (${keyLabels('mod+k', isMac).join('+')})`}
        onClick={() => runCommand('palette')}
      >
        <LayoutGrid size={15} aria-hidden="true" />
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label="Show keyboard shortcuts"
        title="Show keyboard shortcuts (?)"
        onClick={() => runCommand('keys')}
      >
        <Keyboard size={15} aria-hidden="true" />
      </button>
    </header>
  );
}

function VenueCount() {
  const venues = useApp((app) => app.venues);
  const connections = useHealth((state) => state.health?.connections);
  const isUp = (id: string): boolean =>
    connections?.some((connection) => connection.venue === id && connection.state === 'open') === true;
  const isLate = (id: string): boolean =>
    connections?.some((connection) => connection.venue === id && connection.isBehind) === true;
  const up = venues.filter((venue) => isUp(venue.id)).length;
  const late = venues.filter((venue) => isLate(venue.id)).length;
  const lines = venues.map(({ id, name, note }) => {
    const state = isLate(id) ? 'behind: its messages arrive late' : isUp(id) ? 'connected' : 'not connected';
    return `${name}: ${state}. ${note}`;
  });
  const isShort = connections !== undefined && (up < venues.length || late > 0);
  return (
    <span className="pulse" data-warn={isShort} title={lines.join('\n')}>
      <span className="num">
        {connections === undefined ? NONE : up}/{venues.length}
      </span>
      <span className="pulse-unit">venues{late > 0 ? `, ${late} behind` : ''}</span>
    </span>
  );
}

function Rate() {
  const rates = useHealth((state) => state.totalRates);
  const last = rates.at(-1);
  return (
    <span className="pulse" title="Messages a second from all venues, over the last two minutes">
      <Sparkline
        values={rates}
        width={48}
        height={16}
        points={HEALTH_SAMPLES_KEPT}
        spanMin={10}
        fromZero
        label="Messages a second over the last two minutes"
      />
      <span className="num pulse-rate">{last === undefined ? NONE : formatRate(last)}</span>
      <span className="pulse-unit">msg/s</span>
    </span>
  );
}

function Latency() {
  const hop = useHealth((state) => state.health?.engine?.latency.receiptToBook ?? null);
  return (
    <span className="pulse" title="Receipt to book: 99 % of messages are applied within this time">
      <span className="pulse-unit">p99</span>
      <span className="num pulse-latency">{formatMeasure(hop?.p99 ?? null)}</span>
      <span className="pulse-unit">ms</span>
    </span>
  );
}
