/**
 * Long work that the user started. Two jobs run at a time and the others wait in line; each has a number, a progress and an end, and can
 * be cancelled. What it leaves behind when it is cancelled is the work's own business.
 */
import type { JobState } from '../../../src-shared/domain/session.ts';
import { ComponentRecord } from '../../base/component-record.ts';
import { errorText } from '../../base/error-text.ts';

/** Progress is reported this often: a bar moves smoothly at ten steps a second. */
const REPORT_EVERY_MS = 100;
/** Jobs remembered after their end. */
const JOBS_KEPT_MAX = 50;
/** An export may take 1 GiB of memory, and the app keeps a core for itself. */
const JOBS_RUNNING_MAX = 2;
/** More is a mistake or a flood. */
const JOBS_QUEUED_MAX = 50;

export type JobContext = {
  readonly signal: AbortSignal;
  /** 0..1, or null when it is not known. */
  progress(share: number | null): void;
};

/** What a job reports at its end: a sentence, and a file or folder to reveal or ''. */
export type JobResult = { readonly text: string; readonly path: string };

type Work = (context: JobContext) => Promise<JobResult>;

export class Jobs {
  /** Called at every change of a job. */
  onJob: (job: JobState) => void = () => {};
  /** Running while any job runs; its last error is that of the last job that failed. */
  readonly component = new ComponentRecord('idle');
  private readonly jobs = new Map<number, JobState>();
  private readonly queue = new Map<number, Work>();
  private readonly running = new Map<number, { readonly controller: AbortController; readonly ended: Promise<void> }>();
  private lastJob = 0;
  private isClosed = false;

  /** Starts or queues work and answers with its number at once. Throws a sentence when too much is queued. */
  start(kind: JobState['kind'], title: string, work: Work): number {
    if (this.isClosed) throw new Error('Crossbook is closing.');
    if (this.queue.size >= JOBS_QUEUED_MAX) {
      throw new Error(`${JOBS_QUEUED_MAX} jobs are waiting already. Try again when one has ended.`);
    }
    const job = ++this.lastJob;
    const runs = this.queue.size === 0 && this.running.size < JOBS_RUNNING_MAX;
    const state = runs ? ({ state: 'running', progress: 0 } as const) : ({ state: 'queued', progress: null } as const);
    this.set({ job, kind, title, ...state, text: '', path: '' });
    this.queue.set(job, work);
    this.advance();
    return job;
  }

  /** Throws a sentence when there is no such job; one that has ended stays as it is. */
  cancel(job: number): void {
    if (!this.jobs.has(job)) throw new Error(`There is no job ${job}.`);
    this.running.get(job)?.controller.abort(new Error('It was cancelled.'));
    if (!this.queue.delete(job)) return;
    this.change(job, { state: 'cancelled', text: 'It was cancelled.' });
    this.advance();
  }

  /** Cancels every job, running and queued; resolves when each has removed what it had begun. No job starts any more. */
  async close(): Promise<void> {
    this.isClosed = true;
    for (const job of [...this.queue.keys(), ...this.running.keys()]) this.cancel(job);
    await Promise.all([...this.running.values()].map(({ ended }) => ended));
  }

  list(): readonly JobState[] {
    return [...this.jobs.values()];
  }

  /** Starts what may run, and gives the others their place. */
  private advance(): void {
    for (const [job, work] of this.queue) {
      if (this.running.size >= JOBS_RUNNING_MAX) break;
      this.queue.delete(job);
      const controller = new AbortController();
      this.running.set(job, { controller, ended: this.run(job, work, controller.signal) });
    }
    this.component.enter(this.running.size > 0 ? 'running' : 'idle');
    let ahead = this.running.size;
    for (const job of this.queue.keys()) {
      this.change(job, { text: `Waiting for ${ahead} ${ahead === 1 ? 'job' : 'jobs'} ahead of it.` });
      ahead++;
    }
  }

  private async run(job: number, work: Work, signal: AbortSignal): Promise<void> {
    if (this.jobs.get(job)?.state === 'queued') this.change(job, { state: 'running', progress: 0, text: '' });
    let reportedMs = 0;
    const progress = (share: number | null): void => {
      const nowMs = performance.now();
      if (nowMs - reportedMs < REPORT_EVERY_MS || signal.aborted) return;
      reportedMs = nowMs;
      this.change(job, { progress: share });
    };
    // The caller has the job's number before the work begins.
    await Promise.resolve();
    try {
      signal.throwIfAborted();
      const { text, path } = await work({ signal, progress });
      this.change(job, { progress: 1, state: 'done', text, path });
    } catch (error) {
      if (signal.aborted) this.change(job, { state: 'cancelled', text: 'It was cancelled.' });
      else this.fail(job, sentence(errorText(error)));
    }
    this.running.delete(job);
    this.advance();
    this.forgetOld();
  }

  private set(state: JobState): void {
    this.jobs.set(state.job, state);
    this.onJob(state);
  }

  private change(job: number, change: Partial<JobState>): void {
    const known = this.jobs.get(job);
    if (known && (known.state === 'running' || known.state === 'queued')) this.set({ ...known, ...change });
  }

  private fail(job: number, text: string): void {
    this.component.failed(`${this.jobs.get(job)?.title}: ${text}`);
    this.change(job, { state: 'failed', text });
  }

  private forgetOld(): void {
    for (const [job, { state }] of this.jobs) {
      if (this.jobs.size <= JOBS_KEPT_MAX) return;
      if (state !== 'running' && state !== 'queued') this.jobs.delete(job);
    }
  }
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
