/**
 * Decides how the exchange is started: in a thread of its own, so that it neither slows nor is slowed by its caller.
 */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { ExchangeCaller, type ExchangeEnd } from './control/caller.ts';
import type { ExchangeThreadData } from './control/calls.ts';
import type { ExchangeHandle, ExchangeOptions } from './control/handle.ts';

export interface StartExchangeOptions extends ExchangeOptions {
  /** The thread's entry; a bundler that moves it says where. Default: thread.ts beside this file. */
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
  return {
    ...facts,
    currentLinks: () => caller.call('currentLinks'),
    pairs: () => caller.call('pairs'),
    pause: () => caller.call('pause'),
    resume: () => caller.call('resume'),
    advance: (events) => caller.call('advance', events),
    truth: () => caller.call('truth'),
    trades: () => caller.call('trades'),
    stats: () => caller.call('stats'),
    setRate: (ratePerSecond) => caller.call('setRate', ratePerSecond),
    disconnect: (venue, how) => caller.call('disconnect', venue, how),
    refuse: (venue, on, how) => caller.call('refuse', venue, on, how),
    silence: (venue, on) => caller.call('silence', venue, on),
    dropNext: (venue, count, connection) => caller.call('dropNext', venue, count, connection),
    inject: (venue, data) => caller.call('inject', venue, data),
    startFaults: (plan) => caller.call('startFaults', plan),
    takeFaultReport: () => caller.call('takeFaultReport'),
    restate: () => caller.call('restate'),
    close: async () => {
      await caller.call('close');
      await exited;
    },
  };
}
