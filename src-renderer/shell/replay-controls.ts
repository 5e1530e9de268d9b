/** Drives the replay of this window. */
import { mainClient } from '../frames/clients.ts';
import { replayStore } from '../frames/replay-store.ts';
import { toast } from '../frames/toasts-store.ts';

/** Speeds to choose from; 0 is as fast as possible. */
export const REPLAY_SPEEDS = [0.25, 0.5, 1, 2, 5, 10, 25, 100, 0] as const;

const failed = (error: Error): void => toast('error', `The replay could not do that: ${error.message}`);

export function playReplay(speed: number): void {
  mainClient.request('replayPlay', { speed }).catch(failed);
}

export function pauseReplay(): void {
  mainClient.request('replayPause', {}).catch(failed);
}

export function toggleReplay(): void {
  const { replay } = replayStore.getState();
  if (replay === null) return;
  if (replay.playing) pauseReplay();
  else playReplay(replay.speed);
}

export function seekReplay(atMicros: number): void {
  mainClient.request('replaySeek', { atMicros: Math.round(atMicros) }).catch(failed);
}

/** One message on, or the next change of a listing. */
export function stepReplay(listing: string | null): void {
  mainClient.request('replayStep', { listing }).catch(failed);
}
