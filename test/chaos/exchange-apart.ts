/** The exchange in a process of its own: what is measured of this one is then the app's. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { ExchangeEnd } from '../../src-exchange/control/caller.ts';
import type { ExchangeHandle, ExchangeOptions } from '../../src-exchange/control/handle.ts';
import { callExchange } from '../../src-exchange/start.ts';

const CHILD = new URL('./exchange-child.ts', import.meta.url);

/** As `startExchange`; it ends with this process at the latest. */
export function startExchangeApart(options: ExchangeOptions): Promise<ExchangeHandle> {
  const child = fork(CHILD, [JSON.stringify(options)], { serialization: 'advanced', execArgv: [] });
  const exited = once(child, 'exit');
  exited.catch(() => {});
  return callExchange(
    {
      on: child.on.bind(child) as ExchangeEnd['on'],
      postMessage: (message) => {
        child.send(message);
      },
    },
    exited,
  );
}
