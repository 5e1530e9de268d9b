/**
 * Shows notifications from the page, on the host that has none of its own: requested only by a click, shown only while the window
 * is not in front.
 */
import type { Alert } from '../../src-shared/domain/alert.ts';

/** `none`: the browser has no notifications. */
export type NotifyPermission = NotificationPermission | 'none';

export function notifyPermission(): NotifyPermission {
  return 'Notification' in window ? Notification.permission : 'none';
}

/** Asks the user for permission; must be called from a click. */
export async function askToNotify(): Promise<NotifyPermission> {
  return 'Notification' in window ? Notification.requestPermission() : 'none';
}

/** Shows an alert outside of the window; a press on it brings the window to the front and calls `onOpen`. */
export function notifyFromPage({ id, title, text }: Alert, onOpen: () => void): void {
  if (notifyPermission() !== 'granted' || (!document.hidden && document.hasFocus())) return;
  // Several windows of one Crossbook show the same alert once.
  const notification = new Notification(title, { body: text, tag: `crossbook-${id}`, silent: true });
  notification.onclick = () => {
    window.focus();
    notification.close();
    onOpen();
  };
}
