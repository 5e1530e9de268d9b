/**
 * Serves the windows' ports to main: answers requests, pushes state. A window is untrusted; its messages were checked first.
 */

import type { Port } from '../../../src-shared/contract/port.ts';
import type {
  MainToWindow,
  MarketPage,
  Preferences,
  Requests,
  SearchHit,
  Watchlist,
  WindowToMain,
} from '../../../src-shared/contract/window-main.ts';
import type { Listing, ListingId } from '../../../src-shared/domain/listing.ts';
import { type SessionActions, SessionRequests } from './session-actions.ts';
import { readWindowMessage } from './window-messages.ts';

/** What requests lead to. */
export interface DeskActions {
  hello(): Extract<MainToWindow, { kind: 'hello' }>;
  /** `window` is whose search it is: his newer one takes the place of an older. */
  search(ask: Requests['search']['ask'], window: object): Promise<readonly SearchHit[]>;
  markets(ask: Requests['markets']['ask']): Promise<MarketPage>;
  listings(ids: readonly ListingId[]): Promise<readonly Listing[]>;
  setWatchlist(watchlist: Watchlist): void;
  setPreferences(change: Partial<Preferences>): void;
  /** All that windows show together changed. */
  setShown(listings: readonly string[]): void;
  reconnect(connection: number): void;
  report(): string;
}

type Answer = Requests[keyof Requests]['answer'];

type Desk = { readonly port: Port<MainToWindow, WindowToMain>; shown: readonly string[] };

export class WindowDesk {
  private readonly actions: DeskActions;
  private readonly desks = new Set<Desk>();
  private readonly sessions = new SessionRequests();
  private readonly greetings: (() => MainToWindow)[] = [];

  constructor(actions: DeskActions) {
    this.actions = actions;
  }

  /** Windows attached now. */
  get count(): number {
    return this.desks.size;
  }

  attach(port: Port<MainToWindow, WindowToMain>): void {
    const desk: Desk = { port, shown: [] };
    this.desks.add(desk);
    port.onClose = () => {
      this.desks.delete(desk);
      this.tellShown();
    };
    port.onMessage = (data) => this.take(desk, data);
    port.post(this.actions.hello());
    for (const greeting of this.greetings) port.post(greeting());
  }

  /** Answers requests about recordings by these from now on. */
  handle(handlers: Partial<SessionActions>): void {
    this.sessions.add(handlers);
  }

  /** Says this to every new window, after `hello`. */
  greet(greeting: () => MainToWindow): void {
    this.greetings.push(greeting);
  }

  /** Sends to every window. */
  push(message: MainToWindow): void {
    for (const { port } of this.desks) port.post(message);
  }

  closeAll(reason: string): void {
    for (const { port } of [...this.desks]) port.close(reason);
  }

  private take(desk: Desk, data: unknown): void {
    const read = readWindowMessage(data);
    if (!read.ok) {
      if (read.id !== null) desk.port.post({ kind: 'failed', id: read.id, text: read.text });
      return;
    }
    const { message } = read;
    void this.reply(desk, message);
  }

  /** Answers when the work is done; a window that is gone by then is no error. */
  private async reply(desk: Desk, message: WindowToMain): Promise<void> {
    try {
      const answer = this.answer(desk, message);
      desk.port.post({ kind: 'answer', id: message.id, answer: answer instanceof Promise ? await answer : answer });
    } catch (error) {
      desk.port.post({ kind: 'failed', id: message.id, text: error instanceof Error ? error.message : String(error) });
    }
  }

  private answer(desk: Desk, message: WindowToMain): Answer | Promise<Answer> {
    switch (message.name) {
      case 'search':
        return this.actions.search(message.ask, desk);
      case 'markets':
        return this.actions.markets(message.ask);
      case 'listings':
        return this.actions.listings(message.ask.ids);
      case 'setWatchlist':
        this.actions.setWatchlist(message.ask.watchlist);
        return null;
      case 'setPreferences':
        this.actions.setPreferences(message.ask.preferences);
        return null;
      case 'show':
        desk.shown = message.ask.listings;
        this.tellShown();
        return null;
      case 'reconnect':
        this.actions.reconnect(message.ask.connection);
        return null;
      case 'report':
        return this.actions.report();
      default:
        return this.sessions.answer(message.name, message.ask);
    }
  }

  private tellShown(): void {
    this.actions.setShown([...new Set([...this.desks].flatMap(({ shown }) => shown))]);
  }
}
