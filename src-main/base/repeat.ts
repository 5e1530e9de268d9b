/** The port's heartbeat on Node's timers. It never keeps a process alive by itself. */
import type { Repeat } from '../../src-shared/contract/port.ts';

export const repeat: Repeat = (everyMs, run) => {
  const timer = setInterval(run, everyMs);
  timer.unref();
  return () => clearInterval(timer);
};
