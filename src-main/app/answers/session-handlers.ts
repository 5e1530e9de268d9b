/**
 * Answers what windows request of recordings that exist: the list, names and notes, the trash, verifying, importing, the jobs.
 *
 * A window is untrusted: sessions are named by id, never by path, and only what lies below the folders given here is revealed.
 */
import { isAbsolute, relative, resolve } from 'node:path';
import type { MainToWindow, Requests } from '../../../src-shared/contract/window-main.ts';
import type { SessionsClient } from '../../session/sessions-client.ts';
import type { JobContext, JobResult, Jobs } from './jobs.ts';
import type { RequestHandlers } from './request-handlers.ts';

export type SessionHandlerOptions = {
  readonly sessions: SessionsClient;
  readonly jobs: Jobs;
  /** Folders whose files a window may have revealed. */
  readonly revealed: readonly string[];
  push(message: MainToWindow): void;
  reveal(path: string): Promise<void>;
  /** Imports a recording into a session of the store. */
  importRecording(path: string, markets: string | null, context: JobContext): Promise<JobResult>;
};

type Handled =
  | 'sessions'
  | 'sessionContents'
  | 'describeSession'
  | 'deleteSession'
  | 'restoreSession'
  | 'reveal'
  | 'verifySession'
  | 'importRecording'
  | 'cancelJob';

/** Every change of the list is pushed to all windows. */
export function sessionHandlers(options: SessionHandlerOptions): Pick<RequestHandlers, Handled> {
  const { sessions, jobs, push } = options;
  const pushList = async (): Promise<null> => {
    push({ kind: 'sessions', sessions: await sessions.call('list', null) });
    return null;
  };
  jobs.onJob = (job) => {
    push({ kind: 'job', job });
    if (job.state === 'done' && job.kind === 'import') void pushList().catch(() => {});
  };
  return {
    sessions: () => sessions.call('list', null),
    sessionContents: (ask) => sessions.call('contents', ask),
    describeSession: async (ask) => {
      await sessions.call('describe', ask);
      return pushList();
    },
    deleteSession: async (ask) => {
      await sessions.call('remove', ask);
      return pushList();
    },
    restoreSession: async (ask) => {
      await sessions.call('restore', ask);
      return pushList();
    },
    reveal: async ({ path }) => {
      const isOurs = options.revealed.some((folder) => isInside(path, folder));
      if (!isOurs && !jobs.list().some((job) => job.path !== '' && job.path === path)) {
        throw new Error('Only sessions and exports can be shown.');
      }
      await options.reveal(path);
      return null;
    },
    verifySession: (ask) => startVerify(sessions, jobs, ask),
    importRecording: ({ path, markets }) => startImport(options, path, markets),
    cancelJob: ({ job }) => {
      jobs.cancel(job);
      return null;
    },
  };
}

async function startVerify(
  sessions: SessionsClient,
  jobs: Jobs,
  ask: Requests['verifySession']['ask'],
): Promise<Requests['verifySession']['answer']> {
  const path = await sessions.call('find', ask);
  return jobs.start('verify', `Verify ${ask.session}`, async ({ signal, progress }) => {
    const report = await sessions.call('verify', ask, { signal, onProgress: progress });
    const { ok, messages, lost, corruptChunks, problems } = report;
    const counted = `${messages.toLocaleString('en')} messages`;
    if (ok) return { text: `${counted}, nothing is missing or damaged.`, path };
    const damage = `${counted} can be read; ${lost} are lost, ${corruptChunks} chunks are damaged.`;
    return { text: `${damage} ${problems[0] ?? ''}`.trim(), path };
  });
}

function startImport({ jobs, importRecording }: SessionHandlerOptions, path: string, markets: string): number {
  if (!isAbsolute(path) || (markets !== '' && !isAbsolute(markets)))
    throw new Error('Give the whole path of the recording.');
  return jobs.start('import', `Import ${path}`, (context) =>
    importRecording(path, markets === '' ? null : markets, context),
  );
}

function isInside(path: string, folder: string): boolean {
  const way = relative(resolve(folder), resolve(path));
  return way === '' || (!way.startsWith('..') && !isAbsolute(way));
}
