/** How engine and feeds come to follow what the catalogue says. */
import { describe, expect, it, vi } from 'vitest';
import { FollowController } from '../../../../../src-main/app/controllers/follow-controller.ts';
import type { FollowPart } from '../../../../../src-main/catalog/catalog-calls.ts';
import type { Feed } from '../../../../../src-main/feed/feed.ts';
import { LinkTable } from '../../../../../src-main/links/link-table.ts';
import type { MainToEngine } from '../../../../../src-shared/contract/main-engine.ts';
import type { Link } from '../../../../../src-shared/domain/link.ts';
import type { Listing, ListingId } from '../../../../../src-shared/domain/listing.ts';
import { listing } from '../../../listings.ts';

function withDesk(known: readonly Listing[] = []) {
  const posted: MainToEngine[] = [];
  const shown: string[][] = [];
  const sentences: string[] = [];
  const carried: (readonly ListingId[])[] = [];
  const feed: Pick<Feed, 'setListings'> = { setListings: (listings) => carried.push(listings.map(({ id }) => id)) };
  const desk = new FollowController({
    catalog: () => ({ listings: async (ids) => known.filter(({ id }) => ids.includes(id)), link() {}, want() {} }),
    followed: new Map(),
    links: new LinkTable(),
    venues: () => [{ venue: { id: 'one' }, feed }],
    watchlist: () => [],
    scope: 'all',
    max: 2,
    post: (message) => posted.push(message),
    onFollowed: (_listings, told) => shown.push(told.map(({ id }) => id)),
    onLeftOut: (text) => sentences.push(text),
  });
  const take = (part: Partial<FollowPart>): void =>
    desk.take({ add: [], changed: [], remove: [], leftOut: 0, isFirst: false, more: false, ...part });
  const kinds = (): readonly string[] =>
    posted.splice(0).map((message) => {
      if (message.kind === 'instruments') return `+${message.add.map(({ id }) => id).join()} -${message.remove.join()}`;
      return 'listings' in message ? `${message.kind} ${message.listings.join()}` : message.kind;
    });
  return { desk, take, kinds, shown, sentences, carried };
}

const closed = (market: Listing, status: Listing['status'] = 'closed'): Listing => ({ ...market, status });

describe('follow desk', () => {
  const [a, b, c, d] = [listing('one', 'a'), listing('one', 'b'), listing('one', 'c'), listing('one', 'd')];

  it('has an instrument come before others go, and go only with the last part', () => {
    const { desk, take, kinds } = withDesk();
    take({ add: [a] });
    take({ add: [b], more: true });
    take({ remove: [a.id] });
    expect(kinds()).toEqual(['+one:a -', '+one:b -', '+ -one:a']);
    expect(desk.all()).toEqual([b]);
  });

  it('closes the book of a market that ended, and opens it again when the venue does', () => {
    const { take, kinds, shown } = withDesk();
    take({ add: [a] });
    take({ changed: [closed(a)] });
    take({ changed: [{ ...closed(a), title: 'Other' }] });
    take({ changed: [a] });
    take({ changed: [{ ...a, title: 'Third' }] });
    expect(kinds()).toEqual([
      '+one:a -',
      '+one:a -',
      'closed one:a',
      '+one:a -',
      'closed one:a',
      '+one:a -',
      'reopened one:a',
      '+one:a -',
    ]);
    expect(shown).toEqual([[], ['one:a'], ['one:a'], ['one:a'], ['one:a']]);
  });

  it('has feeds subscribe what the user requests first, in that order, and the rest as it was', async () => {
    const { desk, take, carried } = withDesk();
    take({ add: [a, b, closed(d), c] });
    expect(carried).toEqual([[a.id, b.id, c.id]]);
    // The catalogue has nothing to tell: they were followed before.
    desk.show([c.id, d.id, b.id]);
    await vi.waitFor(() => expect(carried.slice(1)).toEqual([[c.id, b.id, a.id]]));
    take({ changed: [d] });
    expect(carried.at(-1)).toEqual([c.id, d.id, b.id, a.id]);
    desk.show([]);
    await vi.waitFor(() => expect(carried.at(-1)).toEqual([a.id, b.id, d.id, c.id]));
  });

  it('opens a closed book again that a catalogue which was started again names as open', () => {
    const { take, kinds } = withDesk();
    take({ add: [closed(a)] });
    kinds();
    take({ add: [a], isFirst: true });
    expect(kinds()).toEqual(['+one:a -', 'reopened one:a']);
  });

  it('gives up what a catalogue that was started again knows and does not name, and keeps what it does not know', async () => {
    const { desk, take, kinds } = withDesk([a, b]);
    take({ add: [a, b, c] });
    kinds();
    take({ add: [a], isFirst: true, more: true });
    take({ isFirst: true });
    await vi.waitFor(() => expect(desk.all()).toEqual([a, c]));
    expect(kinds()).toEqual(['+one:a -', '+ -one:b']);
    take({ add: [], more: false });
    expect(desk.all()).toEqual([a, c]);
  });

  it('tells a new engine what is followed and what has ended', () => {
    const { desk, take, kinds } = withDesk();
    take({ add: [a, closed(b, 'resolved')] });
    kinds();
    desk.seed();
    expect(kinds()).toEqual(['+one:a,one:b -', 'closed one:b']);
  });

  it('says once how many open markets found no slot, and again after there was room', () => {
    const { take, sentences } = withDesk();
    for (const leftOut of [7, 8, 0, 9]) take({ leftOut });
    expect(sentences.map((text) => text.slice(0, 30))).toEqual([
      '7 open markets are not followe',
      '9 open markets are not followe',
    ]);
    expect(sentences[0]).toContain('2 slots (subscriptionsMax)');
  });

  it('tells the catalogue which members of links are new and which are gone, and no others', () => {
    vi.useFakeTimers();
    const told: unknown[] = [];
    const member = (listing: string) => ({ listing, orientation: 'same' as const });
    const link = (id: string, ...listings: string[]): Link => ({
      ...{ id, title: id, status: 'confirmed', members: listings.map(member) },
    });
    const links = new LinkTable([link('rain', 'one:a', 'two:a')]);
    const follow = new FollowController({
      catalog: () => ({
        listings: async () => [],
        link: (add, remove) => told.push({ add, remove }),
        want: ({ asked }) => told.push(asked),
      }),
      ...{ followed: new Map(), links, venues: () => [], watchlist: () => ['rain', 'one:z'], scope: 'soon', max: 9 },
      ...{ post: () => {}, onFollowed: () => {}, onLeftOut: () => {} },
    });
    follow.wantSoon();
    vi.runAllTimers();
    const changed = [link('rain', 'one:a', 'two:b'), link('snow', 'one:c', 'two:c')];
    follow.relink(links.apply({ removed: [], changed }));
    vi.runAllTimers();
    follow.wantSoon();
    vi.runAllTimers();
    vi.useRealTimers();
    expect(told).toEqual([
      { add: ['one:a', 'two:a'], remove: [] },
      ['one:a', 'two:a', 'one:z'],
      { add: ['two:b', 'one:c', 'two:c'], remove: ['two:a'] },
      ['one:a', 'two:b', 'one:z'],
      ['one:a', 'two:b', 'one:z'],
    ]);
  });
});
