/** Holds the recordings, the recording in progress and the jobs, as main reported them. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { JobState, RecordingState, SessionCard } from '../../src-shared/domain/session.ts';

/** Ended jobs that stay in sight. */
const JOBS_KEPT = 20;

export type SessionsState = {
  readonly recording: RecordingState | null;
  /** Null before the answer of main. */
  readonly sessions: readonly SessionCard[] | null;
  /** Newest first. */
  readonly jobs: readonly JobState[];
};

export const sessionsStore = createStore<SessionsState>(() => ({ recording: null, sessions: null, jobs: [] }));

export function putJob(job: JobState): void {
  sessionsStore.setState(({ jobs }) => {
    const others = jobs.filter((known) => known.job !== job.job);
    return { jobs: [job, ...others].slice(0, JOBS_KEPT) };
  });
}

export function useSessions<T>(read: (state: SessionsState) => T): T {
  return useStore(sessionsStore, read);
}
