/**
 * The requests of windows and who answers them: one handler a request. Each part of the app adds the handlers of its own requests;
 * a request without a handler is refused with a sentence, so a window never waits for an answer that does not come.
 */
import type { Port } from '../../../src-shared/contract/port.ts';
import type { MainToWindow, RequestName, Requests, WindowToMain } from '../../../src-shared/contract/window-main.ts';

export type WindowPort = Port<MainToWindow, WindowToMain>;

type Answer<Name extends RequestName> = Requests[Name]['answer'] | Promise<Requests[Name]['answer']>;

/** Each answers at once or later. The message of what it throws, or rejects with, is shown to the user. */
export type RequestHandlers = { readonly [Name in RequestName]: (ask: Requests[Name]['ask']) => Answer<Name> };

/** Handlers that are given the window too, which sent the request. */
export type WindowRequestHandlers = {
  readonly [Name in RequestName]: (ask: Requests[Name]['ask'], window: WindowPort) => Answer<Name>;
};

export class RequestTable {
  private handlers: Partial<WindowRequestHandlers> = {};

  /** Throws when a request already has a handler. */
  add(handlers: Partial<WindowRequestHandlers>): void {
    for (const name of Object.keys(handlers)) {
      if (name in this.handlers) throw new Error(`The request ${name} has two handlers.`);
    }
    this.handlers = { ...this.handlers, ...handlers };
  }

  /** Rejects with the handler's sentence, or with one that says that there is no handler. */
  async answer<Name extends RequestName>(
    name: Name,
    ask: Requests[Name]['ask'],
    window: WindowPort,
  ): Promise<Requests[Name]['answer']> {
    const handler: WindowRequestHandlers[Name] | undefined = this.handlers[name];
    if (!handler) throw new Error(`This window cannot do that: ${name} is not offered here.`);
    return await handler(ask, window);
  }
}
