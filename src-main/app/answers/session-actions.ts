/**
 * What windows may ask about recordings and alerts: one handler a request, given by whoever does the work. A request that nobody took on is
 * refused in a sentence, never left without an answer.
 */
import type { RequestName, Requests } from '../../../src-shared/contract/window-main.ts';

/** The requests that the desk hands on instead of answering itself. */
export type SessionRequestName = Exclude<
  RequestName,
  'search' | 'markets' | 'listings' | 'setWatchlist' | 'setPreferences' | 'show' | 'reconnect' | 'report'
>;

/** Answers at once or later; what it throws or rejects with is a sentence for the person. */
type Handler<Name extends RequestName> = (
  ask: Requests[Name]['ask'],
) => Requests[Name]['answer'] | Promise<Requests[Name]['answer']>;

export type SessionActions = { readonly [Name in SessionRequestName]: Handler<Name> };

type Answer = Requests[SessionRequestName]['answer'];

/** Handlers by request; each owner adds its own. */
export class SessionRequests {
  private readonly handlers = new Map<string, (ask: never) => Answer | Promise<Answer>>();

  add(handlers: Partial<SessionActions>): void {
    for (const [name, handler] of Object.entries(handlers)) this.handlers.set(name, handler);
  }

  /** Rejects with the handler's sentence, or with one that says that there is no handler. */
  async answer<Name extends SessionRequestName>(name: Name, ask: Requests[Name]['ask']): Promise<Answer> {
    const handler = this.handlers.get(name);
    if (!handler) throw new Error(`This window cannot do that: ${name} is not offered here.`);
    return await handler(ask as never);
  }
}
