/**
 * Decides how calls to the exchange's thread find their answers, and what happens to them when the thread ends.
 */
import type { Worker } from 'node:worker_threads';
import type { SimulatorCall, SimulatorMethod, SimulatorReply } from './simulator-calls.ts';
import type { SimulatorHandle } from './simulator-handle.ts';

type StartFacts = Pick<SimulatorHandle, 'addresses' | 'demoKey' | 'links'>;

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

export class SimulatorCaller {
  /** Resolves when the exchange listens; rejects when it cannot. */
  readonly started: Promise<StartFacts>;
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #ended: Error | undefined;

  constructor(worker: Worker) {
    this.#worker = worker;
    this.started = new Promise((resolve, reject) => {
      const end = (error: Error): void => {
        this.#ended ??= error;
        reject(error);
        for (const one of this.#waiting.values()) one.reject(error);
        this.#waiting.clear();
      };
      worker.on('error', end);
      worker.on('exit', () => end(new Error('the exchange has ended')));
      worker.on('message', (reply: SimulatorReply) => {
        if (reply.kind === 'started') resolve(reply.facts);
        else if (reply.kind === 'failed') end(new Error(reply.message));
        else this.#settle(reply);
      });
    });
  }

  /** One call; the result is what the method of the handle resolves with. Rejects once the thread has ended. */
  call<Result>(method: SimulatorMethod, ...args: readonly unknown[]): Promise<Result> {
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    this.#lastId += 1;
    const message: SimulatorCall = { id: this.#lastId, method, args };
    return new Promise<Result>((resolve, reject) => {
      // The thread answers with what the same method resolves with there.
      this.#waiting.set(message.id, { resolve: resolve as (result: unknown) => void, reject });
      this.#worker.postMessage(message);
    });
  }

  #settle(reply: Extract<SimulatorReply, { readonly id: number }>): void {
    const one = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if (reply.kind === 'result') one?.resolve(reply.result);
    else one?.reject(new Error(reply.message));
  }
}
