/** The sessions of a folder as main sees them: every request goes to their thread and comes back as a promise. */
import { CallThread } from '../base/thread-calls.ts';
import type { SessionsCalls, SessionsThreadData } from './sessions-calls.ts';

export class SessionsClient extends CallThread<SessionsCalls> {
  /** The folder of all sessions; need not exist. */
  readonly folder: string;

  /** `entry`: the thread's file, where a bundler moved it. */
  constructor(folder: string, entry = new URL('./sessions-thread.ts', import.meta.url)) {
    const workerData: SessionsThreadData = { folder };
    super({ entry, name: 'sessions', what: 'The thread that reads sessions', workerData });
    this.folder = folder;
  }
}
