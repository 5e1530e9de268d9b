/**
 * The time for ages on screen, from one ticker for the whole window. A pane that is not visible does not tick.
 */
import { useCallback, useSyncExternalStore } from 'react';

const TICK_MS = 500;

let nowMs = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    nowMs = Date.now();
    for (const each of listeners) each();
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** Wall clock in ms, renewed twice a second while `isOn`. */
export function useNow(isOn: boolean): number {
  const listen = useCallback((listener: () => void) => (isOn ? subscribe(listener) : () => undefined), [isOn]);
  return useSyncExternalStore(listen, () => nowMs);
}
