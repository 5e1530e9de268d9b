/** Alerts as notifications of the system, through Electron; a press on one brings the window to the front. */
import { BrowserWindow, Notification } from 'electron';
import type { AlertNotifier } from '../../app/controllers/alert-controller.ts';

/** Kept until they are gone: one that is collected cannot be pressed. */
const SHOWN_MAX = 20;

/** Null where the system has no notifications. */
export function electronNotifier(): AlertNotifier | null {
  if (!Notification.isSupported()) return null;
  const shown: Notification[] = [];
  return {
    show({ title, text }, onOpen) {
      // Who looks at the window sees the alert there.
      if (BrowserWindow.getFocusedWindow() !== null) return;
      // The page makes the sound, at the user's volume.
      const notification = new Notification({ title, body: text, silent: true });
      notification.on('click', () => {
        bringToFront();
        onOpen();
      });
      shown.push(notification);
      if (shown.length > SHOWN_MAX) shown.shift();
      notification.show();
    },
  };
}

function bringToFront(): void {
  const [window] = BrowserWindow.getAllWindows();
  if (!window) return;
  if (window.isMinimized()) window.restore();
  window.focus();
}
