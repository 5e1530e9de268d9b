/** Starts and stops the recording from anywhere in the window. */
import type { ListingId } from '../../src-shared/domain/listing.ts';
import { appStore } from '../stores/app-store.ts';
import { mainClient } from '../stores/clients.ts';
import { targetListings } from '../stores/links-store.ts';
import { selectionStore } from '../stores/selection-store.ts';
import { sessionsStore } from '../stores/sessions-store.ts';
import { toast } from '../stores/toasts-store.ts';
import { watchlistStore } from '../stores/watchlist-store.ts';

export function toggleRecording(): void {
  if (sessionsStore.getState().recording === null) {
    start([]);
    return;
  }
  mainClient.request('stopRecording', {}).catch((error: Error) => {
    toast('error', `The recording was not stopped: ${error.message}`);
  });
}

/** Records the connections that carry the watchlist's markets. */
export function recordWatchlist(): void {
  startChosen(watchlistStore.getState().rows, 'The watchlist is empty; add a market first.');
}

/** Records the connections that carry the market shown. */
export function recordShown(): void {
  const { A } = selectionStore.getState();
  startChosen(A === null ? [] : [A], 'No market is selected; choose one first.');
}

function startChosen(targets: readonly string[], whenNone: string): void {
  const listings = [...new Set(targets.flatMap(targetListings))];
  if (listings.length === 0) toast('info', whenNone);
  else if (sessionsStore.getState().recording !== null) toast('info', 'A recording is already running; stop it first.');
  else start(listings);
}

function start(listings: readonly ListingId[]): void {
  if (appStore.getState().mode === 'replay') {
    toast('info', 'This is a replay; there is nothing to record.');
    return;
  }
  mainClient.request('startRecording', { listings }).catch((error: Error) => {
    toast('error', `The recording was not started: ${error.message}`);
  });
}
