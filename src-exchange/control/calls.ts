/**
 * Decides how calls of the handle cross between threads: a number, a method and its arguments; a number and a result or an
 * error's message.
 */
import type { ExchangeFacts, ExchangeHandle, ExchangeOptions } from './handle.ts';

export const EXCHANGE_METHODS = [
  'currentLinks',
  'pairs',
  'pause',
  'resume',
  'advance',
  'truth',
  'trades',
  'stats',
  'setRate',
  'disconnect',
  'refuse',
  'silence',
  'dropNext',
  'inject',
  'startFaults',
  'takeFaultReport',
  'restate',
  'close',
] as const satisfies readonly (keyof ExchangeHandle)[];

export type ExchangeMethod = (typeof EXCHANGE_METHODS)[number];

/** What the starting thread sends. */
export interface ExchangeCall {
  readonly id: number;
  readonly method: ExchangeMethod;
  readonly args: readonly unknown[];
}

/** What the exchange's thread sends: first one of "started" or "failed", then one answer to each call. */
export type ExchangeReply =
  | { readonly kind: 'started'; readonly facts: ExchangeFacts }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'result'; readonly id: number; readonly result: unknown }
  | { readonly kind: 'error'; readonly id: number; readonly message: string };

/** The thread's workerData. */
export interface ExchangeThreadData {
  readonly options: ExchangeOptions;
}
