/** The alert log, newest first: seen or not, with a link to the market. */
import { Check, Trash2 } from 'lucide-react';
import { memo } from 'react';
import type { Alert } from '../../../src-shared/domain/alert.ts';
import { acknowledge, clearLog, countNew, useAlerts } from '../../stores/alerts-store.ts';
import { useTimes } from '../../widgets/use-times.ts';
import { moveFocus } from './move-focus.ts';

/** Rows drawn. */
const ROWS_MAX = 200;

export function AlertLog({ onShow }: { readonly onShow: (target: string) => void }) {
  const log = useAlerts((alerts) => alerts.log);
  const unseen = useAlerts(countNew);
  const shown = log.slice(-ROWS_MAX).reverse();
  return (
    <>
      <div className="alerts-bar">
        <h3>{unseen === 0 ? 'Log' : `Log: ${unseen} new`}</h3>
        <span className="alerts-space" />
        <button type="button" className="button" disabled={unseen === 0} onClick={() => acknowledge([])}>
          <Check size={12} aria-hidden="true" /> Mark all as seen
        </button>
        <button type="button" className="button" disabled={log.length === 0} onClick={clearLog}>
          <Trash2 size={12} aria-hidden="true" /> Clear
        </button>
      </div>
      <ul className="alert-rows" aria-label="Alerts">
        {shown.map((alert) => (
          <AlertRow key={alert.id} alert={alert} onShow={onShow} />
        ))}
        {shown.length === 0 ? <li className="empty-line">No alert has fired yet</li> : null}
      </ul>
    </>
  );
}

type RowProps = { readonly alert: Alert; readonly onShow: (target: string) => void };

const AlertRow = memo(function AlertRow({ alert, onShow }: RowProps) {
  const times = useTimes();
  const { id, atMs, target, title, text, acknowledged } = alert;
  return (
    <li className="alert-row" data-new={!acknowledged} data-kind={alert.kind}>
      <button
        type="button"
        className="alert-words"
        data-list-row=""
        title={target === '' ? 'Mark as seen' : 'Show the market'}
        onClick={() => {
          acknowledge([id]);
          if (target !== '') onShow(target);
        }}
        onKeyDown={(event) => moveFocus(event, '.alert-words')}
      >
        <span className="clock faint" title={times.moment(atMs)}>
          {times.clock(atMs)} {times.zone(atMs)}
        </span>
        <span className="alert-text">{text}</span>
        <span className="clip dim">{title}</span>
      </button>
      {acknowledged ? null : (
        <button
          type="button"
          className="icon-button"
          aria-label={`Mark as seen: ${text}`}
          title="Mark as seen"
          onClick={() => acknowledge([id])}
        >
          <Check size={13} aria-hidden="true" />
        </button>
      )}
    </li>
  );
});
