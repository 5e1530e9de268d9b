/**
 * Serves the windows' ports to main: greets each window, answers its requests, pushes state. A window is untrusted: its messages are
 * checked once, when their turn comes (request-queue.ts), and nothing behind this checks them again.
 */
import type { MainToWindow } from '../../../src-shared/contract/window-main.ts';
import { errorSentence } from '../../base/error-text.ts';
import { Signal } from '../../base/signal.ts';
import { RequestTable, type WindowPort, type WindowRequestHandlers } from './request-handlers.ts';
import { REQUESTS_WAITING_MAX, RequestQueue } from './request-queue.ts';
import { readWindowMessage } from './window-messages.ts';

export class WindowService {
  /** What all windows show together: listing and link ids. */
  readonly shownChanged = new Signal<readonly string[]>();
  /** By window: the ids it shows. */
  private readonly shown = new Map<WindowPort, readonly string[]>();
  private readonly requests = new RequestTable();
  private readonly queue = new RequestQueue((port, data) => this.take(port, data));
  private readonly greetings: (() => MainToWindow)[] = [];

  constructor() {
    this.handle({
      show: ({ listings }, window) => {
        this.shown.set(window, listings);
        this.emitShown();
        return null;
      },
    });
  }

  /** Windows attached now. */
  get count(): number {
    return this.shown.size;
  }

  attach(port: WindowPort): void {
    this.shown.set(port, []);
    this.queue.open(port);
    port.onClose = () => {
      this.shown.delete(port);
      this.queue.close(port);
      this.emitShown();
    };
    port.onMessage = (data) => {
      if (!this.queue.add(port, data)) refuse(port, data);
    };
    for (const greeting of this.greetings) port.post(greeting());
  }

  /** Answers these requests from now on. */
  handle(handlers: Partial<WindowRequestHandlers>): void {
    this.requests.add(handlers);
  }

  /** Sends this to every new window, in the order in which greetings were added; `hello` comes first. */
  greet(greeting: () => MainToWindow): void {
    this.greetings.push(greeting);
  }

  /** Sends to every window. */
  push(message: MainToWindow): void {
    for (const port of this.shown.keys()) port.post(message);
  }

  closeAll(reason: string): void {
    for (const port of [...this.shown.keys()]) port.close(reason);
  }

  /** Posts the answer when the work is done. Posting to a window that has closed meanwhile does nothing. */
  private async take(port: WindowPort, data: unknown): Promise<void> {
    const read = readWindowMessage(data);
    if (!read.ok) {
      if (read.id !== null) port.post({ kind: 'failed', id: read.id, text: read.text });
      return;
    }
    const { id, name, ask } = read.message;
    try {
      port.post({ kind: 'answer', id, answer: await this.requests.answer(name, ask, port) });
    } catch (error) {
      port.post({ kind: 'failed', id, text: errorSentence(error) });
    }
  }

  private emitShown(): void {
    this.shownChanged.emit([...new Set([...this.shown.values()].flat())]);
  }
}

/** Answers a request that was not taken, unread but for its number. */
function refuse(port: WindowPort, data: unknown): void {
  const id: unknown = typeof data === 'object' && data !== null && 'id' in data ? data.id : null;
  const text = `This window has ${REQUESTS_WAITING_MAX} requests waiting, so this one was not taken. Try again in a moment.`;
  if (Number.isSafeInteger(id)) port.post({ kind: 'failed', id: id as number, text });
}
