/** What shows the market of a link that is no longer shown. */
import { expect, it } from 'vitest';
import { endedLinks } from '../../../../src-shared/domain/ended-link.ts';
import type { Link, LinkMember, LinkStatus } from '../../../../src-shared/domain/link.ts';

const same = (listing: string): LinkMember => ({ listing, orientation: 'same' });
const inverted = (listing: string): LinkMember => ({ listing, orientation: 'inverted' });
const link = (id: string, members: readonly LinkMember[], status: LinkStatus = 'confirmed'): Link => ({
  ...{ id, title: id, status, members },
});

const rain = link('rain', [same('a:1'), same('b:1')]);
const snow = link('snow', [same('c:1'), inverted('d:1')]);

const successors = (ended: readonly Link[], now: readonly Link[]) =>
  endedLinks(ended, now).map(({ link: { id }, successor, orientation }) => [id, successor, orientation]);

it('a link that was taken apart is succeeded by its first listing', () => {
  expect(successors([rain], [snow])).toEqual([['rain', 'a:1', 'same']]);
});

it('a link that was joined is succeeded by the link that has all its listings, which may be inverted', () => {
  const whole = link('rain', [same('a:1'), same('b:1'), inverted('c:1'), same('d:1')]);
  expect(successors([snow], [whole])).toEqual([['snow', 'rain', 'inverted']]);
});

it('a link that has only some of its listings, or that nobody confirmed, is no successor', () => {
  const other = link('other', [same('c:1'), same('e:1')]);
  const suggested = link('suggested', [same('c:1'), same('d:1')], 'suggested');
  expect(successors([snow], [other, suggested])).toEqual([['snow', 'c:1', 'same']]);
});
