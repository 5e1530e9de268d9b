/**
 * Remembers every state that the ladder's lines and the page went through, however short it was: a recovery may be over before
 * a test can look.
 */
import type { Page } from '@playwright/test';

/** `VENUE STATE REASON` of the ladder's lines, and the sentences of the banner, in the order in which they were there. */
export interface Seen {
  all(): Promise<readonly string[]>;
}

export async function watchStates(page: Page): Promise<Seen> {
  const handle = await page.evaluateHandle(() => {
    const seen: string[] = [];
    const note = (text: string): void => {
      if (seen.at(-1) !== text) seen.push(text);
    };
    const look = (): void => {
      for (const line of document.querySelectorAll<HTMLElement>('[data-part=quotes] [data-venue]')) {
        const { venue, reason } = line.dataset;
        const state = line.querySelector<HTMLElement>('[data-state]')?.dataset.state;
        note(`${venue} ${state} ${reason}`);
      }
      const banner = document.querySelector('[role=status][aria-live=assertive]')?.textContent ?? '';
      if (banner !== '') note(banner);
    };
    new MutationObserver(look).observe(document.body, {
      subtree: true,
      childList: true,
      attributes: true,
      attributeFilter: ['data-state', 'data-reason'],
    });
    look();
    return seen;
  });
  return { all: () => handle.jsonValue() };
}
