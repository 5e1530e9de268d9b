/**
 * The window's end of the main port: requests as promises, and pushes for the stores.
 *
 * A request always ends: with its answer, an error text of main, the loss of the port, or a time limit.
 */
import type { Port } from '../../src-shared/contract/port.ts';
import type { MainToWindow, RequestName, Requests, WindowToMain } from '../../src-shared/contract/window-main.ts';
import type { PortState } from './connection-store.ts';
import { REQUEST_TIMEOUT_MS } from './limits.ts';
import { createReconnectingPort } from './reconnecting-port.ts';

/** What main pushes of its own accord. */
export type MainPush = Exclude<MainToWindow, { kind: 'answer' | 'failed' }>;

/** A request failed; the message is a sentence for the user. */
export class RequestFailed extends Error {
  override readonly name = 'RequestFailed';
}

export type MainClient = {
  start(): void;
  stop(): void;
  /** Asks main. Rejects with {@link RequestFailed}. */
  request<Name extends RequestName>(name: Name, ask: Requests[Name]['ask']): Promise<Requests[Name]['answer']>;
};

export type MainClientOptions = {
  readonly connect: () => Promise<Port<WindowToMain, MainToWindow>>;
  readonly onState: (state: PortState, reason: string) => void;
  readonly onPush: (push: MainPush) => void;
};

type Waiting = {
  readonly resolve: (answer: Requests[RequestName]['answer']) => void;
  readonly reject: (error: RequestFailed) => void;
  readonly timer: ReturnType<typeof setTimeout>;
};

const NOT_CONNECTED = 'Crossbook cannot be reached; nothing was changed. Reconnecting automatically.';

/** Makes the client; it connects on `start`. */
export function createMainClient(options: MainClientOptions): MainClient {
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  const take = (id: number): Waiting | undefined => {
    const entry = waiting.get(id);
    waiting.delete(id);
    clearTimeout(entry?.timer);
    return entry;
  };
  const failAll = (text: string): void => {
    for (const id of [...waiting.keys()]) take(id)?.reject(new RequestFailed(text));
  };
  const kept = createReconnectingPort<WindowToMain, MainToWindow>({
    connect: options.connect,
    onState(state, reason) {
      if (state !== 'open') failAll(NOT_CONNECTED);
      options.onState(state, reason);
    },
    onOpen: () => undefined,
    onMessage(data) {
      if (data instanceof Uint8Array) return;
      if (data.kind === 'answer') take(data.id)?.resolve(data.answer);
      else if (data.kind === 'failed') take(data.id)?.reject(new RequestFailed(data.text));
      else options.onPush(data);
    },
  });
  return {
    start: kept.start,
    stop() {
      kept.stop();
      failAll(NOT_CONNECTED);
    },
    request<Name extends RequestName>(name: Name, ask: Requests[Name]['ask']) {
      return new Promise<Requests[Name]['answer']>((resolve, reject) => {
        const id = ++lastId;
        const timer = setTimeout(() => {
          take(id)?.reject(new RequestFailed(`Crossbook did not answer within ${REQUEST_TIMEOUT_MS / 1000} s.`));
        }, REQUEST_TIMEOUT_MS);
        // The answer to an id is of that request's kind: main's side of the contract.
        waiting.set(id, { resolve: (answer) => resolve(answer as Requests[Name]['answer']), reject, timer });
        const message = { kind: 'request', id, name, ask } as WindowToMain;
        if (!kept.post(message)) take(id)?.reject(new RequestFailed(NOT_CONNECTED));
      });
    },
  };
}
