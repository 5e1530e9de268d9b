/**
 * Recordings in the running app: the list and what windows ask of it, long work, and the replays that are open.
 */
import { join } from 'node:path';
import type { LogEvent } from '../../src-shared/domain/health.ts';
import { VENUES } from '../../src-shared/venues/index.ts';
import { type ImportOrder, runImport } from '../import/import-job.ts';
import { replaySource } from '../replay/replay-source.ts';
import { openSession } from '../session/session-reader.ts';
import { SessionsStore } from '../session/sessions-store.ts';
import { exportHandlers } from './answers/export-handlers.ts';
import { mayOpen, venueDomains } from './answers/external-links.ts';
import { type JobResult, Jobs } from './answers/jobs.ts';
import { revealPath } from './answers/reveal.ts';
import { sessionHandlers } from './answers/session-handlers.ts';
import type { WindowService } from './answers/window-service.ts';
import type { AppOptions } from './controllers/app-types.ts';
import { sessionsFolder } from './controllers/recording-desk.ts';
import { ReplayApp } from './replay-app.ts';
import { Replays } from './replays.ts';

export type SessionDeskOptions = {
  readonly app: AppOptions;
  readonly desk: WindowService;
  log(event: Omit<LogEvent, 'atMs'>): void;
};

export class SessionDesk {
  readonly jobs = new Jobs();
  private readonly options: SessionDeskOptions;
  private readonly store: SessionsStore;
  private readonly replays: Replays;

  constructor(options: SessionDeskOptions) {
    const { app, desk } = options;
    this.options = options;
    this.store = new SessionsStore(sessionsFolder(app));
    this.replays = new Replays((session) => this.openReplay(session));
    const { jobs } = this;
    const exportsFolder = join(app.paths.data, 'exports');
    const booksEntry = app.exportEntries?.tablesEntry.href;
    const label = `crossbook ${app.version}`;
    desk.handle(
      sessionHandlers({
        store: this.store,
        jobs,
        revealed: [this.store.folder, exportsFolder],
        push: (message) => desk.push(message),
        reveal: revealPath,
        importRecording: (path, markets, { signal, progress }) =>
          importInto(
            { path, markets, folder: this.store.folder, app: label, booksEntry },
            app.importThread,
            signal,
            progress,
          ),
      }),
    );
    desk.handle(
      exportHandlers({
        jobs,
        findSession: (id) => this.store.find(id),
        exportsFolder,
        version: app.version,
        ...(app.exportEntries ? { entries: app.exportEntries } : {}),
      }),
    );
    desk.handle({
      openSession: async ({ session }) => {
        await this.store.find(session);
        // The page opens it itself, in a window of the same key.
        return { url: `?session=${encodeURIComponent(session)}` };
      },
    });
  }

  /** The session's replay, opened when it is first asked for. Rejects with a sentence. */
  replay(session: string): Promise<ReplayApp> {
    return this.replays.get(session);
  }

  /** Tells windows what there is now: a recording began or ended. */
  async tell(): Promise<void> {
    const sessions = await this.store.list().catch(() => null);
    if (sessions) this.options.desk.push({ kind: 'sessions', sessions });
  }

  stop(): Promise<void> {
    return this.replays.stop();
  }

  private async openReplay(session: string): Promise<ReplayApp> {
    const path = await this.store.find(session);
    const [reader, card] = [await openSession(path), await this.store.card(path)];
    const { listings: found, links } = await reader.catalog();
    const domains = venueDomains(VENUES);
    // A session may come from anybody: its links lead to the venues, or nowhere.
    const listings = found.map((listing) => (mayOpen(listing.url, domains) ? listing : { ...listing, url: '' }));
    const replay = new ReplayApp(this.options.app, {
      id: session,
      name: card.name,
      listings,
      links,
      source: replaySource(reader),
      timeline: (slices) => reader.timeline(slices),
    });
    await replay.start();
    return replay;
  }
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
