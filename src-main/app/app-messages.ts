/** Messages of the app's log: what happened, what it means for what is on the screen, what to do. */
import type { Loss } from '../base/restarts.ts';

export function engineLostText({ reason, isRestarting }: Loss, isReplay: boolean): string {
  if (isReplay) return `The replay's engine stopped (${reason}). It is restarting at the same place.`;
  const remedy = isRestarting
    ? 'It is restarting, and every book will be seeded again.'
    : 'It failed too often and stays off. Restart it from the command palette.';
  return `The engine stopped (${reason}). No book is live until it is back. ${remedy}`;
}

export function replacedText(connection: number, reason: string): string {
  return `Connection ${connection} did not send the requested snapshots (${reason}) and is being replaced.`;
}
