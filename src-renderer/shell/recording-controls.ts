/** Starts and stops the recording from anywhere in the window. */
import { appStore } from '../frames/app-store.ts';
import { mainClient } from '../frames/clients.ts';
import { sessionsStore } from '../frames/sessions-store.ts';
import { toast } from '../frames/toasts-store.ts';

export function toggleRecording(): void {
  if (appStore.getState().mode === 'replay') {
    toast('info', 'A replay is a recording already; there is nothing to record.');
    return;
  }
  const isRecording = sessionsStore.getState().recording !== null;
  const request = isRecording
    ? mainClient.request('stopRecording', {})
    : mainClient.request('startRecording', { listings: [] });
  request.catch((error: Error) => {
    toast('error', `The recording was not ${isRecording ? 'stopped' : 'started'}: ${error.message}`);
  });
}
