/** What updates make of the links: one state after the other, nothing else touched. */
import { expect, it } from 'vitest';
import {
  type LinkState,
  type LinkUpdate,
  NO_LINKS,
  reduceLinks,
  shownLinks,
} from '../../../../src-main/links/link-state.ts';
import { LINK_PREVIEWS_MAX, LINK_UNDO_MAX, LINKS_MAX } from '../../../../src-shared/domain/limits.ts';
import { type Link, type LinkAction, type LinkDecision, linkId } from '../../../../src-shared/domain/link.ts';
import { linkDifference } from '../../../../src-shared/domain/link-difference.ts';
import type { Millis } from '../../../../src-shared/domain/time.ts';

const by: LinkDecision = { action: 'confirm', by: 'ada', atMs: 5 as Millis };

function pair(first: string, second: string): Link {
  const members = [first, second].map((listing) => ({ listing, orientation: 'same' as const }));
  return { id: linkId([first, second]), title: `${first} ${second}`, status: 'suggested', members };
}

const decide = (action: LinkAction, link: Link): LinkUpdate => ({
  ...{ kind: 'decide', request: { action, link, listing: null }, decision: { ...by, action } },
});
const preview = (link: Link): LinkUpdate => ({ kind: 'preview', link });
const run = (updates: readonly LinkUpdate[], from = NO_LINKS): LinkState =>
  updates.reduce((state, update) => reduceLinks(state, update), from);
const ids = (links: readonly Link[]): readonly string[] => links.map(({ id }) => id);

const [rain, snow, fog] = [pair('a:1', 'b:1'), pair('a:2', 'b:2'), pair('a:3', 'b:3')];

it('an undo gives back the links, and everything that did not change is the same object', () => {
  const before = run([decide('confirm', rain), decide('confirm', snow), decide('reject', fog)]);
  const after = run([decide('split', snow)], before);
  expect(ids(after.links)).toEqual([rain.id, fog.id]);
  const undone = run([{ kind: 'undo', decision: after.lastDecision }], after);
  expect(new Set(undone.links)).toEqual(new Set(before.links));
  expect(linkDifference(before.links, after.links)).toEqual({ removed: [snow.id], changed: [] });
  expect(linkDifference(after.links, undone.links)).toEqual({ removed: [], changed: [before.links[1]] });
});

it('only so many decisions can be undone', () => {
  const state = run(Array.from({ length: LINK_UNDO_MAX + 1 }, () => decide('flip', rain)));
  expect(() => run([{ kind: 'undo', decision: 1 }], state)).toThrow('can no longer be undone');
  expect(() => run([{ kind: 'undo', decision: 2 }], state)).toThrow('changed since');
});

it('shows what was not rejected, previews last, and as many previews as there is room for', () => {
  const others = Array.from({ length: LINK_PREVIEWS_MAX }, (_, at) => pair(`p:${at}`, `q:${at}`));
  const state = run([decide('confirm', rain), decide('reject', snow), preview(fog), ...others.map(preview)]);
  expect(ids(shownLinks(state))).toEqual([rain.id, ...ids(others)]);
});

it('a preview ends when it is decided on, by itself or with others, and one that was decided on is none', () => {
  const state = run([preview(rain), preview(snow), decide('reject', rain)]);
  expect(ids(state.previews)).toEqual([snow.id]);
  expect(run([preview(rain)], state)).toBe(state);
  const joined = run([
    ...[preview(pair('b:1', 'c:1')), preview(snow)],
    ...[decide('confirm', rain), decide('confirm', pair('a:1', 'c:1'))],
  ]);
  expect(ids(joined.previews)).toEqual([snow.id]);
});

it('an import that puts a listing into two confirmed links, or is too large, changes nothing', () => {
  const state = run([decide('confirm', rain)]);
  const other: Link = { ...pair('a:1', 'b:9'), status: 'confirmed' };
  expect(() => run([{ kind: 'import', links: [other] }], state)).toThrow('a:1 is in two confirmed links');
  const many = Array.from(
    { length: LINKS_MAX },
    (_, at): Link => ({ ...pair(`p:${at}`, `q:${at}`), status: 'rejected' }),
  );
  expect(() => run([{ kind: 'import', links: many }], state)).toThrow(`At most ${LINKS_MAX} links`);
});
