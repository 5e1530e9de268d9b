/** Sentences of the app's log: what happened, what it means for what is on the screen, what to do. */

export function engineLostText(reason: string, restarting: boolean): string {
  const remedy = restarting
    ? 'It is started again and every book is seeded anew.'
    : 'It broke too often and stays off; restart it from the command palette.';
  return `The engine stopped (${reason}). No book is live until it is back. ${remedy}`;
}

export function replacedText(connection: number, reason: string): string {
  return `Connection ${connection} did not send the snapshots asked for (${reason}) and is replaced.`;
}
