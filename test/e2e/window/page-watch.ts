/**
 * Listens to a page for what no test may overlook: errors and warnings of the console (a breach of the content policy is one),
 * exceptions, and requests to anywhere but the page's own host.
 */
import type { Page } from '@playwright/test';

export class PageWatch {
  private readonly found: string[] = [];
  private readonly allowed: RegExp[] = [];

  constructor(page: Page) {
    page.on('console', (message) => {
      const type = message.type();
      if (type === 'error' || type === 'warning') this.found.push(`console ${type}: ${message.text()}`);
    });
    page.on('pageerror', (error) => this.found.push(`exception: ${error.stack ?? error.message}`));
    page.on('request', (request) => {
      const url = new URL(request.url());
      if (url.protocol === 'data:' || url.protocol === 'blob:') return;
      if (url.host !== new URL(page.url()).host && page.url() !== 'about:blank') {
        this.found.push(`request to ${url.href}`);
      }
    });
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
