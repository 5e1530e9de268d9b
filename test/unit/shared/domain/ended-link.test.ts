/** What takes the place of a link that is shown no more. */
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

const heirs = (before: readonly Link[], now: readonly Link[]) =>
  endedLinks(before, now).map(({ link: { id }, heir, orientation }) => [id, heir, orientation]);

it('a link that changed has not ended', () => {
  expect(heirs([rain, snow], [link('rain', [same('a:1'), inverted('b:1')]), snow])).toEqual([]);
});

it('its first listing is the heir of a link that was taken apart', () => {
  expect(heirs([rain, snow], [snow])).toEqual([['rain', 'a:1', 'same']]);
});

it('the link that has all its listings is the heir of one that was joined, in terms that may be turned round', () => {
  const whole = link('rain', [same('a:1'), same('b:1'), inverted('c:1'), same('d:1')]);
  expect(heirs([rain, snow], [whole])).toEqual([['snow', 'rain', 'inverted']]);
});

it('a link that has only some of its listings, or that nobody confirmed, is no heir', () => {
  const other = link('other', [same('c:1'), same('e:1')]);
  const suggested = link('suggested', [same('c:1'), same('d:1')], 'suggested');
  expect(heirs([snow], [other, suggested])).toEqual([['snow', 'c:1', 'same']]);
});
