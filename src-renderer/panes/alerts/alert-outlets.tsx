/** How alerts are signalled outside of the window: sound volume and permission for notifications. */
import { Volume2, VolumeX } from 'lucide-react';
import { useState } from 'react';
import { useAlerts } from '../../stores/alerts-store.ts';
import { setPreferences, usePreferences } from '../../stores/preferences-store.ts';
import { playAlertTone } from '../../widgets/alert-tone.ts';
import { askToNotify, notifyPermission } from '../../widgets/page-notifier.ts';

export function AlertOutlets() {
  const volume = usePreferences((preferences) => preferences.alertVolume);
  const Icon = volume > 0 ? Volume2 : VolumeX;
  return (
    <div className="alerts-bar">
      <Icon size={13} aria-hidden="true" className="dim" />
      <input
        type="range"
        min={0}
        max={100}
        step={5}
        aria-label="Alert volume"
        title={`Alert volume: ${volume}`}
        value={volume}
        onChange={(event) => setPreferences({ alertVolume: event.target.valueAsNumber })}
      />
      <button type="button" className="button" disabled={volume === 0} onClick={() => void playAlertTone(volume)}>
        Test
      </button>
      <span className="alerts-space" />
      <PageNotifications />
    </div>
  );
}

/** On the host that notifies by itself there is nothing to allow. */
function PageNotifications() {
  const hostNotifies = useAlerts((alerts) => alerts.hostNotifies);
  const [permission, setPermission] = useState(notifyPermission);
  if (hostNotifies || permission === 'granted') return null;
  if (permission === 'none') return <span className="faint">This browser does not support notifications</span>;
  if (permission === 'denied') {
    return (
      <span className="faint clip" title="Allow them in the browser's settings of this page, then reload.">
        The browser blocks notifications from this page
      </span>
    );
  }
  return (
    <button type="button" className="button" onClick={() => void askToNotify().then(setPermission)}>
      Allow system notifications
    </button>
  );
}
