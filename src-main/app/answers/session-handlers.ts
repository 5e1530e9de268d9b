/**
 * What windows ask about recordings that exist: the list, names and notes, the trash, verifying, importing, the jobs.
 *
 * A window is untrusted: sessions are named by id, never by path, and only what lies below the folders given here is revealed.
 */
import { isAbsolute, relative, resolve } from 'node:path';
import type { MainToWindow, Requests } from '../../../src-shared/contract/window-main.ts';
import type { SessionContents } from '../../../src-shared/domain/session.ts';
import { openSession } from '../../session/session-reader.ts';
import { verifySession } from '../../session/session-verify.ts';
import type { SessionsStore } from '../../session/sessions-store.ts';
import type { JobContext, JobResult, Jobs } from './jobs.ts';
import type { RequestHandlers } from './request-handlers.ts';

export type SessionHandlerOptions = {
  readonly store: SessionsStore;
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

/** The handlers, for the desk. Every change of the list is pushed to all windows. */
export function sessionHandlers(options: SessionHandlerOptions): Pick<RequestHandlers, Handled> {
  const { store, jobs, push } = options;
  const tell = async (): Promise<null> => {
    push({ kind: 'sessions', sessions: await store.list() });
    return null;
  };
  jobs.onJob = (job) => {
    push({ kind: 'job', job });
    if (job.state === 'done' && job.kind === 'import') void tell().catch(() => {});
  };
  return {
    sessions: () => store.list(),
    sessionContents: async ({ session }) => contentsOf(await store.find(session)),
    describeSession: async ({ session, name, note }) => {
      await store.describe(session, name, note);
      return tell();
    },
    deleteSession: async ({ session }) => {
      await store.remove(session);
      return tell();
    },
    restoreSession: async ({ session }) => {
      await store.restore(session);
      return tell();
    },
    reveal: async ({ path }) => {
      const isOurs = options.revealed.some((folder) => isInside(path, folder));
      if (!isOurs && !jobs.list().some((job) => job.path !== '' && job.path === path)) {
        throw new Error('Only sessions and exports can be shown.');
      }
      await options.reveal(path);
      return null;
    },
    verifySession: ({ session }) => startVerify(store, jobs, session),
    importRecording: ({ path, markets }) => startImport(options, path, markets),
    cancelJob: ({ job }) => {
      jobs.cancel(job);
      return null;
    },
  };
}

async function contentsOf(path: string): Promise<SessionContents> {
  const reader = await openSession(path);
  const { startMicros, endMicros } = reader.summary;
  const { listings } = await reader.catalog();
  const markets = listings.map(({ id, title }) => ({ listing: id, title }));
  return { startMicros, endMicros, markets: markets.sort((a, b) => (a.title < b.title ? -1 : 1)) };
}

async function startVerify(
  store: SessionsStore,
  jobs: Jobs,
  session: string,
): Promise<Requests['verifySession']['answer']> {
  const path = await store.find(session);
  return jobs.start('verify', `Verify ${session}`, async ({ signal, progress }) => {
    const report = await verifySession(path, { signal, onProgress: progress });
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
