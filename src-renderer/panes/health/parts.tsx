/** One row per component: state, restarts, last error, what the state means, and a restart button. */
import { RotateCw } from 'lucide-react';
import { memo } from 'react';
import type { PartHealth, PartState } from '../../../src-shared/domain/part-health.ts';
import { mainClient } from '../../stores/clients.ts';
import { toast } from '../../stores/toasts-store.ts';
import { formatAge, formatCount } from '../../text/format.ts';
import type { BookState } from '../../widgets/book-state.ts';
import { type Column, FigureTable } from '../../widgets/figure-table.tsx';
import { StateDot } from '../../widgets/state-dot.tsx';
import { useTimes } from '../../widgets/use-times.ts';
import { VenueTag } from '../../widgets/venue-tag.tsx';

/** The mark of each state: those of books, so that one legend serves both. */
const MARK: Readonly<Record<PartState, BookState>> = {
  idle: 'closed',
  starting: 'waiting',
  running: 'synced',
  failing: 'stale',
  restarting: 'recovering',
  stopped: 'stale',
};

const WELL: readonly PartState[] = ['idle', 'starting', 'running'];

/** Whether the component is in order. */
export function isWell({ state }: PartHealth): boolean {
  return WELL.includes(state);
}

const COLUMNS: readonly Column[] = [
  { name: 'Component', widths: ['w-part'] },
  { name: 'For', isNumber: true, widths: ['w-age'], title: 'How long it has been in this state' },
  { name: 'Rest.', isNumber: true, widths: ['w-count'], title: 'Restarts and retries' },
  { name: 'Last error and meaning of the state' },
  { name: 'Restart', isHidden: true, widths: ['w-button'] },
];

type PartsProps = { readonly parts: readonly PartHealth[]; readonly atMs: number };

export function Parts({ parts, atMs }: PartsProps) {
  return (
    <FigureTable
      columns={COLUMNS}
      rows={parts.map((part) => <PartRow key={part.part} part={part} forMs={Math.max(0, atMs - part.sinceMs)} />)}
      empty="No component has reported yet"
    />
  );
}

const PartRow = memo(function PartRow({ part, forMs }: { readonly part: PartHealth; readonly forMs: number }) {
  const { name, venue, state, restarts, lastError, lastErrorMs, means } = part;
  const times = useTimes();
  const when = lastErrorMs === null ? '' : `${times.clock(lastErrorMs)} ${times.zone(lastErrorMs)} `;
  return (
    <tr data-part={part.part} data-state={state}>
      <td>
        <div className="connection">
          <StateDot state={MARK[state]} label={`${state}. ${means}`} />
          {venue === '' ? null : <VenueTag listing={`${venue}:`} />}
          <span className="clip">{name}</span>
          <span className={isWell(part) ? 'dim' : 'warn'}>{state}</span>
        </div>
      </td>
      <td className="num">{formatAge(forMs)}</td>
      <td className={`num${restarts > 0 ? ' warn' : ''}`}>{formatCount(restarts)}</td>
      <td className="clip selectable" title={`${when}${lastError} ${means}`.trim()}>
        {lastError === '' ? null : (
          <span className={isWell(part) ? 'dim' : 'warn'}>
            <span className="num">{when}</span>
            {lastError}{' '}
          </span>
        )}
        <span className="faint">{means}</span>
      </td>
      <td className="col-button">{part.action === null ? null : <StartAgain part={part} />}</td>
    </tr>
  );
});

function StartAgain({ part: { part, name, venue, action } }: { readonly part: PartHealth }) {
  const whose = venue === '' ? name : `${name} of ${venue}`;
  const label = action === 'restart' ? `Restart: ${whose}` : `Retry now: ${whose}`;
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={label}
      title={action === 'restart' ? 'Stop it and start it again' : 'Retry now'}
      onClick={() => {
        mainClient.request('restartPart', { part }).catch((error: Error) => toast('error', error.message));
      }}
    >
      <RotateCw size={12} aria-hidden="true" />
    </button>
  );
}
