/** Sends the commands of the replay controls to main. */
import { mainClient } from '../../stores/clients.ts';
import { replayStore } from '../../stores/replay-store.ts';
import { toast } from '../../stores/toasts-store.ts';

/** Speeds to choose from; 0 is as fast as possible. */
export const REPLAY_SPEEDS: readonly number[] = [0.25, 0.5, 1, 2, 5, 10, 25, 50, 100, 0];

const MICROS_PER_SECOND = 1_000_000;

const failed = (error: Error): void => toast('error', `The replay command failed: ${error.message}`);

/** The speed that is chosen: the one that plays, or the one that playing will begin with. */
export function chosenSpeed(): number {
  const { replay, speed } = replayStore.getState();
  return speed ?? replay?.speed ?? 1;
}

/** Chooses a speed; while paused it waits for play. */
export function chooseSpeed(speed: number): void {
  replayStore.setState({ speed });
  if (replayStore.getState().replay?.playing) play(speed);
}

/** The next slower (-1) or faster (1) speed. */
export function changeSpeed(by: -1 | 1): void {
  const at = REPLAY_SPEEDS.indexOf(chosenSpeed());
  const speed = REPLAY_SPEEDS[Math.min(Math.max(0, at + by), REPLAY_SPEEDS.length - 1)];
  if (replayStore.getState().replay !== null && speed !== undefined) chooseSpeed(speed);
}

/** Play or pause; at the end it plays from the beginning. */
export function toggleReplay(): void {
  const { replay } = replayStore.getState();
  if (replay === null) return;
  if (replay.playing) mainClient.request('replayPause', {}).catch(failed);
  else if (replay.atEnd) void seekReplay(replay.startMicros).then(() => play(chosenSpeed()));
  else play(chosenSpeed());
}

/** Resolves when the books are those of that time, also after a failure, which is shown. */
export async function seekReplay(atMicros: number): Promise<void> {
  await mainClient.request('replaySeek', { atMicros: Math.round(atMicros) }).catch(failed);
}

/** Moves by seconds of the recording. */
export function skipReplay(seconds: number): void {
  const { replay } = replayStore.getState();
  if (replay === null) return;
  const to = replay.atMicros + seconds * MICROS_PER_SECOND;
  void seekReplay(Math.min(Math.max(to, replay.startMicros), replay.endMicros));
}

/** To the beginning or the end. */
export function jumpReplay(where: 'start' | 'end'): void {
  const { replay } = replayStore.getState();
  if (replay !== null) void seekReplay(where === 'start' ? replay.startMicros : replay.endMicros);
}

/** One message on, or the next change of a market. */
export function stepReplay(target: string | null): void {
  if (replayStore.getState().replay === null) return;
  mainClient.request('replayStep', { listing: target }).catch(failed);
}

function play(speed: number): void {
  mainClient.request('replayPlay', { speed }).catch(failed);
}
