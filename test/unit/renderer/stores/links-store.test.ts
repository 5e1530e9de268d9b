/** The window's copy of the links follows main's changes. */
import { afterEach, expect, it } from 'vitest';
import { changeLinks, linksRevisionStore, linksStore, setLinks } from '../../../../src-renderer/stores/links-store.ts';
import type { Link } from '../../../../src-shared/domain/link.ts';

const link = (id: string): Link => ({ id, title: id, status: 'confirmed', members: [] });
const [rain, snow, fog] = ['rain', 'snow', 'fog'].map(link) as [Link, Link, Link];

afterEach(() => setLinks([]));

it('keeps its links, takes what changed, and drops what ended', () => {
  setLinks([rain, snow], 4);
  changeLinks({ removed: ['rain'], changed: [fog] }, 5);
  expect([...linksStore.getState().values()]).toEqual([snow, fog]);
  expect(linksRevisionStore.getState()).toBe(5);
});

it('has a new revision, and the same links, when only links changed that are not shown', () => {
  setLinks([rain], 4);
  const before = linksStore.getState();
  changeLinks({ removed: [], changed: [] }, 5);
  expect(linksStore.getState()).toBe(before);
  expect(linksRevisionStore.getState()).toBe(5);
});
