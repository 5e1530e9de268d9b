/**
 * Recordings in the running app: the list and what windows ask of it, long work, and the replays that are open.
 */
import { join } from 'node:path';
import { VENUES } from '../base/registry.ts';
import { type ImportOrder, runImport } from '../import/import-job.ts';
import { openReplaySession } from '../replay/replay-client.ts';
import { markInUse } from '../session/session-use.ts';
import type { SessionsClient } from '../session/sessions-client.ts';
import { exportHandlers } from './answers/export-handlers.ts';
import { mayOpen, venueDomains } from './answers/external-links.ts';
import { type JobResult, Jobs } from './answers/jobs.ts';
import { revealPath } from './answers/reveal.ts';
import { sessionHandlers } from './answers/session-handlers.ts';
import type { WindowService } from './answers/window-service.ts';
import type { AppOptions } from './controllers/app-types.ts';
import { ReplayApp } from './replay-app.ts';
import { Replays } from './replays.ts';

export type SessionControllerOptions = {
  readonly app: AppOptions;
  readonly windows: WindowService;
  readonly sessions: SessionsClient;
};

export class SessionController {
  readonly jobs = new Jobs();
  private readonly options: SessionControllerOptions;
  private readonly replays: Replays;

  constructor(options: SessionControllerOptions) {
    const { app, windows, sessions } = options;
    this.options = options;
    this.replays = new Replays((session) => this.openReplay(session));
    const { jobs } = this;
    const exportsFolder = exportsFolderOf(app);
    const booksEntry = app.exportEntries?.tablesEntry.href;
    const label = `crossbook ${app.version}`;
    windows.handle(
      sessionHandlers({
        sessions,
        jobs,
        revealed: [sessions.folder, exportsFolder],
        push: (message) => windows.push(message),
        reveal: revealPath,
        importRecording: (path, markets, { signal, progress }) =>
          importInto(
            { path, markets, folder: sessions.folder, app: label, booksEntry },
            app.importThread,
            signal,
            progress,
          ),
      }),
    );
    windows.handle(
      exportHandlers({
        jobs,
        findSession: (session) => sessions.call('find', { session }),
        exportsFolder,
        version: app.version,
        ...(app.exportEntries ? { entries: app.exportEntries } : {}),
      }),
    );
    windows.handle({
      openSession: async ({ session }) => {
        await sessions.call('find', { session });
        // The page opens it itself, in a window of the same key.
        return { url: `?session=${encodeURIComponent(session)}` };
      },
    });
  }

  /** The session's replay, opened when it is first asked for. Rejects with a sentence. */
  replay(session: string): Promise<ReplayApp> {
    return this.replays.get(session);
  }

  /** Pushes the list to all windows: a recording began or ended. */
  async tell(): Promise<void> {
    const { sessions, windows } = this.options;
    const list = await sessions.call('list', null).catch(() => null);
    if (list) windows.push({ kind: 'sessions', sessions: list });
  }

  /** Cancels the jobs, each of which removes what it has begun, and closes the replays. */
  async stop(): Promise<void> {
    await Promise.all([this.jobs.close(), this.replays.stop()]);
  }

  private async openReplay(session: string): Promise<ReplayApp> {
    const { app, sessions } = this.options;
    const path = await sessions.call('find', { session });
    const release = markInUse(path);
    const opened = await openReplaySession(path, app.replayThread).catch(async (error: unknown) => {
      await release();
      throw error;
    });
    const domains = venueDomains(VENUES);
    // A session may come from anybody: its links lead to the venues, or nowhere.
    const listings = opened.listings.map((listing) =>
      mayOpen(listing.url, domains) ? listing : { ...listing, url: '' },
    );
    const close = async (): Promise<void> => {
      await opened.close();
      await release();
    };
    const replay = new ReplayApp(app, { ...opened, id: session, listings, close });
    await replay.start();
    return replay;
  }
}

/** Where exports go that name no folder. */
export function exportsFolderOf({ paths }: Pick<AppOptions, 'paths'>): string {
  return join(paths.data, 'exports');
}

async function importInto(
  order: ImportOrder,
  entry: URL | undefined,
  signal: AbortSignal,
  onProgress: (share: number) => void,
): Promise<JobResult> {
  const report = await runImport({ order, signal, onProgress, ...(entry ? { entry } : {}) });
  const skipped = report.skipped > 0 ? ` ${report.skipped} lines are no messages and were left out.` : '';
  const text = `${report.messages.toLocaleString('en')} messages of ${report.markets} markets.${skipped}`;
  return { text, path: report.path };
}
