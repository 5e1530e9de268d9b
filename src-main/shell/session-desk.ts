/**
 * Recordings in the running app: the list and what windows ask of it, long work, and the replays that are open.
 */
import { join } from 'node:path';
import type { LogEvent } from '../../src-shared/domain/health.ts';
import { type ImportOrder, runImport } from '../journal/import-job.ts';
import type { KeyframeItem } from '../journal/session-item.ts';
import { openSession, type SessionReader } from '../journal/session-reader.ts';
import { SessionsStore } from '../journal/sessions-store.ts';
import type { AppOptions } from './app-types.ts';
import { exportHandlers } from './export-handlers.ts';
import { type JobResult, Jobs } from './jobs.ts';
import { sessionsFolder } from './recording-desk.ts';
import { ReplayApp } from './replay-app.ts';
import { Replays } from './replays.ts';
import { revealPath } from './reveal.ts';
import { sessionHandlers } from './session-handlers.ts';
import type { WindowDesk } from './window-desk.ts';

/** The first keyframe is asked for when recording starts, and takes as long as the engine's answer. */
const FIRST_KEYFRAME_WITHIN_MICROS = 10_000_000;

export type SessionDeskOptions = {
  readonly app: AppOptions;
  readonly desk: WindowDesk;
  log(event: Omit<LogEvent, 'atMs'>): void;
};

export class SessionDesk {
  private readonly options: SessionDeskOptions;
  private readonly store: SessionsStore;
  private readonly replays: Replays;

  constructor(options: SessionDeskOptions) {
    const { app, desk } = options;
    this.options = options;
    this.store = new SessionsStore(sessionsFolder(app));
    this.replays = new Replays((session) => this.openReplay(session));
    const jobs = new Jobs();
    const exportsFolder = join(app.paths.data, 'exports');
    const label = `crossbook ${app.version}`;
    desk.handle(
      sessionHandlers({
        store: this.store,
        jobs,
        revealed: [this.store.folder, exportsFolder],
        push: (message) => desk.push(message),
        reveal: revealPath,
        importRecording: (path, { signal, progress }) =>
          importInto({ path, folder: this.store.folder, app: label }, app.importThread, signal, progress),
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
    const { listings, links } = await reader.catalog();
    const { startMicros, endMicros, messages } = reader.summary;
    const replay = new ReplayApp(this.options.app, {
      id: session,
      name: card.name,
      listings,
      links,
      source: {
        startMicros,
        endMicros,
        messages,
        items: (fromFrame, signal) => reader.items({ fromFrame, signal }),
        firstKeyframe: () => firstKeyframe(reader),
        keyframeBefore: (micros) => reader.keyframeBefore(micros),
        eventsBefore: (frame) => reader.eventsBefore(frame),
      },
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

/** It stands near the start; a recording that has none there was not begun by Crossbook. */
async function firstKeyframe(reader: SessionReader): Promise<KeyframeItem | null> {
  const latestMicros = reader.summary.startMicros + FIRST_KEYFRAME_WITHIN_MICROS;
  for await (const items of reader.items()) {
    for (const item of items) {
      if (item.kind === 'keyframe') return item;
      if (item.kind === 'event' && item.atMicros > latestMicros) return null;
      if (item.kind === 'frame' && item.receivedMicros > latestMicros) return null;
    }
  }
  return null;
}
