/** The bell in the toolbar: the number of unseen alerts. A click opens the Alerts pane. */
import { Bell, BellRing } from 'lucide-react';
import { countNew, useAlerts } from '../stores/alerts-store.ts';
import { runCommand } from './commands.ts';
import { keyLabels, keysOf } from './hotkeys.ts';
import { isMac } from './platform.ts';

const SHOWN_MAX = 99;

export function AlertBell() {
  const unseen = useAlerts(countNew);
  const Icon = unseen > 0 ? BellRing : Bell;
  const label = unseen === 0 ? 'Alerts' : `Alerts: ${unseen} new`;
  return (
    <button
      type="button"
      className="icon-button alert-bell"
      data-new={unseen > 0}
      aria-label={label}
      title={`${label} (${keyLabels(keysOf('alerts') ?? '', isMac).join('+')})`}
      onClick={() => runCommand('alerts')}
    >
      <Icon size={15} aria-hidden="true" />
      {unseen > 0 ? <span className="num alert-count">{unseen > SHOWN_MAX ? `${SHOWN_MAX}+` : unseen}</span> : null}
    </button>
  );
}
