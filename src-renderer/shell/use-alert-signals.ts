/** An alert that has just been given, where the person notices it: over the window, by sound, outside of the window. */
import { useEffect } from 'react';
import type { Alert } from '../../src-shared/domain/alert.ts';
import { playAlertTone } from '../frames/alert-tone.ts';
import { acknowledge, alertsStore, onAlert } from '../frames/alerts-store.ts';
import { appStore } from '../frames/app-store.ts';
import { onOpenMarket } from '../frames/clients.ts';
import { notifyFromPage } from '../frames/page-notifier.ts';
import { preferencesStore } from '../frames/preferences-store.ts';
import { toastEvent } from '../frames/toasts-store.ts';
import { workspace } from './workspace.ts';

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
