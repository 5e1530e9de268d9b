/**
 * Long work that a person started: each has a number, a progress, an end, and can be cancelled. What it leaves behind when it is
 * cancelled is the work's own business.
 */
import type { JobState } from '../../../src-shared/domain/session.ts';
import { ComponentRecord } from '../../base/component-record.ts';
import { errorText } from '../../base/error-text.ts';

/** Progress is told this often: a bar moves smoothly at ten steps a second. */
const TELL_EVERY_MS = 100;
/** Jobs remembered after their end. */
const JOBS_KEPT_MAX = 50;

export type JobContext = {
  readonly signal: AbortSignal;
  /** 0..1, or null when it cannot be told. */
  progress(share: number | null): void;
};

/** What a job says at its end: a sentence, and a file or folder to reveal or ''. */
export type JobResult = { readonly text: string; readonly path: string };

export class Jobs {
  /** Told every change of a job. */
  onJob: (job: JobState) => void = () => {};
  /** Running while any job runs; its last error is the last job's that failed. */
  readonly component = new ComponentRecord('idle');
  private readonly jobs = new Map<number, JobState>();
  private readonly controllers = new Map<number, AbortController>();
  private lastJob = 0;

  /** Starts work and answers with its number at once. */
  start(kind: JobState['kind'], title: string, work: (context: JobContext) => Promise<JobResult>): number {
    const job = ++this.lastJob;
    const controller = new AbortController();
    const { signal } = controller;
    let toldMs = 0;
    this.controllers.set(job, controller);
    this.component.enter('running');
    this.set({ job, kind, title, progress: 0, state: 'running', text: '', path: '' });
    const progress = (share: number | null): void => {
      const nowMs = performance.now();
      if (nowMs - toldMs < TELL_EVERY_MS || signal.aborted) return;
      toldMs = nowMs;
      this.change(job, { progress: share });
    };
    void Promise.resolve()
      .then(() => {
        signal.throwIfAborted();
        return work({ signal, progress });
      })
      .then(
        ({ text, path }) => this.change(job, { progress: 1, state: 'done', text, path }),
        (error: unknown) =>
          signal.aborted
            ? this.change(job, { state: 'cancelled', text: 'It was cancelled.' })
            : this.fail(job, title, sentence(errorText(error))),
      )
      .finally(() => {
        this.controllers.delete(job);
        if (this.controllers.size === 0) this.component.enter('idle');
        this.forgetOld();
      });
    return job;
  }

  /** Throws a sentence when there is no such job; one that has ended stays as it is. */
  cancel(job: number): void {
    if (!this.jobs.has(job)) throw new Error(`There is no job ${job}.`);
    this.controllers.get(job)?.abort(new Error('It was cancelled.'));
  }

  cancelAll(): void {
    for (const controller of this.controllers.values()) controller.abort(new Error('Crossbook is closing.'));
  }

  list(): readonly JobState[] {
    return [...this.jobs.values()];
  }

  private set(state: JobState): void {
    this.jobs.set(state.job, state);
    this.onJob(state);
  }

  private change(job: number, change: Partial<JobState>): void {
    const known = this.jobs.get(job);
    if (known?.state === 'running') this.set({ ...known, ...change });
  }

  private fail(job: number, title: string, text: string): void {
    this.component.failed(`${title}: ${text}`);
    this.change(job, { state: 'failed', text });
  }

  private forgetOld(): void {
    for (const [job, { state }] of this.jobs) {
      if (this.jobs.size <= JOBS_KEPT_MAX) return;
      if (state !== 'running') this.jobs.delete(job);
    }
  }
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
