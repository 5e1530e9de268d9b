/** Signals a new alert: over the window, by sound and, outside of it, as a notification. */
import { useEffect } from 'react';
import type { Alert } from '../../src-shared/domain/alert.ts';
import { acknowledge, alertsStore, onAlert } from '../stores/alerts-store.ts';
import { appStore } from '../stores/app-store.ts';
import { onOpenMarket } from '../stores/clients.ts';
import { preferencesStore } from '../stores/preferences-store.ts';
import { toastEvent } from '../stores/toasts-store.ts';
import { playAlertTone } from '../widgets/alert-tone.ts';
import { notifyFromPage } from '../widgets/page-notifier.ts';
import { workspace } from './dock/workspace.ts';

export function useAlertSignals(): void {
  useEffect(() => {
    const stopAlerts = onAlert(signal);
    const stopOpening = onOpenMarket((target) => workspace.showMarket(target));
    return () => {
      stopAlerts();
      stopOpening();
    };
  }, []);
}

function signal(alert: Alert): void {
  const { title, text, target, sound, notify } = alert;
  const open = (): void => showAlert(alert);
  toastEvent('warn', `${title} · ${text}`, target === '' ? null : { label: 'Show', run: open });
  if (sound) void playAlertTone(preferencesStore.getState().alertVolume);
  // A replay's alerts stay inside of the replay.
  const isElsewhere = alertsStore.getState().hostNotifies || appStore.getState().mode === 'replay';
  if (notify && !isElsewhere) notifyFromPage(alert, open);
}

/** Shows the alert's market; it is seen now. */
export function showAlert({ id, target }: Alert): void {
  acknowledge([id]);
  if (target !== '') workspace.showMarket(target);
}
