/** Links by their id and by their listings. */
import { expect, it } from 'vitest';
import { LinkTable } from '../../../../src-main/links/link-table.ts';
import type { Link } from '../../../../src-shared/domain/link.ts';

const link = (id: string, ...listings: string[]): Link => ({
  id,
  title: id,
  status: 'confirmed',
  members: listings.map((listing) => ({ listing, orientation: 'same' })),
});

const rain = link('rain', 'one:a', 'two:b');
const snow = link('snow', 'one:c', 'two:d');
const links = new LinkTable([rain, snow]);

it('finds a link by its id and by any of its listings', () => {
  expect([links.get('rain'), links.get('hail')]).toEqual([rain, undefined]);
  expect([links.ofListing('two:d'), links.ofListing('one:z')]).toEqual([snow, null]);
  expect(links.all()).toEqual([rain, snow]);
});

it('takes an id of either kind for the listings behind it', () => {
  expect(links.listingsOf('rain')).toEqual(['one:a', 'two:b']);
  expect(links.listingsOf('one:a')).toEqual(['one:a']);
});

it('shows suggested links after confirmed ones, and no rejected ones', () => {
  const fog = { ...link('fog', 'one:a', 'two:z'), status: 'suggested' } as const;
  const hail = { ...link('hail', 'one:c', 'two:y'), status: 'rejected' } as const;
  const table = new LinkTable([rain, fog, hail]);
  expect(table.all()).toEqual([rain, fog]);
  expect([table.ofListing('one:a'), table.ofListing('two:z'), table.ofListing('one:c')]).toEqual([rain, fog, null]);
});

it('keeps what did not change, and uncovers a suggestion when the confirmed link with its listing ends', () => {
  const fog = { ...link('fog', 'one:a', 'two:z'), status: 'suggested' } as const;
  const longer = link('snow', 'one:c', 'two:e');
  const table = new LinkTable([rain, snow, fog]);
  table.apply({ removed: ['rain'], changed: [longer] });
  expect(table.all()).toEqual([longer, fog]);
  expect([table.ofListing('one:a'), table.ofListing('two:b')]).toEqual([fog, null]);
  expect([table.ofListing('two:d'), table.ofListing('two:e')]).toEqual([null, longer]);
});
