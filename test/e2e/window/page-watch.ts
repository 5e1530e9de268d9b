/**
 * Listens to a page for what no test may overlook: errors and warnings of the console (a breach of the content policy is one),
 * exceptions, and requests to anywhere but the page's own host.
 */
import type { Page } from '@playwright/test';

/** What Chromium writes when the page tries to reach a host that is gone or refuses it. */
export const LOST_CONNECTION =
  /WebSocket connection to 'ws:\/\/127\.0\.0\.1:\d+\/port\/(main|engine)' failed|net::ERR_CONNECTION_REFUSED/;

export class PageWatch {
  private readonly found: string[] = [];
  private readonly allowed: RegExp[] = [];

  constructor(page: Page) {
    page.on('console', (message) => {
      const type = message.type();
      if (type === 'error' || type === 'warning') this.found.push(`console ${type}: ${message.text()}`);
    });
    page.on('pageerror', (error) => this.found.push(`exception: ${error.stack ?? error.message}`));
    page.on('request', (request) => this.judge(request.url(), page.url()));
    page.on('websocket', (socket) => this.judge(socket.url(), page.url()));
  }

  private judge(address: string, pageAddress: string): void {
    const { protocol, host } = new URL(address);
    const isInline = protocol === 'data:' || protocol === 'blob:';
    const isOwn = pageAddress === 'about:blank' || host === new URL(pageAddress).host;
    if (!isInline && !isOwn) this.found.push(`request to ${address}`);
  }

  /** From now on and before, this is what the test wanted to happen. */
  allow(pattern: RegExp): void {
    this.allowed.push(pattern);
  }

  /** What was heard and not allowed. */
  problems(): readonly string[] {
    return this.found.filter((text) => !this.allowed.some((pattern) => pattern.test(text)));
  }
}
