/** The search for links and its thread: one that breaks is started again, not for ever; one that says nothing is ended. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Catalog } from '../../../../src-main/catalog/catalog.ts';
import { LinkSuggestions, type LinkSuggestionsOptions } from '../../../../src-main/links/link-suggestions.ts';
import type { LinkSearchState } from '../../../../src-shared/contract/window-main.ts';
import { listing } from '../../listings.ts';
import { Noted } from '../../noted.ts';
import { ENDING, QUICK_RESTARTS, SHORT_DEADLINE_MS, SILENT, SPINNING, THROWING } from '../threads.ts';

async function suggestions(options: Partial<LinkSuggestionsOptions> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'crossbook-links-'));
  const file = join(folder, 'catalog.sqlite');
  Catalog.open(file, Date.now()).close();
  const states = new Noted<LinkSearchState>();
  const search = new LinkSuggestions({
    file,
    restarts: QUICK_RESTARTS,
    catalog: () => ({ listings: 0, revision: 0, byVenue: [] }),
    onState: (state) => states.add(state),
    ...options,
  });
  onTestFinished(async () => {
    search.stop();
    await rm(folder, { recursive: true, force: true });
  });
  return { search, states, file };
}

test('a search of a catalogue without markets ends with nothing, and rests', async () => {
  const { search, states } = await suggestions();
  await search.search();
  expect(states.items.at(-1)).toMatchObject({ state: 'done', suggested: 0 });
  expect(search.component).toMatchObject({ state: 'idle', restarts: 0, lastError: '' });
});

test.each([
  ['throws', THROWING, 'a broken promise'],
  ['ends', ENDING, 'ended early'],
])('a thread that %s restarts after a pause, and then waits for the user', async (_how, entry, why) => {
  const { search, states } = await suggestions({ entry });
  void search.search();
  const failed = (all: readonly LinkSearchState[]): readonly LinkSearchState[] =>
    all.filter(({ state }) => state === 'failed');
  await states.until((all) => failed(all).length > QUICK_RESTARTS.deathsMax);
  expect(failed(states.items)[0]?.text).toContain('it is tried again');
  expect(failed(states.items).at(-1)?.text).toMatch(/What was suggested before stays; try again\.$/);
  expect(search.component).toMatchObject({
    state: 'stopped',
    restarts: QUICK_RESTARTS.deathsMax,
    lastError: expect.stringContaining(why),
  });
  search.restart();
  await states.until((all) => failed(all).length > QUICK_RESTARTS.deathsMax + 1);
});

test.each([
  ['says nothing', SILENT],
  ['spins', SPINNING],
])('a thread that %s is ended', async (_how, entry) => {
  const { search, states } = await suggestions({ entry, silentMs: SHORT_DEADLINE_MS });
  void search.search();
  await states.until((all) => all.find(({ text }) => text.includes('gave no sign of life')));
  expect(search.component.restarts).toBe(1);
});

test('the evidence for a link comes from the thread, by the texts in the file', async () => {
  const { search, file } = await suggestions();
  const catalog = Catalog.open(file, Date.now());
  const facts = { title: 'Will the bridge open?', rules: 'If the bridge opens.' };
  const [first, second] = [listing('one', 'a', facts), listing('two', 'b', facts)];
  catalog.put([first, second], { nowMs: Date.now(), walk: 1 });
  catalog.close();
  const [evidence] = await search.judge({ listings: ['one:a', 'two:b', 'two:gone'], overlap: 1 });
  expect(evidence?.fields.find(({ field }) => field === 'subject')?.verdict).toBe('agrees');
  expect(await search.judge({ listings: ['one:gone', 'two:b'], overlap: null })).toEqual([]);
});
