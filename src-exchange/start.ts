/**
 * Decides how the exchange is started: in a thread of its own, so that it neither slows nor is slowed by its caller.
 */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { ExchangeCaller, type ExchangeEnd } from './control/caller.ts';
import { EXCHANGE_METHODS, type ExchangeMethod, type ExchangeThreadData } from './control/calls.ts';
import type { ExchangeHandle, ExchangeOptions } from './control/handle.ts';

export interface StartExchangeOptions extends ExchangeOptions {
  /** The thread's entry, where a bundler moved it. Default: thread.ts beside this file. */
  readonly threadUrl?: URL;
}

/** Starts the exchange; resolves when it listens, rejects when it cannot. */
export async function startExchange(options: StartExchangeOptions = {}): Promise<ExchangeHandle> {
  const { threadUrl = new URL('./thread.ts', import.meta.url), ...rest } = options;
  const workerData: ExchangeThreadData = { options: rest };
  const worker = new Worker(threadUrl, { workerData, name: 'exchange' });
  const exited = once(worker, 'exit');
  // What it answers, a caller sees: this promise is only waited for.
  exited.catch(() => {});
  return callExchange(worker, exited);
}

/** The handle of an exchange that runs behind this end; resolves when it listens, rejects when it cannot. `exited`: it is gone. */
export async function callExchange(end: ExchangeEnd, exited: Promise<unknown>): Promise<ExchangeHandle> {
  const caller = new ExchangeCaller(end);
  const facts = await caller.started;
  const methods = Object.fromEntries(
    EXCHANGE_METHODS.map((method) => [method, (...args: readonly unknown[]) => caller.call(method, ...args)]),
  ) as unknown as Pick<ExchangeHandle, ExchangeMethod>;
  return {
    ...facts,
    ...methods,
    close: async () => {
      await methods.close();
      await exited;
    },
  };
}
