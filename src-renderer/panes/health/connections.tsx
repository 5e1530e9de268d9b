/** One row per connection: books, rates, ages, problems, and a button that replaces it. */
import { RefreshCw } from 'lucide-react';
import { memo } from 'react';
import type { ConnectionHealth, ConnectionState } from '../../../src-shared/domain/health.ts';
import { HEALTH_SAMPLES_KEPT } from '../../ports/limits.ts';
import { mainClient } from '../../stores/clients.ts';
import { useHealth } from '../../stores/health-store.ts';
import { toast } from '../../stores/toasts-store.ts';
import { formatAge, formatBytes, formatCount, formatRate } from '../../text/format.ts';
import type { BookState } from '../../widgets/book-state.ts';
import { type Column, FigureTable } from '../../widgets/figure-table.tsx';
import { Sparkline } from '../../widgets/sparkline.tsx';
import { StateDot } from '../../widgets/state-dot.tsx';
import { VenueTag } from '../../widgets/venue-tag.tsx';

/** The mark of each state: those of books, so that one legend serves both. */
const MARK: Readonly<Record<ConnectionState | 'behind', BookState>> = {
  behind: 'behind',
  idle: 'closed',
  connecting: 'waiting',
  open: 'synced',
  silent: 'stale',
  draining: 'waiting',
  backoff: 'recovering',
  refused: 'stale',
  closed: 'closed',
};

const COLUMNS: readonly Column[] = [
  { name: 'Connection' },
  { name: 'Books', isNumber: true, widths: ['w-books'], title: 'Synced books of those subscribed' },
  { name: 'msg/s', isNumber: true, widths: ['w-spark', 'w-rate'] },
  { name: 'Bytes/s', isNumber: true, widths: ['w-bytes'] },
  { name: 'Age', isNumber: true, widths: ['w-age'], title: 'Age of the last message of any kind' },
  {
    name: 'Lag',
    isNumber: true,
    widths: ['w-age'],
    title: 'How late its newest message was against its quickest ones',
  },
  { name: 'Rec.', isNumber: true, widths: ['w-count'], title: 'Reconnects' },
  { name: 'Gaps', isNumber: true, widths: ['w-count'] },
  { name: 'Err.', isNumber: true, widths: ['w-count'] },
  { name: 'Reconnect', isHidden: true, widths: ['w-button'] },
];

type ConnectionsProps = { readonly connections: readonly ConnectionHealth[] };

export function Connections({ connections }: ConnectionsProps) {
  return (
    <FigureTable
      columns={COLUMNS}
      rows={connections.map((connection) => <ConnectionRow key={connection.connection} connection={connection} />)}
      empty="No connection yet. One opens when a market is on the watchlist or shown in a pane."
    />
  );
}

const ConnectionRow = memo(function ConnectionRow({ connection }: { readonly connection: ConnectionHealth }) {
  const { venue, transport } = connection;
  const isBehind = connection.state === 'open' && connection.isBehind;
  const state = isBehind ? 'behind' : connection.state;
  const reason = isBehind ? 'Messages arrive late, so its books are not live.' : connection.reason;
  const rates = useHealth((health) => health.rates.get(connection.connection)) ?? [];
  const isShort = connection.delivering < connection.subscribed;
  const label = reason === '' ? state : `${state}: ${reason}`;
  return (
    <tr data-connection={connection.connection}>
      <td>
        <div className="connection">
          <StateDot state={state === 'open' && transport === 'poll' ? 'polled' : MARK[state]} label={label} />
          <VenueTag listing={`${venue}:`} />
          <span className="faint num">{connection.connection}</span>
          <span className={state === 'open' ? 'dim' : 'warn'}>{state}</span>
          {transport === 'poll' ? <span className="faint">polled</span> : null}
          <span className="clip faint" title={reason}>
            {reason}
          </span>
        </div>
      </td>
      <td
        className={`num${isShort ? ' warn' : ''}`}
        title={isShort ? 'Some books are not synced' : 'All books are synced'}
      >
        {formatCount(connection.delivering)}/{formatCount(connection.subscribed)}
      </td>
      <td className="col-spark">
        <Sparkline
          values={rates}
          width={48}
          height={14}
          points={HEALTH_SAMPLES_KEPT}
          spanMin={5}
          fromZero
          label="Messages a second over the last two minutes"
        />
      </td>
      <td className="num">{formatRate(connection.framesPerSecond)}</td>
      <td className="num">{formatBytes(connection.bytesPerSecond)}</td>
      <td className="num">{formatAge(connection.lastFrameAgeMs)}</td>
      <td className={`num${connection.isBehind ? ' warn' : ''}`} data-cell="lag">
        {formatAge(connection.lagMs)}
      </td>
      <td className="num">{formatCount(connection.reconnects)}</td>
      <td className="num">{formatCount(connection.gaps)}</td>
      <td className={`num${connection.errors > 0 ? ' warn' : ''}`}>{formatCount(connection.errors)}</td>
      <td className="col-button">
        <button
          type="button"
          className="icon-button"
          aria-label={`Replace connection ${connection.connection}`}
          title="Open a new connection, move the books to it without a gap, and close this one"
          onClick={() => reconnect(connection.connection)}
        >
          <RefreshCw size={12} aria-hidden="true" />
        </button>
      </td>
    </tr>
  );
});

function reconnect(connection: number): void {
  mainClient.request('reconnect', { connection }).catch((error: Error) => {
    toast('error', `Connection ${connection} was not replaced: ${error.message}`);
  });
}
