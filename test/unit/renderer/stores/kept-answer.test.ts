/** Answers that a pane keeps: what was read stays when it cannot be read anew, and a failure does not outlive its cause. */
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { shownPage } from '../../../../src-renderer/panes/links/use-link-cards.ts';
import { setPortState } from '../../../../src-renderer/ports/connection-store.ts';
import { KeptAnswer } from '../../../../src-renderer/stores/kept-answer.ts';
import { FailedQuestion } from '../../../../src-renderer/widgets/failed-question.tsx';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Questions that are answered when the test says so. */
function asked() {
  const open: PromiseWithResolvers<string>[] = [];
  const ask = (): Promise<string> => {
    const question = Promise.withResolvers<string>();
    open.push(question);
    return question.promise;
  };
  return { open, ask };
}

describe('a kept answer', () => {
  it('stays, with a sentence beside it, when it cannot be read anew, until it can', async () => {
    const { open, ask } = asked();
    const kept = new KeptAnswer<string>();
    const stop = kept.want(ask);
    open[0]?.resolve('page');
    await turn();
    kept.again();
    open[1]?.reject(new Error('No answer.'));
    await turn();
    expect(kept.snapshot()).toEqual({ value: 'page', problem: 'No answer.' });
    kept.again();
    open[2]?.resolve('newer');
    await turn();
    expect(kept.snapshot()).toEqual({ value: 'newer', problem: '' });
    stop();
    kept.again();
    expect(open).toHaveLength(3);
  });

  it('is asked for again by itself when the connection is back, and by nobody once it is not wanted', async () => {
    const { open, ask } = asked();
    const kept = new KeptAnswer<string>();
    let told = 0;
    kept.subscribe(() => told++);
    const stop = kept.want(ask);
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

  it('is that of the newest question alone', async () => {
    const first = asked();
    const second = asked();
    const kept = new KeptAnswer<string>();
    kept.want(first.ask)();
    kept.want(second.ask);
    kept.again();
    second.open[1]?.resolve('newest');
    await turn();
    first.open[0]?.resolve('of another question');
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

describe('a question that failed', () => {
  it('is said with its reason and a way to ask again, and nothing is said of one that did not', () => {
    const say = (problem: string): string =>
      renderToStaticMarkup(
        createElement(FailedQuestion, { what: 'It could not be read.', problem, again: () => undefined }),
      );
    expect(say('')).toBe('');
    expect(say('No answer.')).toMatch(/role="alert".*It could not be read\. No answer\..*<button.*Try again/);
  });
});
