/** The wall clock, set in all threads of a run at once as a user or a time server sets it. Timers run on. */
import { BroadcastChannel } from 'node:worker_threads';

const CHANNEL = 'crossbook-chaos-clock';
const realNow = Date.now;

/** The wall clock that nobody sets. */
export const trueNow = (): number => realNow();

/** Sets this thread's clock, and that of every thread that hears. */
export function setClock(offsetMs: number): void {
  turn(offsetMs);
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage(offsetMs);
  channel.close();
}

export function hearClock(): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = (event) => turn((event as unknown as { readonly data: number }).data);
  channel.unref();
}

function turn(offsetMs: number): void {
  Date.now = offsetMs === 0 ? realNow : () => realNow() + offsetMs;
}
