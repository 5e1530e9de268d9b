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
  const book = new LinkTable([]);
  const fog = { ...link('fog', 'one:a', 'two:z'), status: 'suggested' } as const;
  const hail = { ...link('hail', 'one:c', 'two:y'), status: 'rejected' } as const;
  book.replace([rain, fog, hail]);
  expect(book.all()).toEqual([rain, fog]);
  expect([book.ofListing('one:a'), book.ofListing('two:z'), book.ofListing('one:c')]).toEqual([rain, fog, null]);
});
