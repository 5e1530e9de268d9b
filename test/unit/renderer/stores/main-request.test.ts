/** Checks that the last answer of main stays when a request fails, and that a failure does not outlive its cause. */
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { shownPage } from '../../../../src-renderer/panes/links/use-link-cards.ts';
import { setPortState } from '../../../../src-renderer/ports/connection-store.ts';
import { MainRequest } from '../../../../src-renderer/stores/main-request.ts';
import { RequestError } from '../../../../src-renderer/widgets/request-error.tsx';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Requests that are answered by the test. */
function asked() {
  const open: PromiseWithResolvers<string>[] = [];
  const ask = (): Promise<string> => {
    const question = Promise.withResolvers<string>();
    open.push(question);
    return question.promise;
  };
  return { open, ask };
}

describe('a request to main', () => {
  it('keeps its last answer beside the reason of a failure, until it is answered again', async () => {
    const { open, ask } = asked();
    const kept = new MainRequest<string>();
    const stop = kept.start(ask);
    open[0]?.resolve('page');
    await turn();
    kept.retry();
    open[1]?.reject(new Error('No answer.'));
    await turn();
    expect(kept.snapshot()).toEqual({ value: 'page', problem: 'No answer.' });
    kept.retry();
    open[2]?.resolve('newer');
    await turn();
    expect(kept.snapshot()).toEqual({ value: 'newer', problem: '' });
    stop();
    kept.retry();
    expect(open).toHaveLength(3);
  });

  it('is repeated when the connection is back, and not once it was stopped', async () => {
    const { open, ask } = asked();
    const kept = new MainRequest<string>();
    let told = 0;
    kept.subscribe(() => told++);
    const stop = kept.start(ask);
    open[0]?.reject(new Error('The connection was lost.'));
    await turn();
    expect(kept.snapshot()).toEqual({ value: null, problem: 'The connection was lost.' });
    const revive = (): void => {
      setPortState('main', 'lost', 'cut');
      setPortState('engine', 'open');
      setPortState('main', 'open');
    };
    revive();
    open[1]?.resolve('page');
    await turn();
    expect([kept.snapshot(), told]).toEqual([{ value: 'page', problem: '' }, 2]);
    stop();
    revive();
    expect(open).toHaveLength(2);
  });

  it('keeps the answer to the newest request only', async () => {
    const first = asked();
    const second = asked();
    const kept = new MainRequest<string>();
    kept.start(first.ask)();
    kept.start(second.ask);
    kept.retry();
    second.open[1]?.resolve('newest');
    await turn();
    first.open[0]?.resolve('of another request');
    second.open[0]?.reject(new Error('Too late.'));
    await turn();
    expect(kept.snapshot()).toEqual({ value: 'newest', problem: '' });
  });
});

describe('a list of links that cannot be read', () => {
  const suggested = { place: 'suggested', text: '' };
  const last = { ...suggested, page: { total: 1, cards: [] } };

  it('is the old one, but never that of another shelf, not even while an answer is awaited', () => {
    expect(shownPage(last, suggested, 'No answer.')).toBe(last.page);
    expect(shownPage(last, { place: 'confirmed', text: '' }, '')).toBeNull();
    expect(shownPage(last, { place: 'confirmed', text: '' }, 'No answer.')).toBeNull();
  });

  it('is that of another filter only while an answer is awaited', () => {
    expect(shownPage(last, { ...suggested, text: 'rain' }, '')).toBe(last.page);
    expect(shownPage(last, { ...suggested, text: 'rain' }, 'No answer.')).toBeNull();
  });
});

describe('a failed request', () => {
  it('is shown with its reason and a button that retries, and nothing is shown without a failure', () => {
    const say = (problem: string): string =>
      renderToStaticMarkup(
        createElement(RequestError, { what: 'It could not be read.', problem, retry: () => undefined }),
      );
    expect(say('')).toBe('');
    expect(say('No answer.')).toMatch(/role="alert".*It could not be read\. No answer\..*<button.*Retry/);
  });
});
