/**
 * Decides how calls to the exchange find their answers, wherever it runs, and what happens to them when it ends.
 */
import type { ExchangeCall, ExchangeMethod, ExchangeReply } from './calls.ts';
import type { ExchangeFacts } from './handle.ts';

/** The near end of where the exchange runs: a thread, or a process. */
export interface ExchangeEnd {
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'exit', listener: () => void): unknown;
  on(event: 'message', listener: (reply: ExchangeReply) => void): unknown;
  postMessage(message: ExchangeCall): void;
}

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

export class ExchangeCaller {
  /** Resolves when the exchange listens; rejects when it cannot. */
  readonly started: Promise<ExchangeFacts>;
  readonly #end: ExchangeEnd;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #ended: Error | undefined;

  constructor(end: ExchangeEnd) {
    this.#end = end;
    this.started = new Promise((resolve, reject) => {
      const fail = (error: Error): void => {
        this.#ended ??= error;
        reject(error);
        for (const one of this.#waiting.values()) one.reject(error);
        this.#waiting.clear();
      };
      end.on('error', fail);
      end.on('exit', () => fail(new Error('the exchange has ended')));
      end.on('message', (reply) => {
        if (reply.kind === 'started') resolve(reply.facts);
        else if (reply.kind === 'failed') fail(new Error(reply.message));
        else this.#settle(reply);
      });
    });
  }

  /** One call; the result is what the method of the handle resolves with. Rejects once the exchange has ended. */
  call<Result>(method: ExchangeMethod, ...args: readonly unknown[]): Promise<Result> {
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    this.#lastId += 1;
    const message: ExchangeCall = { id: this.#lastId, method, args };
    return new Promise<Result>((resolve, reject) => {
      // The other end answers with what the same method resolves with there.
      this.#waiting.set(message.id, { resolve: resolve as (result: unknown) => void, reject });
      this.#end.postMessage(message);
    });
  }

  #settle(reply: Extract<ExchangeReply, { readonly id: number }>): void {
    const one = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if (reply.kind === 'result') one?.resolve(reply.result);
    else one?.reject(new Error(reply.message));
  }
}
