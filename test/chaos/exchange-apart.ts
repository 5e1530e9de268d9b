/** The exchange in a process of its own: what is measured of this one is then the app's. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { SimulatorEnd } from '../../src-exchange/control/caller.ts';
import type { SimulatorHandle, SimulatorOptions } from '../../src-exchange/control/handle.ts';
import { callSimulator } from '../../src-exchange/start.ts';

const CHILD = new URL('./exchange-child.ts', import.meta.url);

/** As `startSimulator`; it ends with this process at the latest. */
export function startExchangeApart(options: SimulatorOptions): Promise<SimulatorHandle> {
  const child = fork(CHILD, [JSON.stringify(options)], { serialization: 'advanced', execArgv: [] });
  const exited = once(child, 'exit');
  exited.catch(() => {});
  return callSimulator(
    {
      on: child.on.bind(child) as SimulatorEnd['on'],
      postMessage: (message) => {
        child.send(message);
      },
    },
    exited,
  );
}
