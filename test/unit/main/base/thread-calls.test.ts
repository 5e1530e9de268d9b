/** A thread that answers requests: their answers, their ends, and what happens when it breaks. */
import { pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { CallThread } from '../../../../src-main/base/thread-calls.ts';

const CALLS = pathToFileURL(`${import.meta.dirname}/../../../../src-main/base/thread-calls.ts`).href;
const HANDLERS = `{
  double: async (value) => value * 2,
  fail: async () => { throw new Error('The disk said no.'); },
  wait: (_, { signal, onProgress }) => new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
    onProgress(0.5);
  }),
  end: async () => process.exit(3),
}`;
const ENTRY = new URL(
  `data:text/javascript,${encodeURIComponent(`import { serveCalls } from '${CALLS}'; serveCalls(${HANDLERS});`)}`,
);

type TestCalls = {
  readonly double: { readonly ask: number; readonly answer: number };
  readonly fail: { readonly ask: null; readonly answer: null };
  readonly wait: { readonly ask: null; readonly answer: null };
  readonly end: { readonly ask: null; readonly answer: null };
};

function open(): CallThread<TestCalls> {
  const thread = new CallThread<TestCalls>({ entry: ENTRY, name: 'test', what: 'The thread' });
  onTestFinished(() => thread.stop());
  return thread;
}

describe('a thread that answers requests', () => {
  it('answers each, and rests when there is none', async () => {
    const thread = open();
    expect(thread.component.state).toBe('idle');
    const answers = [1, 2, 3].map((value) => thread.call('double', value));
    expect(thread.component.state).toBe('running');
    expect(await Promise.all(answers)).toEqual([2, 4, 6]);
    expect(thread.component.state).toBe('idle');
  });

  it('refuses with the sentence of the work', async () => {
    await expect(open().call('fail', null)).rejects.toThrow('The disk said no.');
  });

  it('reports progress and stops cancelled work', async () => {
    const thread = open();
    const controller = new AbortController();
    const shares: number[] = [];
    const call = thread.call('wait', null, {
      signal: controller.signal,
      onProgress(share) {
        shares.push(share);
        controller.abort(new Error('nobody waits'));
      },
    });
    await expect(call).rejects.toThrow('nobody waits');
    expect(shares).toEqual([0.5]);
  });

  it('refuses what was under way when it breaks, and answers the next request in a new thread', async () => {
    const thread = open();
    const [ended, waiting] = [thread.call('end', null), thread.call('wait', null)];
    await expect(ended).rejects.toThrow('The thread ended early.');
    await expect(waiting).rejects.toThrow('The thread ended early.');
    expect(thread.component.lastError).toBe('The thread ended early.');
    expect(await thread.call('double', 21)).toBe(42);
  });

  it('refuses requests once it is closed', async () => {
    const thread = open();
    const waiting = thread.call('wait', null);
    const refused = expect(waiting).rejects.toThrow('The thread was closed.');
    await thread.stop();
    await refused;
    await expect(thread.call('double', 1)).rejects.toThrow('The thread is closed.');
  });
});
