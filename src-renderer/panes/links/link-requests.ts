/** Sends the requests of the Links pane to main. Every failure becomes a message, and every decision can be undone. */

import { WINDOW_MESSAGE_BYTES_MAX } from '../../../src-shared/domain/limits.ts';
import type { Link, LinkAction } from '../../../src-shared/domain/link.ts';
import type { ListingId } from '../../../src-shared/domain/listing.ts';
import { mainClient } from '../../stores/clients.ts';
import { toast } from '../../stores/toasts-store.ts';

const say =
  (what: string) =>
  (error: Error): void =>
    toast('error', `${what}: ${error.message}`);

/** The text becomes part of a message, where line breaks and quotes take two bytes. */
const IMPORT_BYTES_MAX = WINDOW_MESSAGE_BYTES_MAX / 2;

const DONE: Readonly<Record<LinkAction, string>> = {
  confirm: 'is confirmed: one row, one ladder, one line of the scanner',
  reject: 'is rejected and will not be suggested again',
  flip: 'was inverted',
  split: 'was split',
};

/** Sends a decision and offers to undo it. `onDone` is called after either. */
export function decideLink(action: LinkAction, link: Link, listing: ListingId | null, onDone: () => void): void {
  mainClient.request('decideLink', { action, link: link.id, listing }).then(({ decision }) => {
    toast('info', `${link.title} ${DONE[action]}.`, {
      label: 'Undo',
      run: () => void mainClient.request('undoLink', { decision }).then(onDone, say('The decision was not undone')),
    });
    onDone();
  }, say('The decision was not saved'));
}

/** Merges the books of a suggested link for a preview; resolves when its ladder can be shown. */
export function previewLink(link: Link): Promise<unknown> {
  return mainClient.request('previewLink', { link: link.id }).catch(say('The link cannot be shown'));
}

export function findLinks(): void {
  mainClient.request('findLinks', {}).catch(say('The search was not started'));
}

/** Downloads the links file. */
export function exportLinks(): void {
  mainClient.request('exportLinks', {}).then((text) => {
    const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
    const anchor = document.createElement('a');
    anchor.href = url;
    anchor.download = 'crossbook-links.json';
    anchor.click();
    URL.revokeObjectURL(url);
  }, say('The links were not exported'));
}

export async function importLinks(file: File, onDone: () => void): Promise<void> {
  try {
    if (file.size > IMPORT_BYTES_MAX)
      throw new Error(`${file.name} is too large for the window. Use crossbook links import FILE in a terminal.`);
    const news = await mainClient.request('importLinks', { text: await file.text() });
    toast('info', news === 1 ? 'One link is new or changed.' : `${news} links are new or changed.`);
    onDone();
  } catch (error) {
    toast('error', error instanceof Error ? error.message : String(error));
  }
}
