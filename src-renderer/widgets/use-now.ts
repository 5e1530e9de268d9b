/** Gives the time for ages on screen, from one timer for the window. It stops for a pane that is not visible. */
import { useCallback, useSyncExternalStore } from 'react';
import { replayStore } from '../stores/replay-store.ts';

const TICK_MS = 500;

const MICROS_PER_MS = 1_000;

let nowMs = timeNowMs();
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    nowMs = timeNowMs();
    for (const each of listeners) each();
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** A replay's ages are ages at its own time. */
function timeNowMs(): number {
  const { replay } = replayStore.getState();
  return replay === null ? Date.now() : replay.atMicros / MICROS_PER_MS;
}

/** Wall clock, or the replay's time, in ms, renewed twice a second while `isOn`. */
export function useNow(isOn: boolean): number {
  const listen = useCallback((listener: () => void) => (isOn ? subscribe(listener) : () => undefined), [isOn]);
  return useSyncExternalStore(listen, () => nowMs);
}
