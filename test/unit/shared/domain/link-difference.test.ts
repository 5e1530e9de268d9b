/** What changed between two lists of links, found and applied. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Link } from '../../../../src-shared/domain/link.ts';
import { applyDifference, linkDifference } from '../../../../src-shared/domain/link-difference.ts';

const link = (id: string): Link => ({ id, title: id, status: 'confirmed', members: [] });
const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(link) as [Link, Link, Link, Link];

it('names what is gone, and what is new or another object', () => {
  const other = { ...b, title: 'Other' };
  expect(linkDifference([a, b, c], [a, other, c])).toEqual({ removed: [], changed: [other] });
  expect(linkDifference([a, b, c], [a, c, d])).toEqual({ removed: ['b'], changed: [d] });
  expect(linkDifference([a, b], [a, b])).toEqual({ removed: [], changed: [] });
  expect(linkDifference([], [a])).toEqual({ removed: [], changed: [a] });
});

it('leads from any list to any other', () => {
  const list = fc.uniqueArray(
    fc.tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), fc.boolean()).map(([id, isSame]) => {
      const known = [a, b, c, d].find((one) => one.id === id);
      return isSame && known ? known : { ...link(id), title: 'Other' };
    }),
    { selector: ({ id }) => id },
  );
  fc.assert(
    fc.property(list, list, (before, now) => {
      const links = new Map(before.map((one) => [one.id, one]));
      applyDifference(links, linkDifference(before, now));
      expect(new Set(links.values())).toEqual(new Set(now));
    }),
  );
});
