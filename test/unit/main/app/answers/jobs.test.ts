/** Long work of windows: two jobs at a time, the others in line, and everything ends when Crossbook closes. */
import { expect, it } from 'vitest';
import { type JobContext, type JobResult, Jobs } from '../../../../../src-main/app/answers/jobs.ts';
import type { JobState } from '../../../../../src-shared/domain/session.ts';
import { Noted } from '../../../noted.ts';

const DONE: JobResult = { text: 'done', path: '' };

/** Work that ends when it is told to, or with its signal after `cleanup`. */
function controlled(cleanup = Promise.resolve()) {
  const { promise, resolve } = Promise.withResolvers<JobResult>();
  const work = ({ signal }: JobContext): Promise<JobResult> =>
    Promise.race([
      promise,
      new Promise<never>((_, reject) => {
        signal.addEventListener('abort', () => void cleanup.then(() => reject(signal.reason)));
      }),
    ]);
  return { work, end: () => resolve(DONE) };
}

function withJobs() {
  const jobs = new Jobs();
  const states = new Noted<JobState>();
  jobs.onJob = (job) => states.add(job);
  const ended = (job: number) =>
    states.until((all) => all.find((one) => one.job === job && !['queued', 'running'].includes(one.state)));
  const stateOf = (job: number): string => jobs.list().find((one) => one.job === job)!.state;
  const textOf = (job: number): string => jobs.list().find((one) => one.job === job)!.text;
  return { jobs, states, ended, stateOf, textOf };
}

it('runs two jobs at a time and tells the others their place', async () => {
  const { jobs, ended, stateOf, textOf } = withJobs();
  const works = [controlled(), controlled(), controlled(), controlled()];
  const numbers = works.map(({ work }, at) => jobs.start('export', `Export ${at}`, work));
  expect(numbers.map(stateOf)).toEqual(['running', 'running', 'queued', 'queued']);
  expect(numbers.map(textOf)).toEqual(['', '', 'Waiting for 2 jobs ahead of it.', 'Waiting for 3 jobs ahead of it.']);
  works[1]!.end();
  await ended(numbers[1]!);
  expect(numbers.map(stateOf)).toEqual(['running', 'done', 'running', 'queued']);
  expect(textOf(numbers[3]!)).toBe('Waiting for 2 jobs ahead of it.');
  for (const { end } of works) end();
  for (const job of numbers) expect((await ended(job))?.state).toBe('done');
  expect(jobs.component.state).toBe('idle');
});

it('takes a cancelled job out of the line, and the next one moves up', async () => {
  const { jobs, stateOf, textOf } = withJobs();
  const numbers = [1, 2, 3, 4].map((at) => jobs.start('export', `Export ${at}`, controlled().work));
  jobs.cancel(numbers[2]!);
  expect(numbers.map(stateOf)).toEqual(['running', 'running', 'cancelled', 'queued']);
  expect(textOf(numbers[3]!)).toBe('Waiting for 2 jobs ahead of it.');
  await jobs.close();
});

it('refuses a flood in a sentence', async () => {
  const { jobs } = withJobs();
  for (let at = 0; at < 52; at++) jobs.start('export', `Export ${at}`, controlled().work);
  expect(() => jobs.start('export', 'one more', controlled().work)).toThrow('50 jobs are waiting already');
  await jobs.close();
});

it('closes when every job has removed what it had begun, and starts none after', async () => {
  const { jobs, stateOf } = withJobs();
  const cleanup = Promise.withResolvers<void>();
  const numbers = [1, 2, 3].map((at) => jobs.start('import', `Import ${at}`, controlled(cleanup.promise).work));
  // The work has begun.
  await new Promise((resolve) => setImmediate(resolve));
  let isClosed = false;
  const closing = jobs.close().then(() => {
    isClosed = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(isClosed).toBe(false);
  expect(stateOf(numbers[2]!)).toBe('cancelled');
  cleanup.resolve();
  await closing;
  expect(numbers.map(stateOf)).toEqual(['cancelled', 'cancelled', 'cancelled']);
  expect(() => jobs.start('import', 'late', controlled().work)).toThrow('closing');
});
