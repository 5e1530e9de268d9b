/** What decisions make of links, over random decisions and by hand. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DecidedLinks } from '../../../../src-main/links/decided-links.ts';
import { decideLink } from '../../../../src-main/links/link-decision.ts';
import {
  compose,
  type Link,
  type LinkAction,
  type LinkDecision,
  linkId,
  type Orientation,
} from '../../../../src-shared/domain/link.ts';
import type { Millis } from '../../../../src-shared/domain/time.ts';

const by: LinkDecision = { action: 'confirm', by: 'ada', atMs: 5 as Millis };

function pair(first: string, second: string, orientation: Orientation = 'same'): Link {
  const members = [
    { listing: first, orientation: 'same' as const },
    { listing: second, orientation },
  ];
  return { id: linkId([first, second]), title: `${first} ${second}`, status: 'suggested', members };
}

function decide(
  links: readonly Link[],
  action: LinkAction,
  link: Link,
  listing: string | null = null,
): readonly Link[] {
  const { removed, added } = decideLink(new DecidedLinks(links), { action, link, listing }, { ...by, action });
  return [...links.filter((known) => !removed.includes(known)), ...added];
}

describe('a decision', () => {
  test('confirms a suggestion and says who did it and when', () => {
    const [link] = decide([], 'confirm', pair('one:a', 'two:b'));
    expect(link).toMatchObject({ status: 'confirmed', decisions: [{ action: 'confirm', by: 'ada', atMs: 5 }] });
  });

  test('adds the listing of a third venue to the link it belongs to, turned as both orientations say', () => {
    const links = decide([], 'confirm', pair('one:a', 'two:b', 'inverted'));
    const [link, ...others] = decide(links, 'confirm', pair('three:c', 'two:b', 'inverted'));
    expect(others).toEqual([]);
    expect(link?.members).toEqual([
      { listing: 'one:a', orientation: 'same' },
      { listing: 'two:b', orientation: 'inverted' },
      { listing: 'three:c', orientation: 'same' },
    ]);
    expect(link?.id).toBe(links[0]?.id);
  });

  test('makes one link of two that a pair joins', () => {
    const links = decide(
      decide([], 'confirm', pair('one:a', 'two:b')),
      'confirm',
      pair('three:c', 'four:d', 'inverted'),
    );
    const joined = decide(links, 'confirm', pair('two:b', 'four:d', 'inverted'));
    expect(joined).toHaveLength(1);
    expect(joined[0]?.members.map(({ orientation }) => orientation)).toEqual(['same', 'same', 'inverted', 'same']);
  });

  test('refuses a pair that turns a listing against its own link', () => {
    const links = decide([], 'confirm', pair('one:a', 'two:b'));
    expect(() => decide(links, 'confirm', { ...pair('one:a', 'two:b', 'inverted'), id: 'other' })).toThrow(/inverted/);
  });

  test('flips a member, and the first member stays the one whose terms are shown', () => {
    const link = pair('one:a', 'two:b');
    const [flipped] = decide([], 'flip', link, 'one:a');
    expect(flipped?.members.map(({ orientation }) => orientation)).toEqual(['same', 'inverted']);
    expect(decide([flipped!], 'flip', flipped!)[0]?.members).toEqual(link.members);
  });

  test('splits a listing off, and a pair altogether', () => {
    const links = decide(
      decide([], 'confirm', pair('one:a', 'two:b', 'inverted')),
      'confirm',
      pair('three:c', 'two:b'),
    );
    const [two] = decide(links, 'split', links[0]!, 'one:a');
    expect(two?.members).toEqual([
      { listing: 'two:b', orientation: 'same' },
      { listing: 'three:c', orientation: 'same' },
    ]);
    expect(decide([two!], 'split', two!)).toEqual([]);
  });

  test('keeps a rejected pair beside others of its listings', () => {
    const links = decide([], 'reject', pair('one:a', 'two:b'));
    expect(decide(links, 'confirm', pair('one:a', 'two:z')).map(({ status }) => status)).toEqual([
      'rejected',
      'confirmed',
    ]);
  });
});

/** Every listing has a hidden side; a pair's true orientation is whether the sides are equal. */
test('links of true pairs, confirmed in any order, tell the true orientation of all their members', () => {
  const pairs = fc.array(fc.tuple(fc.nat(7), fc.nat(7)), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }), pairs, (sides, chosen) => {
      const turned = (a: number, b: number): Orientation => (sides[a] === sides[b] ? 'same' : 'inverted');
      let links: readonly Link[] = [];
      for (const [a, b] of chosen) {
        if (a === b) continue;
        links = decide(links, 'confirm', pair(`v${a}:m`, `v${b}:m`, turned(a, b)));
      }
      const seen = new Set<string>();
      for (const { members } of links) {
        const index = (listing: string): number => Number(listing[1]);
        for (const { listing, orientation } of members) {
          expect(seen.has(listing)).toBe(false);
          seen.add(listing);
          expect(orientation).toBe(turned(index(members[0]!.listing), index(listing)));
        }
      }
      expect(compose('inverted', 'inverted')).toBe('same');
    }),
  );
});
