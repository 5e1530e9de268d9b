/** Panes whose link ended. */
import { afterEach, expect, it } from 'vitest';
import { followEndedLinks } from '../../../../src-renderer/shell/use-ended-links.ts';
import { setLinks } from '../../../../src-renderer/stores/links-store.ts';
import { selectionStore } from '../../../../src-renderer/stores/selection-store.ts';
import { toastsStore } from '../../../../src-renderer/stores/toasts-store.ts';
import type { Link } from '../../../../src-shared/domain/link.ts';

const rain: Link = {
  ...{ id: 'link:a:1+b:1', title: 'Rain', status: 'confirmed' },
  members: [
    { listing: 'b:1', orientation: 'same' },
    { listing: 'a:1', orientation: 'same' },
  ],
};
const snow: Link = { ...rain, id: 'link:c:1+d:1', title: 'Snow', members: [{ listing: 'c:1', orientation: 'same' }] };

afterEach(() => {
  selectionStore.setState({ A: null, B: null, C: null });
  toastsStore.setState([], true);
});

it('show the link or market that replaces it, and a message tells the user; others stay', () => {
  setLinks([rain, snow]);
  selectionStore.setState({ A: rain.id, B: snow.id, C: rain.id });
  const stop = followEndedLinks();
  setLinks([snow]);
  expect(selectionStore.getState()).toEqual({ A: 'b:1', B: snow.id, C: 'b:1' });
  expect(toastsStore.getState().map(({ text }) => text)).toEqual([
    'The link “Rain” no longer exists. Its panes now show its first market.',
  ]);
  const whole: Link = { ...rain, members: [...rain.members, ...snow.members] };
  setLinks([whole, snow]);
  setLinks([whole]);
  expect(selectionStore.getState().B).toBe(rain.id);
  expect(toastsStore.getState().at(-1)?.text).toContain('show the link that it became part of.');
  stop();
});
