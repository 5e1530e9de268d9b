/** Sends the requests of the Sessions pane to main; every failure becomes a message. */
import type { ExportPlan } from '../../../src-shared/domain/session.ts';
import { mainClient } from '../../stores/clients.ts';
import { toast } from '../../stores/toasts-store.ts';

const say =
  (what: string) =>
  (error: Error): void =>
    toast('error', `${what}: ${error.message}`);

/** Opens the replay in a window of its own. */
export function openSession(session: string): void {
  mainClient.request('openSession', { session }).then(({ url }) => {
    if (url === '') return;
    // The new page receives the key of this one with its copy of the session storage.
    if (window.open(url) === null)
      toast('warn', 'The browser blocked the new window. Allow pop-ups for this page and open the session again.');
  }, say('The session was not opened'));
}

export function verifySession(session: string): void {
  mainClient.request('verifySession', { session }).catch(say('The session was not verified'));
}

/** Null leaves what there is. */
export function describeSession(session: string, name: string | null, note: string | null): void {
  const what = name === null ? 'note' : 'name';
  mainClient.request('describeSession', { session, name, note }).catch(say(`The ${what} was not changed`));
}

export function revealPath(path: string): void {
  mainClient.request('reveal', { path }).catch(say('The folder was not shown'));
}

export function deleteSession(session: string, name: string): void {
  mainClient.request('deleteSession', { session }).then(
    () =>
      toast('info', `${name} was moved to the trash folder.`, {
        label: 'Undo',
        run: () => void mainClient.request('restoreSession', { session }).catch(say('The session was not restored')),
      }),
    say('The session was not deleted'),
  );
}

export function exportSession(plan: ExportPlan): void {
  mainClient.request('exportSession', plan).catch(say('The export was not started'));
}

/** `markets`: a file that describes them, or ''. */
export function importRecording(path: string, markets: string): void {
  mainClient.request('importRecording', { path, markets }).catch(say('The recording was not imported'));
}

export function cancelJob(job: number): void {
  mainClient.request('cancelJob', { job }).catch(say('The work was not cancelled'));
}
