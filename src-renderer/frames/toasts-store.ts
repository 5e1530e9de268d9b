/**
 * Short messages over the window: errors, warnings of the start, and what can be undone.
 */
import { createStore } from 'zustand/vanilla';
import { TOAST_MS, TOASTS_MAX } from './limits.ts';

export type Toast = {
  readonly id: number;
  readonly level: 'info' | 'warn' | 'error';
  readonly text: string;
  /** One thing to do about it. */
  readonly action: { readonly label: string; readonly run: () => void } | null;
  /** When it leaves by itself, ms; null: when the person closes it. */
  readonly forMs: number | null;
};

export const toastsStore = createStore<readonly Toast[]>(() => []);

let lastId = 0;

/** Shows a message. Errors and warnings stay until closed; the same text is not shown twice at once. */
export function toast(level: Toast['level'], text: string, action: Toast['action'] = null): void {
  const forMs = level === 'info' ? TOAST_MS : null;
  const others = toastsStore.getState().filter((shown) => shown.text !== text);
  toastsStore.setState([...others, { id: ++lastId, level, text, action, forMs }].slice(-TOASTS_MAX), true);
}

export function closeToast(id: number): void {
  toastsStore.setState(
    toastsStore.getState().filter((shown) => shown.id !== id),
    true,
  );
}
