/** One row per component: state, restarts, last error, what the state means, and a restart button. */
import { RotateCw } from 'lucide-react';
import { memo } from 'react';
import type { PartHealth, PartState } from '../../../src-shared/domain/part-health.ts';
import { mainClient } from '../../stores/clients.ts';
import { toast } from '../../stores/toasts-store.ts';
import { formatAge, formatClock, formatCount } from '../../text/format.ts';
import type { BookState } from '../../widgets/book-state.ts';
import { StateDot } from '../../widgets/state-dot.tsx';
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

type PartsProps = { readonly parts: readonly PartHealth[]; readonly atMs: number };

export function Parts({ parts, atMs }: PartsProps) {
  return (
    <table className="figures">
      <colgroup>
        <col className="w-part" />
        <col className="w-age" />
        <col className="w-count" />
        <col />
        <col className="w-button" />
      </colgroup>
      <thead>
        <tr>
          <th scope="col">Component</th>
          <th scope="col" className="num" title="How long it has been in this state">
            For
          </th>
          <th scope="col" className="num" title="Restarts and retries">
            Rest.
          </th>
          <th scope="col">Last error and meaning of the state</th>
          <th scope="col">
            <span className="hidden-visually">Restart</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {parts.map((part) => (
          <PartRow key={part.part} part={part} forMs={Math.max(0, atMs - part.sinceMs)} />
        ))}
        {parts.length === 0 ? (
          <tr>
            <td colSpan={5} className="faint">
              No component has reported yet
            </td>
          </tr>
        ) : null}
      </tbody>
    </table>
  );
}

const PartRow = memo(function PartRow({ part, forMs }: { readonly part: PartHealth; readonly forMs: number }) {
  const { name, venue, state, restarts, lastError, lastErrorMs, means } = part;
  const when = lastErrorMs === null ? '' : `${formatClock(lastErrorMs).slice(0, 8)} `;
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
