/** Work in a thread of its own as a promise: what it answers, and how it ends when it fails, is cancelled, or hangs. */
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { runInThread } from '../../../../src-main/base/thread-job.ts';
import { deadlineMs, ENDING, SHORT_DEADLINE_MS, SILENT, SPINNING, THROWING } from '../threads.ts';

const JOB = pathToFileURL(`${import.meta.dirname}/../../../../src-main/base/thread-job.ts`).href;
const job = (work: string): URL =>
  new URL(`data:text/javascript,${encodeURIComponent(`import { serveJob } from '${JOB}'; await serveJob(${work});`)}`);

const run = (entry: URL, signal = new AbortController().signal, progress: number[] = []) =>
  runInThread<number, number, number>({
    entry,
    name: 'test',
    what: 'The job',
    order: 21,
    signal,
    onProgress: (share) => progress.push(share),
    silentMs: deadlineMs(entry),
  });

describe('a job in a thread', () => {
  it('answers with its result, behind its progress', async () => {
    const progress: number[] = [];
    const work = 'async (order, { onProgress }) => { onProgress(0.5); onProgress(1); return order * 2; }';
    expect(await run(job(work), undefined, progress)).toBe(42);
    expect(progress).toEqual([0.5, 1]);
  });

  it('rejects with what the work threw', async () => {
    await expect(run(job("async () => { throw new Error('The disk said no.'); }"))).rejects.toThrow('The disk said no');
  });

  it('lets a cancelled job clean up before it rejects', async () => {
    const controller = new AbortController();
    const progress: number[] = [];
    const work = `(order, { signal, onProgress }) => new Promise((resolve, reject) => {
      const keep = setInterval(() => {}, 1000);
      signal.addEventListener('abort', () => { clearInterval(keep); onProgress(7); reject(signal.reason); });
      onProgress(0);
    })`;
    const running = runInThread<number, number, number>({
      entry: job(work),
      name: 'test',
      what: 'The job',
      order: 1,
      signal: controller.signal,
      onProgress(share) {
        progress.push(share);
        if (share === 0) controller.abort(new Error('nobody waits'));
      },
    });
    await expect(running).rejects.toThrow('It was cancelled');
    expect(progress).toEqual([0, 7]);
  });

  it.each([
    ['says nothing', SILENT],
    ['spins', SPINNING],
  ])('ends a cancelled thread that %s', async (_how, entry) => {
    const controller = new AbortController();
    const running = runInThread({
      entry,
      name: 'test',
      what: 'The job',
      order: 1,
      signal: controller.signal,
      onProgress: () => {},
      graceMs: SHORT_DEADLINE_MS,
    });
    controller.abort(new Error('nobody waits'));
    await expect(running).rejects.toThrow('nobody waits');
  });

  it('does not begin when it was cancelled before', async () => {
    await expect(run(THROWING, AbortSignal.abort(new Error('too late')))).rejects.toThrow('too late');
  });

  it.each([
    ['throws', THROWING, 'The job broke: a broken promise'],
    ['ends', ENDING, 'The job ended early'],
    ['says nothing', SILENT, 'The job gave no sign of life and was ended'],
    ['spins', SPINNING, 'The job gave no sign of life and was ended'],
  ])('whose thread %s rejects with a sentence', async (_how, entry, why) => {
    await expect(run(entry)).rejects.toThrow(why);
  });
});
