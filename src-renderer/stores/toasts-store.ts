/** Holds the short messages over the window: errors, warnings and actions that can be undone. */
import { createStore } from 'zustand/vanilla';
import { EVENT_TOAST_MS, TOAST_MS, TOASTS_MAX } from '../ports/limits.ts';

export type Toast = {
  readonly id: number;
  readonly level: 'info' | 'warn' | 'error';
  readonly text: string;
  /** One thing to do about it. */
  readonly action: { readonly label: string; readonly run: () => void } | null;
  /** When it closes by itself, ms; null: when the user closes it. */
  readonly forMs: number | null;
};

export const toastsStore = createStore<readonly Toast[]>(() => []);

let lastId = 0;

/** Shows a message. Errors and warnings stay until closed; the same text is not shown twice at once. */
export function toast(level: Toast['level'], text: string, action: Toast['action'] = null): void {
  show({ level, text, action, forMs: level === 'info' ? TOAST_MS : null });
}

/** Shows an event of the log. It closes by itself: the log keeps it, and its cause may be over soon. */
export function toastEvent(level: Toast['level'], text: string, action: Toast['action'] = null): void {
  show({ level, text, action, forMs: EVENT_TOAST_MS });
}

function show(next: Omit<Toast, 'id'>): void {
  const others = toastsStore.getState().filter((shown) => shown.text !== next.text);
  toastsStore.setState([...others, { id: ++lastId, ...next }].slice(-TOASTS_MAX), true);
}

export function closeToast(id: number): void {
  toastsStore.setState(
    toastsStore.getState().filter((shown) => shown.id !== id),
    true,
  );
}
